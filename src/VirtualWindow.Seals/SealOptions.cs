namespace VirtualWindow.Seals;

/// <summary>Section <c>Seals</c> of the settings.</summary>
public sealed record SealOptions
{
    public const string Section = "Seals";

    /// <summary>
    /// Whether this hall is its own authority: it keeps root, timestamp and seal keys itself, encrypted. For development and trials;
    /// null = only in Development.
    /// </summary>
    public bool? OwnAuthority { get; init; }

    /// <summary>Files of further root certificates (PEM or DER) whose signatures this hall's verification trusts.</summary>
    public IReadOnlyList<string> TrustedRoots { get; init; } = [];

    /// <summary>Beside every seal, keep a detached SM2 signature in the format of GB/T 38540-2020.</summary>
    public bool Sm2 { get; init; }

    /// <summary>How long a revocation list counts.</summary>
    public TimeSpan RevocationListLifetime { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long a one-time certificate of an applicant counts: long enough to sign, too short to be of use to anybody else.</summary>
    public TimeSpan EventCertificateLifetime { get; init; } = TimeSpan.FromMinutes(10);
}
