using SkiaSharp;
using VirtualWindow.Documents.Pdf;

namespace VirtualWindow.Documents.Pages;

/// <summary>
/// A picture as a PDF embeds it (ISO 32000-1 §8.9): a JPEG as it is, byte for byte, because decoding it again would cost quality and room; anything
/// else as deflated sRGB.
/// </summary>
internal sealed record PagePicture(string Name, int Width, int Height, PdfStream Image)
{
    /// <exception cref="ArgumentException">No picture that this project's sanitiser would hand out.</exception>
    public static PagePicture Read(string name, ReadOnlyMemory<byte> picture)
    {
        using var data = SKData.CreateCopy(picture.Span);
        using var codec = SKCodec.Create(data) ?? throw new ArgumentException("Not a picture.", nameof(picture));
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if (codec.EncodedOrigin != SKEncodedOrigin.TopLeft) throw new ArgumentException("Only EXIF turns the picture upright: it was not sanitised.", nameof(picture));
        // JPEGs of four inks, or of one, are drawn anew in the colours of the output intent.
        var isPlain = codec.EncodedFormat == SKEncodedImageFormat.Jpeg && Components(picture.Span) is 3;
        var image = isPlain ? ImageOf(width, height, "DCTDecode", picture) : ImageOf(width, height, "FlateDecode", PdfFilters.Deflate(Pixels(codec)));
        return new PagePicture(name, width, height, image);
    }

    private static PdfStream ImageOf(int width, int height, string filter, ReadOnlyMemory<byte> data) => new(new PdfDictionary().With("Type", "XObject").With("Subtype", "Image")
        .With("Width", width).With("Height", height).With("ColorSpace", "DeviceRGB").With("BitsPerComponent", 8).With("Filter", filter), data);

    private static byte[] Pixels(SKCodec codec)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Premul, SKColorSpace.CreateSrgb()));
        if (codec.GetPixels(bitmap.Info, bitmap.GetPixels()) != SKCodecResult.Success) throw new ArgumentException("The picture does not decode.", nameof(codec));
        var pixels = bitmap.GetPixelSpan();
        var rgb = new byte[pixels.Length / 4 * 3];
        // On white paper: what is transparent shows it.
        for (var i = 0; i < pixels.Length / 4; i++)
            for (var channel = 0; channel < 3; channel++)
                rgb[3 * i + channel] = (byte)Math.Min(255, pixels[4 * i + channel] + 255 - pixels[4 * i + 3]);
        return rgb;
    }

    /// <summary>Components of a JPEG by its frame header (ITU-T T.81 §B.2.2); 0 when there is none.</summary>
    private static int Components(ReadOnlySpan<byte> jpeg)
    {
        for (var at = 2; at + 9 < jpeg.Length && jpeg[at] == 0xFF;)
        {
            if (jpeg[at + 1] is >= 0xC0 and <= 0xC2) return jpeg[at + 9];
            at += 2 + (jpeg[at + 2] << 8 | jpeg[at + 3]);
        }

        return 0;
    }
}
