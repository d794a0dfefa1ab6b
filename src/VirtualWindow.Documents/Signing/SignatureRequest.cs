namespace VirtualWindow.Documents.Signing;

/// <summary>One signature: who, as what, when, and how it is seen.</summary>
/// <param name="FieldName">Unique in the document, without a full stop, e.g. <c>Applicant1</c>, <c>Seal1</c>.</param>
/// <param name="SignerName">For people to read; what counts is the certificate.</param>
/// <param name="SignedAt">The claimed time (/M); what counts is the timestamp.</param>
public sealed record SignatureRequest(string FieldName, string SignerName, DateTimeOffset SignedAt)
{
    public string? Reason { get; init; }

    public string? Location { get; init; }

    /// <summary>Null = the signature is not seen.</summary>
    public SignaturePicture? Picture { get; init; }

    /// <summary>Where the picture is seen; several = one signature at several places, such as a cross-page seal.</summary>
    public IReadOnlyList<WidgetPlacement> Placements { get; init; } = [];

    /// <summary>Null = no timestamp (PAdES B-B instead of B-T).</summary>
    public ITimestampAuthority? Timestamps { get; init; }
}
