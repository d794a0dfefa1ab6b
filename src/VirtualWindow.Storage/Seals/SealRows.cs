using VirtualWindow.Domain;

namespace VirtualWindow.Storage.Seals;

/// <summary>A private key that this hall keeps itself (development, small halls): the authority's, the timestamp's, a seal's.</summary>
public sealed class KeptKey
{
    /// <summary>E.g. <c>authority</c>, <c>timestamp</c>, or a seal's id.</summary>
    public required string Id { get; init; }
    /// <summary>DER; public.</summary>
    public required byte[] Certificate { get; init; }
    /// <summary>PKCS #12 or, for SM2, the key's own form; encrypted.</summary>
    public required byte[] Protected { get; init; }
    public required DateTimeOffset MadeAt { get; init; }
}

/// <summary>The samples of a signature by hand (biometric), encrypted; the signature binds their hash.</summary>
public sealed class KeptHandwriting
{
    public required SessionId Session { get; init; }
    public required DocumentId Document { get; init; }
    /// <summary>SHA-256 of the packed samples in clear, hexadecimal.</summary>
    public required string Sha256 { get; init; }
    public required byte[] Protected { get; init; }
}

/// <summary>A detached SM2 signature (GB/T 38540-2020) of a sealed document, kept beside it.</summary>
public sealed class DetachedSeal
{
    /// <summary>Of the sealed document, hexadecimal.</summary>
    public required string Sha256 { get; init; }
    public required SessionId Session { get; init; }
    public required SealId Seal { get; init; }
    public required DateTimeOffset At { get; init; }
    /// <summary>DER of SES_Signature.</summary>
    public required byte[] Bytes { get; init; }
}
