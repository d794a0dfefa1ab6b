namespace VirtualWindow.Contracts.Signing;

/// <summary>The script of a signing, in its order; each step waits for the one before.</summary>
public enum SigningStep { Identity, Consent, Read, Sign, Stamp, Done }

/// <summary>Where one paper stands.</summary>
public enum PaperState { Asked, Read, SignedByHand, Stamped, Withdrawn }

/// <summary>How the clerk came to know who is there.</summary>
public enum IdentityMethod { CardOnCamera, CardReader, ColleagueOnSite }

/// <summary>One paper on its way from the request to the seal.</summary>
/// <param name="DocumentId">As it was asked for; names it in requests.</param>
/// <param name="CurrentId">The newest version: what is to be opened.</param>
/// <param name="Sha256">Of the newest version, hexadecimal; the page checks the bytes that it received against it.</param>
/// <param name="FromForm">It was made from the form that both filled in.</param>
/// <param name="Outdated">The form was changed since: it can no longer be signed.</param>
/// <param name="SignaturePage">From 0; where the signature stands, in points from the lower left corner of the page.</param>
/// <param name="LedgerNumber">用印编号, once it is sealed.</param>
public sealed record PaperView(
    string DocumentId, string CurrentId, string Name, string Sha256, long Bytes, int Pages, PaperState State, bool FromForm, bool Outdated,
    int SignaturePage, double SignatureX, double SignatureY, DateTimeOffset? SignedAt, DateTimeOffset? StampedAt, string? LedgerNumber);

/// <summary>A seal that the clerk may use now.</summary>
/// <param name="Svg">The seal as it will stand in the document; its size is in points.</param>
/// <param name="Left">Documents that may still be sealed today.</param>
public sealed record SealChoice(string SealId, string Authority, string? Purpose, string Svg, double SizeInPoints, int Left);

/// <summary>Where the signing of a session stands, as its viewer may see it.</summary>
/// <param name="Revision">Grows with every change; an older answer is dropped.</param>
/// <param name="Applicant">Masked for the clerk until shown in the form.</param>
/// <param name="Identified">By whom and when the identity was confirmed; null = not yet.</param>
/// <param name="Seals">For the clerk alone; empty for the applicant.</param>
/// <param name="FactorEnrolled">For the clerk: whether a second factor is set up.</param>
public sealed record SigningView(
    string SessionId, int Revision, SigningStep Step, string Applicant, string? IdentityNumber, DateTimeOffset? IdentifiedAt, bool Consented,
    IReadOnlyList<PaperView> Papers, IReadOnlyList<SealChoice> Seals, bool FactorEnrolled);

/// <summary>One sample of a pen or finger.</summary>
/// <param name="X">To the right, in the unit of the screen.</param>
/// <param name="Y">Downwards.</param>
/// <param name="Pressure">0..1; 0.5 where the device tells none.</param>
/// <param name="Milliseconds">Since the first sample.</param>
public sealed record InkSample(double X, double Y, double Pressure, int Milliseconds);

/// <summary>From pen down to pen up.</summary>
public sealed record InkStroke(IReadOnlyList<InkSample> Samples);

public sealed record OpenSigningRequest(string SessionId);
/// <summary>The clerk has compared face, card and form.</summary>
public sealed record ConfirmIdentityRequest(string SessionId, IdentityMethod Method);
/// <summary>The applicant agrees to signing by hand on the screen, or takes it back.</summary>
public sealed record AnswerSigningRequest(string SessionId, bool Agreed);
/// <param name="Papers">Documents of the session to be signed; empty = the application form, made anew from what was filled in.</param>
public sealed record RequestSignRequest(string SessionId, IReadOnlyList<SignPaper> Papers);
/// <summary>A PDF as it is shown, or a picture, of which a PDF with room for signature and seal is made.</summary>
/// <param name="Place">Where the signature goes; null = lower left on the last page. Of a picture's PDF the room counts.</param>
public sealed record SignPaper(string DocumentId, SignPlace? Place);
/// <param name="Page">From 0; the signature's middle, in points from the lower left corner of the page.</param>
public sealed record SignPlace(int Page, double X, double Y);
/// <param name="Sha256">Of the bytes whose last page was shown.</param>
public sealed record ReportReadRequest(string SessionId, string DocumentId, string Sha256);
/// <param name="Sha256">Of the bytes that were read.</param>
/// <param name="Strokes">At most 6,000 samples in all.</param>
public sealed record SignDocumentRequest(string SessionId, string DocumentId, string Sha256, IReadOnlyList<InkStroke> Strokes);
/// <summary>The clerk takes a request back, or the applicant does not want to sign.</summary>
public sealed record WithdrawPaperRequest(string SessionId, string DocumentId);
/// <param name="Sha256">Of the signed version that the clerk looked at.</param>
/// <param name="Page">From 0; the seal's middle, in points from the lower left corner of the page.</param>
public sealed record StampPaper(string DocumentId, string Sha256, int Page, double X, double Y);
/// <param name="Papers">Several = a batch, under one code.</param>
/// <param name="AcrossPages">Also a cross-page seal (骑缝章) where there is more than one page.</param>
/// <param name="Code">Six digits of the second factor.</param>
public sealed record StampRequest(string SessionId, string SealId, IReadOnlyList<StampPaper> Papers, bool AcrossPages, string Code);

/// <param name="Sha256">Of the bytes that were read.</param>
public sealed record OpenPadRequest(string SessionId, string DocumentId, string Sha256);

/// <summary>The applicant's phone may sign this one paper, once.</summary>
/// <param name="Token">Opaque, 256 random bits, base64url; stored hashed. It stands in the fragment of <c>/pad#token</c>, which no browser sends anywhere.</param>
public sealed record PadOpened(string Token, DateTimeOffset ExpiresAt);

/// <param name="Token">From the picture on the applicant's page.</param>
public sealed record PadRequest(string Token);

/// <summary>What the phone is told before it signs: nothing about the person.</summary>
/// <param name="Document">Name of the paper, as the applicant's page shows it.</param>
/// <param name="Sha256">Of the bytes that will be signed; both screens show its beginning.</param>
public sealed record PadView(string Document, string Sha256, string Site, string SiteEn, DateTimeOffset ExpiresAt);

/// <param name="Strokes">At most 6,000 samples in all.</param>
public sealed record SignOnPadRequest(string Token, IReadOnlyList<InkStroke> Strokes);

/// <summary>Something changed; the page asks for the whole again.</summary>
public sealed record SigningNews(string SessionId, int Revision);

/// <summary>What both sides may ask about the signing of a session.</summary>
public interface ISigningHub
{
    /// <summary>The whole truth; asked on opening, after each gap and each news.</summary>
    Task<Reply<SigningView>> OpenSigning(OpenSigningRequest request);
    Task<Reply<SigningView>> WithdrawPaper(WithdrawPaperRequest request);
}

/// <summary>What a page is told about the signing.</summary>
public interface ISigningClient
{
    Task SigningNews(SigningNews news);
}
