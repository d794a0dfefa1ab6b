namespace VirtualWindow.Contracts;

public enum ParticipantRole { Applicant, Clerk, Supervisor, Expert, Companion }

/// <summary>One who is in the session, seen by all others (nobody listens unannounced).</summary>
/// <param name="DisplayName">Clerk: name and number; applicant: masked name (张*); supervisor: "主管".</param>
/// <param name="Publishing">True while the media node receives a stream from this participant.</param>
/// <param name="Connected">False while the connection is lost (truthful, after 3 s without a sign of life).</param>
public sealed record ParticipantView(
    string ParticipantId, ParticipantRole Role, string DisplayName, string? SiteName,
    bool Connected, bool Publishing, bool Microphone, bool Camera);

public sealed record IceServer(IReadOnlyList<string> Urls, string? Username, string? Credential);

/// <summary>How a sitting ended (结果): versioned code list, v1.</summary>
public enum SessionOutcome
{
    /// <summary>已受理: accepted for handling.</summary>
    Accepted,
    /// <summary>需补正: materials missing, told once and completely.</summary>
    SupplementNeeded,
    /// <summary>咨询: asked and answered.</summary>
    Consulted,
    /// <summary>不予受理: refused with a reason.</summary>
    Refused,
    /// <summary>申请人撤回 or left.</summary>
    Withdrawn,
    /// <summary>转线下: must be done in person.</summary>
    Referred,
    /// <summary>申请人未到: joined never, or lost and not back.</summary>
    NoShow,
}

/// <param name="Sdp">At most 64 KiB.</param>
public sealed record PublishRequest(string SessionId, string Sdp);
/// <summary>The network has changed: the same connection with new ICE credentials.</summary>
/// <param name="ConnectionId">Of the publish connection, as its answer named it.</param>
/// <param name="Sdp">The same offer after an ICE restart.</param>
public sealed record RestartIceRequest(string SessionId, string ConnectionId, string Sdp);
/// <param name="ConnectionId">Names the connection in <see cref="RestartIceRequest"/>.</param>
public sealed record SdpAnswer(string Sdp, string ConnectionId);
/// <summary>Whom this page watches from now on; the reply is an offer that carries them.</summary>
/// <param name="ConnectionId">Null for a new peer connection; an earlier one ends when the new one is answered.</param>
/// <param name="ParticipantIds">All of them, at most 16; who is left out is not sent any more.</param>
/// <param name="RestartIce">The network has changed: the offer brings new ICE credentials.</param>
public sealed record WatchRequest(string SessionId, string? ConnectionId, IReadOnlyList<string> ParticipantIds, bool RestartIce);
/// <summary>
/// Three m-lines for each watched participant: microphone, camera, screen or document. The stream of a line (msid) is the participant's id,
/// its track "microphone", "camera" or "screen".
/// </summary>
/// <param name="Version">Grows with each offer of the connection; only the newest may be answered.</param>
public sealed record SdpOffer(string ConnectionId, int Version, string Sdp);
public sealed record AnswerWatchRequest(string SessionId, string ConnectionId, int Version, string Sdp);
/// <summary>How large the page shows a watched participant now: among several sizes of the picture the node sends the one that fits.</summary>
/// <param name="ParticipantId">Whom the page watches.</param>
/// <param name="Height">Of the shown picture in device pixels, 0..8192; 0 asks for the smallest (a tile on a wall).</param>
public sealed record SetViewRequest(string SessionId, string ParticipantId, int Height);
/// <summary>What this participant sends now; the others see it (mute is never a guess).</summary>
public sealed record SetMediaRequest(string SessionId, bool Microphone, bool Camera);

/// <summary>A hint: the media node has given this session's room up. The page closes its media connections and negotiates again.</summary>
/// <param name="WithinMilliseconds">Each page waits a random part of this first, so that a node's whole hall does not come back in one moment.</param>
public sealed record MediaMoved(string SessionId, int WithinMilliseconds);

/// <summary>A hint: who of the session speaks now, by what the media node hears.</summary>
/// <param name="ParticipantId">Null: nobody.</param>
public sealed record SpeakerChanged(string SessionId, string? ParticipantId);
