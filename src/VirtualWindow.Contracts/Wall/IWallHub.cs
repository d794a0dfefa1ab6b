using VirtualWindow.Contracts.Desk;

namespace VirtualWindow.Contracts.Wall;

/// <summary>What a supervisor's page may ask at <c>/hubs/wall</c> (roles supervisor, admin).</summary>
public interface IWallHub
{
    Task<Reply<WallSnapshot>> Snapshot();
    /// <summary>Joins a session as a receive-only participant; the others see it announced at once.</summary>
    Task<Reply<WatchingView>> EnterSession(EnterSessionRequest request);
    Task<Reply<SdpOffer>> Watch(WatchRequest request);
    Task<Reply<Done>> AnswerWatch(AnswerWatchRequest request);
    /// <summary>Says how large a watched picture is shown.</summary>
    Task<Reply<Done>> SetView(SetViewRequest request);
    Task<Reply<Done>> LeaveSession(LeaveSessionRequest request);
}

public interface IWallClient
{
    Task State(WallSnapshot snapshot);
    Task Superseded();
    /// <summary>Not needed for truth, only for speed: a page that misses it notices the silence by itself.</summary>
    Task MediaMoved(MediaMoved news);
    /// <summary>Who speaks now; nothing depends on it.</summary>
    Task SpeakerChanged(SpeakerChanged news);
}

public sealed record EnterSessionRequest(string SessionId);
public sealed record LeaveSessionRequest(string SessionId);
public sealed record WatchingView(
    string SessionId, string ParticipantId, IReadOnlyList<ParticipantView> Participants, IReadOnlyList<IceServer> IceServers);

public sealed record WallSnapshot(
    long Sequence, DateTimeOffset ServerTime, IReadOnlyList<SiteFigures> Sites, IReadOnlyList<QueueView> Queues,
    IReadOnlyList<WallDesk> Desks, IReadOnlyList<WallSession> Sessions, IReadOnlyList<WallAlarm> Alarms, ServiceGoal Goal);

/// <param name="ServiceLevel">Share (0..1) of today's tickets answered within the target; null without data.</param>
/// <param name="Occupancy">Share (0..1) of signed-in desks that are busy; null when none is signed in.</param>
/// <param name="CasesPending">Ended sessions whose case is not filed yet.</param>
public sealed record SiteFigures(
    string SiteId, string SiteName, string SiteNameEn, int Waiting, DateTimeOffset? LongestWaitSince, double? ServiceLevel,
    int Abandoned, double? Occupancy, int Sessions, int Served, int CasesFiled, int CasesPending);

public sealed record WallDesk(
    string DeskId, string ClerkName, string ClerkNumber, string SiteId, Presence Presence, AwayReason? Reason, DateTimeOffset Since);

/// <param name="Recording">Null when sessions like this are never recorded.</param>
public sealed record WallSession(
    string SessionId, string TicketNumber, string ItemName, string ItemNameEn, string ClerkName, string SiteId, string? FromSiteId,
    DateTimeOffset StartedAt, bool ApplicantJoined, bool Held, IReadOnlyList<ParticipantView> Participants, RecordingView? Recording);

public enum AlarmKind { LongWait, NoDeskForTicket, ClerkNoAnswer, ApplicantLost, FollowUpStuck, MediaDown, RecordingTrouble }
/// <param name="Subject">Ticket number, desk number, session id or case id that it is about.</param>
public sealed record WallAlarm(AlarmKind Kind, string SiteId, string Subject, DateTimeOffset Since);
