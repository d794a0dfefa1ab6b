using VirtualWindow.Contracts.Documents;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Contracts.Forms;
using VirtualWindow.Contracts.Signing;

namespace VirtualWindow.Contracts.Applicant;

/// <summary>What an applicant's page may ask at <c>/hubs/applicant</c>. One request record per method.</summary>
public interface IApplicantHub : IFormHub, IDocumentHub, ISigningHub
{
    /// <summary>Takes a place in the queue. The connection that asked owns the ticket; the page then trades
    /// <see cref="TicketTaken.JoinToken"/> at <c>POST /api/join</c> for a session cookie, which survives a reload.</summary>
    Task<Reply<TicketTaken>> TakeTicket(TakeTicketRequest request);
    /// <summary>The whole truth about this applicant; asked after each (re)connect and each gap in the sequence.</summary>
    Task<Reply<ApplicantSnapshot>> Snapshot();
    Task<Reply<Done>> LeaveQueue();
    /// <summary>After a missed call (过号): back into the queue.</summary>
    Task<Reply<Done>> Requeue();
    /// <summary>The one large button when called: enters the session.</summary>
    Task<Reply<Done>> JoinSession(JoinSessionRequest request);
    /// <summary>SDP offer (sendonly microphone, camera, screen) in, answer out. A second publish replaces the first; watchers keep their stream.</summary>
    Task<Reply<SdpAnswer>> Publish(PublishRequest request);
    Task<Reply<SdpAnswer>> RestartIce(RestartIceRequest request);
    /// <summary>Whom to watch in, the server's SDP offer out; <see cref="AnswerWatch"/> answers it.</summary>
    Task<Reply<SdpOffer>> Watch(WatchRequest request);
    Task<Reply<Done>> AnswerWatch(AnswerWatchRequest request);
    /// <summary>Says how large a watched picture is shown.</summary>
    Task<Reply<Done>> SetView(SetViewRequest request);
    Task<Reply<Done>> SetMedia(SetMediaRequest request);
    /// <summary>Agrees to being recorded, refuses, or takes the consent back (PIPL §§15, 29); at any time, as often as wanted.</summary>
    Task<Reply<Done>> AnswerRecording(AnswerRecordingRequest request);
    /// <summary>A clerk's proposal becomes the value, or goes away.</summary>
    Task<Reply<FormChanged>> DecideProposal(DecideProposalRequest request);
    Task<Reply<FormChanged>> AnswerControl(AnswerControlRequest request);
    /// <summary>Shows a private field to the clerk, or hides it again.</summary>
    Task<Reply<FormChanged>> RevealField(RevealFieldRequest request);
    Task<Reply<FormChanged>> PauseForm(PauseFormRequest request);
    Task<Reply<FormChanged>> SubmitForm(SubmitFormRequest request);
    /// <summary>Agrees to signing by hand on the screen, or takes it back (PIPL §29).</summary>
    Task<Reply<SigningView>> AnswerSigning(AnswerSigningRequest request);
    Task<Reply<SigningView>> ReportRead(ReportReadRequest request);
    /// <summary>Binds the handwriting to the very bytes that were read.</summary>
    Task<Reply<SigningView>> SignDocument(SignDocumentRequest request);
    /// <summary>A one-time token by which a phone becomes the pad for this paper; an earlier one of the same paper is spent.</summary>
    Task<Reply<PadOpened>> OpenPad(OpenPadRequest request);
    Task<Reply<Done>> HangUp();
    Task<Reply<Done>> Rate(RateRequest request);
}

/// <summary>What the server tells an applicant's page. Every event carries the whole state: latest sequence wins.</summary>
public interface IApplicantClient : IFormClient, IDocumentClient, ISigningClient
{
    Task State(ApplicantSnapshot snapshot);
    /// <summary>Another tab or device of the same applicant took over; this one stops and says so.</summary>
    Task Superseded();
    /// <summary>Not needed for truth, only for speed: a page that misses it notices the silence by itself.</summary>
    Task MediaMoved(MediaMoved news);
    /// <summary>Who speaks now; nothing depends on it.</summary>
    Task SpeakerChanged(SpeakerChanged news);
}

/// <param name="ItemCode">Service item, e.g. "GA-01".</param>
/// <param name="RegionCode">Six-digit GB/T 2260 code of the region whose authority is asked.</param>
/// <param name="SiteId">Hall where the kiosk stands ("gushi", "suzhou"); null on a phone.</param>
/// <param name="Name">Applicant's name, 2..50 code points, Han or Latin, "·" allowed; null when not given.</param>
/// <param name="Phone">Mobile number, 11 digits; null when not given.</param>
/// <param name="Language">"zh-CN" or "en".</param>
/// <param name="Priority">Asked-for priority (老年人、残疾人优先), shown to the clerk.</param>
/// <param name="Kiosk">True on a hall's kiosk.</param>
public sealed record TakeTicketRequest(
    string ItemCode, string RegionCode, string? SiteId, string? Name, string? Phone,
    string Language, PriorityNeed Priority, bool Kiosk);

public enum PriorityNeed { None, Elderly, Disabled }

/// <param name="JoinToken">Opaque, 256 random bits, base64url, usable once within 10 minutes; stored hashed.</param>
public sealed record TicketTaken(ApplicantSnapshot Snapshot, string JoinToken);

public sealed record JoinSessionRequest(string SessionId);
/// <param name="Level">1 非常不满意 … 5 非常满意.</param>
/// <param name="Comment">At most 500 code points.</param>
public sealed record RateRequest(int Level, string? Comment);

/// <param name="Sequence">Grows with every change of this applicant's state; smaller ones are dropped by the page.</param>
public sealed record ApplicantSnapshot(
    long Sequence, DateTimeOffset ServerTime, ApplicantStage Stage,
    TicketView? Ticket, CallView? Call, ReceiptView? Receipt);

/// <summary>
/// NoTicket → Waiting → Next (offered to a clerk) → Called (a clerk accepted; press join) → InCall ⇄ OnHold → Finished;
/// Waiting/Next → Left; Called → Missed → Waiting (requeue).
/// </summary>
public enum ApplicantStage { NoTicket, Waiting, Next, Called, InCall, OnHold, Missed, Finished, Left }

/// <param name="Number">What people see, e.g. "A001"; unique per site and day.</param>
/// <param name="Position">1 = next; null when not waiting.</param>
/// <param name="Eta">A band in minutes, or null: nothing rather than a wrong number.</param>
/// <param name="Returned">Back from a session; null before the first one.</param>
public sealed record TicketView(
    string TicketId, string Number, string ItemCode, string ItemName, string ItemNameEn, string RegionCode, string RegionName,
    int? Position, EtaBand? Eta, DateTimeOffset TakenAt, int ClerksOnDuty, ReturnedView? Returned);

/// <summary>A clerk sent the applicant back to the waiting room; what was filled in and shown stays.</summary>
/// <param name="ToSiteName">The hall that goes on; null = any.</param>
/// <param name="ToSomebody">True when a certain colleague or skill is waited for.</param>
public sealed record ReturnedView(string By, string? ToSiteName, bool ToSomebody);

public sealed record EtaBand(int FromMinutes, int ToMinutes);

/// <param name="ParticipantId">The viewer's own participant id in this session.</param>
/// <param name="Recording">Null when sessions like this are never recorded.</param>
/// <param name="Materials">The item's checklist with what the clerk found.</param>
/// <param name="Colleague">Null while the clerk works alone.</param>
/// <param name="JoinBy">While called: join before this, else the call counts as missed.</param>
public sealed record CallView(
    string SessionId, string ParticipantId, DateTimeOffset StartedAt, DateTimeOffset? JoinBy, bool Held,
    IReadOnlyList<ParticipantView> Participants, IReadOnlyList<IceServer> IceServers, RecordingView? Recording,
    IReadOnlyList<MaterialView> Materials, ColleagueNews? Colleague);

/// <summary>What happens with a colleague of the clerk's, so that the applicant is never surprised.</summary>
/// <param name="Stage">Asked, Joined, or TookOver for a minute.</param>
public sealed record ColleagueNews(ColleaguePurpose Purpose, InvitationStage Stage, string Name, string SiteName);

/// <param name="Filed">True once the follow-up has filed the case; number and password are null before.</param>
/// <param name="CaseNumber">Short form, e.g. "GS-20261123-0001".</param>
/// <param name="QueryPassword">Eight characters without look-alikes.</param>
/// <param name="Supplement">All that has to be supplemented; null with any other outcome.</param>
/// <param name="Rated">The level given, or null: never defaulted.</param>
public sealed record ReceiptView(
    bool Filed, string? CaseNumber, string? QueryPassword, SessionOutcome Outcome, string ItemName, string ItemNameEn,
    string ClerkName, string SiteName, DateTimeOffset StartedAt, DateTimeOffset EndedAt, DateOnly? PromisedDate, int? Rated, SupplementView? Supplement);
