namespace VirtualWindow.Contracts;

/// <summary>Answer of every request: a value, or a refusal that a person can act on. Never both.</summary>
/// <param name="Value">The result; null when refused.</param>
/// <param name="Refusal">Why not; null when done.</param>
public sealed record Reply<T>(T? Value, Refusal? Refusal) where T : class
{
    public static implicit operator Reply<T>(T value) => new(value, null);
    public static implicit operator Reply<T>(Refusal refusal) => new(null, refusal);
}

/// <summary>A request that answers only "done".</summary>
public sealed record Done
{
    public static readonly Done Instance = new();
}

/// <summary>An expected "no": a stable code for programs and one sentence for people.</summary>
/// <param name="Code">Stable, kebab-case; see <see cref="RefusalCodes"/>.</param>
/// <param name="Message">中文, one sentence: what happened and what to do.</param>
/// <param name="MessageEn">The same in English.</param>
public sealed record Refusal(string Code, string Message, string MessageEn);

/// <summary>Every refusal code on the wire, in one table (signaling/PROTOCOL.md explains each).</summary>
public static class RefusalCodes
{
    public const string BadInput = "bad-input";
    public const string TooLarge = "too-large";
    public const string TooOften = "too-often";
    public const string SignInRequired = "sign-in-required";
    public const string NotAllowed = "not-allowed";
    public const string NotYours = "not-yours";
    public const string NotFound = "not-found";
    public const string Stale = "stale";
    public const string AlreadyInQueue = "already-in-queue";
    public const string NoTicket = "no-ticket";
    public const string NoSession = "no-session";
    public const string ItemNotServed = "item-not-served";
    public const string OfferGone = "offer-gone";
    public const string SignInFailed = "sign-in-failed";
    public const string LockedOut = "locked-out";
    public const string AccountDisabled = "account-disabled";
    public const string LastAdmin = "last-admin";
    public const string NameTaken = "name-taken";
    public const string TokenSpent = "token-spent";
    public const string MediaRefused = "media-refused";
    public const string MediaUnavailable = "media-unavailable";
    public const string MediaFull = "media-full";
    public const string AlreadyRated = "already-rated";
    public const string Busy = "busy";
    public const string Unavailable = "unavailable";
    public const string Draining = "draining";
    public const string FormApplicantOnly = "form-applicant-only";
    public const string FormNotGranted = "form-not-granted";
    public const string FormMasked = "form-masked";
    public const string FormPaused = "form-paused";
    public const string FormSubmitted = "form-submitted";
    public const string FormIncomplete = "form-incomplete";
    public const string IdentityFirst = "identity-first";
    public const string ConsentFirst = "consent-first";
    public const string ReadFirst = "read-first";
    public const string SignFirst = "sign-first";
    public const string OtherBytes = "other-bytes";
    public const string SealNotActive = "seal-not-active";
    public const string SealNotYours = "seal-not-yours";
    public const string SealQuota = "seal-quota";
    public const string SealUnavailable = "seal-unavailable";
    public const string CodeMissing = "code-missing";
    public const string CodeWrong = "code-wrong";
    public const string CodeLocked = "code-locked";
    public const string DocumentRefused = "document-refused";
    public const string DocumentDiffers = "document-differs";
    public const string DocumentsFull = "documents-full";
    public const string MaterialsUnchecked = "materials-unchecked";
    public const string MaterialsRejected = "materials-rejected";
    public const string NothingMissing = "nothing-missing";
    public const string ReasonMissing = "reason-missing";
    public const string ColleagueAsked = "colleague-asked";
    public const string NobodyFree = "nobody-free";
    public const string MayNotTakeOver = "may-not-take-over";
}
