using VirtualWindow.Contracts.Documents;
using VirtualWindow.Contracts.Forms;
using VirtualWindow.Contracts.Signing;

namespace VirtualWindow.Contracts.Desk;

/// <summary>What a clerk's page may ask at <c>/hubs/desk</c> (role clerk; cookie of <c>POST /api/staff/sign-in</c>).</summary>
public interface IDeskHub : IFormHub, IDocumentHub, ISigningHub
{
    Task<Reply<DeskSnapshot>> Snapshot();
    Task<Reply<Done>> SetPresence(SetPresenceRequest request);
    Task<Reply<Done>> AcceptOffer(AcceptOfferRequest request);
    Task<Reply<Done>> DeclineOffer(DeclineOfferRequest request);
    Task<Reply<SdpAnswer>> Publish(PublishRequest request);
    Task<Reply<SdpAnswer>> RestartIce(RestartIceRequest request);
    Task<Reply<SdpOffer>> Watch(WatchRequest request);
    Task<Reply<Done>> AnswerWatch(AnswerWatchRequest request);
    /// <summary>Says how large a watched picture is shown.</summary>
    Task<Reply<Done>> SetView(SetViewRequest request);
    Task<Reply<Done>> SetMedia(SetMediaRequest request);
    Task<Reply<Done>> Hold(HoldRequest request);
    Task<Reply<Done>> SaveNotes(SaveNotesRequest request);
    /// <summary>Suggests a value; only the applicant's yes writes it.</summary>
    Task<Reply<FormChanged>> ProposeField(ProposeFieldRequest request);
    Task<Reply<FormChanged>> AskControl(AskControlRequest request);
    Task<Reply<FormChanged>> AskReveal(AskRevealRequest request);
    Task<Reply<SigningView>> ConfirmIdentity(ConfirmIdentityRequest request);
    /// <summary>Lays papers before the applicant to be read and signed.</summary>
    Task<Reply<SigningView>> RequestSign(RequestSignRequest request);
    /// <summary>Only what the applicant has signed, only with a code of the moment.</summary>
    Task<Reply<SigningView>> StampDocuments(StampRequest request);
    /// <summary>Asks the applicant for a picture or file of one material.</summary>
    Task<Reply<Done>> AskDocument(AskDocumentRequest request);
    /// <summary>What the clerk finds of one material; told to the applicant at once.</summary>
    Task<Reply<Done>> JudgeMaterial(JudgeMaterialRequest request);
    Task<Reply<CannedAnswerList>> CannedAnswers();
    /// <summary>Who else is on duty, in both halls.</summary>
    Task<Reply<ColleagueList>> Colleagues(ColleaguesRequest request);
    Task<Reply<Done>> InviteColleague(InviteColleagueRequest request);
    Task<Reply<Done>> AnswerInvitation(AnswerInvitationRequest request);
    Task<Reply<Done>> EndInvitation(EndInvitationRequest request);
    Task<Reply<Done>> HandOver(HandOverRequest request);
    Task<Reply<Done>> ReturnToWaiting(ReturnToWaitingRequest request);
    Task<Reply<Done>> EndSession(EndSessionRequest request);
    Task<Reply<Done>> FinishWrapUp();
    Task<Reply<CaseList>> RecentCases();
    Task<Reply<Cases.CaseView>> CaseDetails(CaseDetailsRequest request);
}

public interface IDeskClient : IFormClient, IDocumentClient, ISigningClient
{
    Task State(DeskSnapshot snapshot);
    Task Superseded();
    /// <summary>Not needed for truth, only for speed: a page that misses it notices the silence by itself.</summary>
    Task MediaMoved(MediaMoved news);
    /// <summary>Who speaks now; nothing depends on it.</summary>
    Task SpeakerChanged(SpeakerChanged news);
}

public enum Presence { Offline, Ready, Away, Offered, Busy, WrapUp }
/// <summary>Why a desk is away; <c>NoAnswer</c> is set by the server when an offer timed out.</summary>
public enum AwayReason { Break, Meal, Training, Paperwork, Technical, NoAnswer }

/// <param name="Presence">Only Ready, Away or Offline may be asked for.</param>
/// <param name="Reason">Required with Away.</param>
public sealed record SetPresenceRequest(Presence Presence, AwayReason? Reason);
public sealed record AcceptOfferRequest(string OfferId);
/// <param name="Reason">At most 200 code points; null = none given.</param>
public sealed record DeclineOfferRequest(string OfferId, string? Reason);
public sealed record HoldRequest(string SessionId, bool Held);
/// <param name="Notes">At most 4,000 code points; replaces the former text.</param>
/// <param name="Revision">Revision the page last saw; a smaller one is refused as stale.</param>
public sealed record SaveNotesRequest(string SessionId, string Notes, int Revision);
public sealed record EndSessionRequest(string SessionId, SessionOutcome Outcome, string? Notes);
public sealed record CaseDetailsRequest(string CaseId);
public sealed record CaseList(IReadOnlyList<Cases.CaseView> Cases);

/// <param name="Asked">A colleague asks for this desk; answered as an offer is.</param>
public sealed record DeskSnapshot(
    long Sequence, DateTimeOffset ServerTime, DeskView Desk, IReadOnlyList<QueueView> Queues,
    OfferView? Offer, DeskSessionView? Session, TodayView Today, ServiceGoal Goal, AskedView? Asked);

/// <param name="WrapUpEndsAt">While wrapping up: when the server makes the desk ready by itself; null otherwise.</param>
public sealed record DeskView(
    string DeskId, string ClerkName, string ClerkNumber, string SiteId, string SiteName,
    Presence Presence, AwayReason? Reason, DateTimeOffset Since, DateTimeOffset? WrapUpEndsAt);

/// <summary>What the hall means to keep; pages colour waiting times by it.</summary>
/// <param name="AnswerWithinSeconds">A ticket called later than this misses the goal.</param>
/// <param name="Share">Share (0..1) of the day's tickets that should keep it.</param>
public sealed record ServiceGoal(int AnswerWithinSeconds, double Share);

/// <param name="LongestWaitSince">When the longest-waiting ticket was taken; null when empty.</param>
public sealed record QueueView(string WindowId, string Name, string NameEn, string SiteId, int Waiting, DateTimeOffset? LongestWaitSince);

/// <summary>A ticket offered to this desk until <paramref name="ExpiresAt"/>.</summary>
/// <param name="HandedOn">Another clerk sent the applicant on; null for one who comes first.</param>
public sealed record OfferView(string OfferId, DateTimeOffset OfferedAt, DateTimeOffset ExpiresAt, ApplicantCard Applicant, HandOverNote? HandedOn);

/// <param name="Name">Masked before the session (张*), whole within it.</param>
public sealed record ApplicantCard(
    string TicketNumber, string? Name, string? Phone, string ItemCode, string ItemName, string ItemNameEn, string DepartmentName,
    string RegionName, string? FromSiteName, Applicant.PriorityNeed Priority, string Language, bool Kiosk,
    DateTimeOffset TakenAt, IReadOnlyList<string> Materials, string Summary, int? PromisedDays, string? Fee);

/// <param name="Recording">Null when sessions like this are never recorded.</param>
/// <param name="Responsible">False for a colleague who takes part: no findings, no hold, no end.</param>
/// <param name="HandedOn">Another clerk began this session; null otherwise.</param>
public sealed record DeskSessionView(
    string SessionId, string ParticipantId, DateTimeOffset StartedAt, bool ApplicantJoined, bool Held, ApplicantCard Applicant,
    string Notes, int NotesRevision, IReadOnlyList<ParticipantView> Participants, IReadOnlyList<IceServer> IceServers, RecordingView? Recording,
    bool Responsible, IReadOnlyList<MaterialView> Materials, IReadOnlyList<InvitationView> Invitations, HandOverNote? HandedOn);

/// <param name="AverageSeconds">Mean service time of today's sessions in seconds; null when none.</param>
public sealed record TodayView(int Served, int Declined, int Missed, int? AverageSeconds, int CasesFiled, int CasesPending);
