using VirtualWindow.Documents.Pdf;

namespace VirtualWindow.Documents.Sanitising;

/// <summary>
/// Rewrites an upload so that nothing is left of it but what is seen: pictures are decoded and encoded again, turned as their EXIF data says,
/// without that data (place, device, name); PDFs are rebuilt from their pages, without scripts, actions, links, attached files, forms and media.
/// </summary>
public static class UploadSanitiser
{
    /// <summary>What can be known from the first bytes and the header, before a virus scanner or a decoder is given any of it.</summary>
    /// <exception cref="UploadRefusedException">It is of no allowed kind, or asks for too much.</exception>
    public static void Inspect(ReadOnlyMemory<byte> upload, UploadLimits? limits = null)
    {
        limits ??= UploadLimits.Default;
        if (AllowedKindOf(upload, limits) == Kind.Picture) PictureRebuild.Inspect(upload, limits);
    }

    /// <exception cref="UploadRefusedException">It is of no allowed kind, damaged, or asks for too much.</exception>
    public static SanitisedUpload Sanitise(ReadOnlyMemory<byte> upload, UploadLimits? limits = null)
    {
        limits ??= UploadLimits.Default;
        return AllowedKindOf(upload, limits) == Kind.Pdf ? RebuildPdf(upload, limits) : PictureRebuild.Rebuild(upload, limits);
    }

    private static Kind AllowedKindOf(ReadOnlyMemory<byte> upload, UploadLimits limits)
    {
        if (upload.Length > limits.Bytes) throw new UploadRefusedException(UploadRefusal.TooLarge, $"{upload.Length} bytes");
        return KindOf(upload.Span) switch
        {
            Kind.Heif => throw new UploadRefusedException(UploadRefusal.HeifUnsupported, "HEIF"),
            Kind.Unknown => throw new UploadRefusedException(UploadRefusal.UnknownType, "no known first bytes"),
            var kind => kind,
        };
    }

    private enum Kind
    {
        Unknown,
        Pdf,
        Picture,
        Heif,
    }

    /// <summary>By the first bytes, never by name or declared type.</summary>
    private static Kind KindOf(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xD8, 0xFF, ..] => Kind.Picture,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, ..] => Kind.Picture,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => Kind.Picture,
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', (byte)'-', ..] => Kind.Pdf,
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'h' or (byte)'m', (byte)'e' or (byte)'i', (byte)'i' or (byte)'v' or (byte)'f', ..] => Kind.Heif,
        _ => Kind.Unknown,
    };

    private static SanitisedUpload RebuildPdf(ReadOnlyMemory<byte> upload, UploadLimits limits)
    {
        try
        {
            return new PdfRebuild(PdfDocument.Read(upload, new PdfLimits { InflatedBytes = limits.Pdf.ContentBytes, Objects = limits.Pdf.Objects }), limits).Rebuild();
        }
        catch (PdfException refused)
        {
            throw new UploadRefusedException(refused.Fault switch
            {
                PdfFault.Encrypted => UploadRefusal.Encrypted,
                PdfFault.OverLimit => UploadRefusal.TooLarge,
                _ => UploadRefusal.Damaged,
            }, refused.Message);
        }
    }
}
