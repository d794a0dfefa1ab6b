using System.Buffers.Binary;
using System.Text;
using SkiaSharp;
using VirtualWindow.Documents.Sanitising;

namespace VirtualWindow.Documents.Tests.Sanitising;

public sealed class PictureRebuildTests
{
    private const string Secret = "GPS 32.18N 115.65E";

    [Theory]
    [InlineData(1, 40, 20, "red")]
    [InlineData(2, 40, 20, "green")]
    [InlineData(3, 40, 20, "yellow")]
    [InlineData(4, 40, 20, "blue")]
    [InlineData(5, 20, 40, "red")]
    [InlineData(6, 20, 40, "blue")]
    [InlineData(7, 20, 40, "yellow")]
    [InlineData(8, 20, 40, "green")]
    public void A_photo_is_turned_as_its_exif_says_and_loses_it(int orientation, int width, int height, string upperLeft)
    {
        var photo = WithExif(Photo(SKEncodedImageFormat.Jpeg), orientation);
        Assert.Contains(Secret, Encoding.Latin1.GetString(photo), StringComparison.Ordinal);

        var safe = UploadSanitiser.Sanitise(photo);

        using var picture = SKBitmap.Decode(safe.Bytes);
        Assert.Equal((width, height, "image/jpeg"), (picture.Width, picture.Height, safe.MediaType));
        Assert.Equal(upperLeft, NameOf(picture.GetPixel(4, 4)));
        Assert.DoesNotContain("Exif", Encoding.Latin1.GetString(safe.Bytes), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, Encoding.Latin1.GetString(safe.Bytes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png, "image/png")]
    [InlineData(SKEncodedImageFormat.Webp, "image/jpeg")]
    public void Other_kinds_become_what_every_browser_shows(SKEncodedImageFormat format, string mediaType) =>
        Assert.Equal(mediaType, UploadSanitiser.Sanitise(Photo(format)).MediaType);

    [Fact]
    public void A_small_file_that_declares_a_huge_picture_is_refused_before_it_is_decoded()
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(UploadRefusal.TooManyPixels, Refused(HugePng()));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, 1 << 20);
    }

    [Fact]
    public void A_photo_cut_short_is_refused()
    {
        var photo = Photo(SKEncodedImageFormat.Png);

        Assert.Equal(UploadRefusal.Damaged, Refused(photo[..(photo.Length / 2)]));
        Assert.Equal(UploadRefusal.Damaged, Refused([0xFF, 0xD8, 0xFF, 0xE0]));
    }

    [Fact]
    public void What_stands_behind_a_picture_is_gone()
    {
        byte[] polyglot = [.. Photo(SKEncodedImageFormat.Png), .. "<script>alert(1)</script>"u8];

        Assert.DoesNotContain("script", Encoding.Latin1.GetString(UploadSanitiser.Sanitise(polyglot).Bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_above_the_limit_is_refused() => Assert.Equal(UploadRefusal.TooLarge, Assert.Throws<UploadRefusedException>(() =>
        UploadSanitiser.Sanitise(Photo(SKEncodedImageFormat.Png), new UploadLimits { Bytes = 100 })).Refusal);

    private static UploadRefusal Refused(byte[] upload) => Assert.Throws<UploadRefusedException>(() => UploadSanitiser.Sanitise(upload)).Refusal;

    /// <summary>40 × 20, its corners red, green, blue and yellow, row by row.</summary>
    private static byte[] Photo(SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(40, 20, SKColorType.Rgba8888, SKAlphaType.Opaque));
        for (var y = 0; y < 20; y++)
            for (var x = 0; x < 40; x++)
                bitmap.SetPixel(x, y, y < 10 ? x < 20 ? SKColors.Red : SKColors.Lime : x < 20 ? SKColors.Blue : SKColors.Yellow);
        using var encoded = bitmap.Encode(format, 100);
        return encoded.ToArray();
    }

    private static string NameOf(SKColor colour) => (colour.Red > 128, colour.Green > 128, colour.Blue > 128) switch
    {
        (true, false, false) => "red",
        (false, true, false) => "green",
        (false, false, true) => "blue",
        (true, true, false) => "yellow",
        _ => "other",
    };

    /// <summary>An APP1 segment with orientation (tag 274) and a description (tag 270), as cameras write it.</summary>
    private static byte[] WithExif(byte[] jpeg, int orientation)
    {
        var text = Encoding.ASCII.GetBytes(Secret + "\0");
        byte[] tiff = [.. "MM\0*"u8, 0, 0, 0, 8, 0, 2, 1, 14, 0, 2, 0, 0, 0, (byte)text.Length, 0, 0, 0, 38, 1, 18, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, .. text];
        byte[] body = [.. "Exif\0\0"u8, .. tiff];
        return [0xFF, 0xD8, 0xFF, 0xE1, (byte)((body.Length + 2) >> 8), (byte)(body.Length + 2), .. body, .. jpeg.AsSpan(2)];
    }

    /// <summary>A PNG's header for 30,000 × 30,000 and next to nothing behind it.</summary>
    private static byte[] HugePng()
    {
        var png = Photo(SKEncodedImageFormat.Png);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 30_000);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), 30_000);
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), CheckSum(png.AsSpan(12, 17)));
        return png;
    }

    /// <summary>CRC-32 as PNG has it (ISO 3309).</summary>
    private static uint CheckSum(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var value in bytes)
        {
            sum ^= value;
            for (var bit = 0; bit < 8; bit++) sum = (sum & 1) != 0 ? sum >> 1 ^ 0xEDB88320 : sum >> 1;
        }

        return ~sum;
    }
}
