namespace VirtualWindow.Contracts.Seals;

/// <summary>Whether a seal may be used.</summary>
public enum SealStage { Active, Suspended, Revoked }

/// <summary>What an admin does with a seal.</summary>
public enum SealActKind { Suspend, Release, Revoke }

/// <summary>A seal of the register.</summary>
/// <param name="Svg">As it stands in documents.</param>
/// <param name="Staff">Staff numbers that may use it; empty = every clerk of the site.</param>
/// <param name="Items">Service items that it is for; empty = all.</param>
/// <param name="Fingerprint">SHA-256 of its certificate, hexadecimal.</param>
/// <param name="Lines">Lines of its ledger.</param>
public sealed record SealView(
    string SealId, string SiteId, string SiteName, string Authority, string? Purpose, string? Number, string Svg, SealStage Stage,
    DateTimeOffset ValidFrom, DateTimeOffset ValidTo, DateTimeOffset? RevokedAt, string? RevokedReason, string Fingerprint,
    IReadOnlyList<string> Staff, IReadOnlyList<string> Items, int UsesPerDay, int Left, long Lines);

public sealed record SealList(IReadOnlyList<SealView> Seals);

/// <summary>One line of a seal's ledger (用印台账).</summary>
/// <param name="Act">registered, intended, used, failed, suspended, released, revoked, rulesChanged.</param>
/// <param name="By">Staff number, or system.</param>
/// <param name="Before">SHA-256 of the document before, hexadecimal.</param>
/// <param name="After">SHA-256 of the sealed document.</param>
/// <param name="Intention">The line that announced this one.</param>
public sealed record SealLine(
    long Sequence, DateTimeOffset At, string Act, string By, string? SessionId, string? DocumentId, string? Before, string? After, long? Intention, string? Reason);

/// <param name="Lines">Newest first, at most 100.</param>
/// <param name="FirstBroken">The first line whose hash does not hold; null = the whole chain holds.</param>
public sealed record SealLedgerView(string SealId, IReadOnlyList<SealLine> Lines, long? FirstBroken);

/// <param name="Reason">1..200 characters; stands in the ledger for ever.</param>
public sealed record SealActRequest(SealActKind Act, string Reason);

/// <param name="UsesPerDay">0..1,000,000.</param>
public sealed record SealRulesRequest(IReadOnlyList<string> Staff, IReadOnlyList<string> Items, int UsesPerDay);

/// <summary>Whether one-time codes are set up for whoever is signed in.</summary>
/// <param name="Confirmed">A first code proved that the app has the secret.</param>
public sealed record FactorView(bool Enrolled, bool Confirmed);

/// <summary>Asks for a new secret; the password again, because a cookie alone must not replace the second factor.</summary>
public sealed record EnrolFactorRequest(string Password);

/// <summary>Shown once.</summary>
/// <param name="Secret">Base32, to be typed into an authenticator app.</param>
/// <param name="QrSvg">The same as a QR code (otpauth).</param>
public sealed record EnrolledFactor(string Secret, string QrSvg);

public sealed record ConfirmFactorRequest(string Code);
