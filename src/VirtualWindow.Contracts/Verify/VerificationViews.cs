namespace VirtualWindow.Contracts.Verify;

/// <summary>As what somebody signed a document, by the certificate.</summary>
public enum SignedAs { Other, Applicant, Seal, Archive, Timestamp }

/// <summary>One thing that a verification found out, as a sentence for whoever asks.</summary>
/// <param name="Kind">What was found, e.g. pageContentReplaced; stable, for programs.</param>
/// <param name="Problem">Because of it the document must not be relied on; otherwise it is for information.</param>
/// <param name="Detail">For those who look into it, in English; null = nothing more to say.</param>
public sealed record VerifiedFinding(string Kind, string Message, string MessageEn, bool Problem, string? Detail);

/// <summary>One signature or timestamp of a document.</summary>
/// <param name="Signer">The name in the certificate.</param>
/// <param name="SignedAt">Proved by a timestamp, else the signer's word.</param>
/// <param name="TimeProved">Whether a timestamp proves it.</param>
/// <param name="Level">How long it stays provable: B, T, LT, LTA (EN 319 142-1).</param>
/// <param name="Pages">Where it is seen, from 1; empty = nowhere.</param>
/// <param name="Handwritten">It binds the handwriting of a person.</param>
/// <param name="Findings">What concerns this signature alone.</param>
public sealed record VerifiedSignature(
    SignedAs As, string Signer, string Issuer, DateTimeOffset? SignedAt, bool TimeProved, string Level, IReadOnlyList<int> Pages, bool Handwritten, bool Valid,
    IReadOnlyList<VerifiedFinding> Findings);

/// <summary>The hall's register knows this very file.</summary>
/// <param name="LedgerNumber">用印编号.</param>
public sealed record KnownUse(string LedgerNumber, string Authority, string? Purpose, DateTimeOffset At);

/// <summary>The case whose dossier the file is.</summary>
/// <param name="Files">Names of the originals in it.</param>
public sealed record VerifiedDossier(string CaseNumber, string Title, string Authority, DateTimeOffset ArchivedAt, IReadOnlyList<string> Files);

/// <summary>What can be said about a file and all its signatures. Nothing of the file is kept.</summary>
/// <param name="Valid">Signed, and nothing speaks against any of it.</param>
/// <param name="Sha256">Of the file, hexadecimal.</param>
/// <param name="Findings">What concerns the whole file.</param>
/// <param name="Known">Null = the register does not know these very bytes, which alone says nothing against them.</param>
/// <param name="Dossier">Null = not the dossier of a case, or one whose manifest cannot be read. Its signatures are those of the sealed document.</param>
public sealed record VerificationView(
    bool Valid, string Sha256, IReadOnlyList<VerifiedSignature> Signatures, IReadOnlyList<VerifiedFinding> Findings, KnownUse? Known, VerifiedDossier? Dossier);
