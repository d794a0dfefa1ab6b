using VirtualWindow.Documents.Pdf;

namespace VirtualWindow.Documents.Sanitising;

/// <summary>Why an upload is not shown to anybody.</summary>
public enum UploadRefusal
{
    /// <summary>By its content none of PDF, JPEG, PNG and WebP, whatever its name says.</summary>
    UnknownType,

    /// <summary>HEIF, which this server cannot rewrite: the phone is asked for a JPEG.</summary>
    HeifUnsupported,
    TooLarge,

    /// <summary>More picture elements than may be decoded.</summary>
    TooManyPixels,
    Damaged,
    Encrypted,
}

/// <summary>What an upload may ask of this machine.</summary>
public sealed record UploadLimits
{
    public static UploadLimits Default { get; } = new();

    public int Bytes { get; init; } = 32 << 20;

    /// <summary>A small file can declare a huge picture (109 KB for 900 million), so this is checked before decoding.</summary>
    public int Pixels { get; init; } = 50_000_000;

    public PdfRebuildLimits Pdf { get; init; } = new();
}

/// <param name="ContentBytes">What all page descriptions and fonts may inflate to.</param>
public sealed record PdfRebuildLimits(int ContentBytes = 64 << 20, int Objects = 100_000);

/// <summary>The one copy of an upload that people may see; the original stays in quarantine, by its hash.</summary>
/// <param name="WasSigned">The original carried signatures, which rewriting destroys: verify and keep the original.</param>
/// <param name="Extents">What is seen of each page of a PDF, in points; of a picture its width and height in picture elements.</param>
public sealed record SanitisedUpload(byte[] Bytes, string MediaType, IReadOnlyList<PageExtent> Extents, bool WasSigned)
{
    /// <summary>Of a PDF; 1 for a picture.</summary>
    public int Pages => Extents.Count;
}

/// <summary>Ends the sanitising of an upload; the only exception that its bytes can cause.</summary>
public sealed class UploadRefusedException(UploadRefusal refusal, string detail) : Exception($"{refusal}: {detail}")
{
    public UploadRefusal Refusal { get; } = refusal;
}
