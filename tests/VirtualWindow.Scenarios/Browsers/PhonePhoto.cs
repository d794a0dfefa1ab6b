using SkiaSharp;

namespace VirtualWindow.Scenarios.Browsers;

/// <summary>What a phone makes of a sheet of paper on a table: lying on its side with a note in EXIF how to turn it, and where it was taken.</summary>
public static class PhonePhoto
{
    /// <summary>Stands in the picture's EXIF and nowhere else.</summary>
    public const string Place = "GPS 32.1800N 115.6500E";

    /// <summary>Upright: a bright sheet, a little askew, with a green mark at its upper left corner. Stored a quarter turn to the left (orientation 6).</summary>
    public static byte[] OfSheet()
    {
        using var upright = new SKBitmap(1200, 1600);
        using (var canvas = new SKCanvas(upright))
        {
            canvas.Clear(new SKColor(48, 52, 56));
            using var outline = new SKPathBuilder();
            outline.AddPoly([new(220, 240), new(1010, 300), new(960, 1400), new(170, 1330)], close: true);
            using var paper = outline.Detach();
            using var white = new SKPaint { Color = new SKColor(244, 244, 240), IsAntialias = true };
            canvas.DrawPath(paper, white);
            using var ink = new SKPaint { Color = new SKColor(30, 30, 30) };
            for (var line = 0; line < 18; line++) canvas.DrawRect(340, 560 + (line * 40), 480, 8, ink);
            using var mark = new SKPaint { Color = new SKColor(20, 140, 60) };
            canvas.DrawRect(250, 280, 150, 150, mark);
        }

        return WithExif(TurnedLeft(upright), orientation: 6);
    }

    private static byte[] TurnedLeft(SKBitmap upright)
    {
        using var stored = new SKBitmap(upright.Height, upright.Width);
        using var canvas = new SKCanvas(stored);
        canvas.Translate(0, upright.Width);
        canvas.RotateDegrees(-90);
        canvas.DrawBitmap(upright, 0, 0, new SKSamplingOptions(SKFilterMode.Nearest));
        canvas.Flush();
        using var jpeg = stored.Encode(SKEncodedImageFormat.Jpeg, 92);
        return jpeg.ToArray();
    }

    /// <summary>An APP1 segment with image description (tag 270) and orientation (tag 274), big-endian TIFF.</summary>
    private static byte[] WithExif(byte[] jpeg, byte orientation)
    {
        byte[] text = [.. System.Text.Encoding.ASCII.GetBytes(Place), 0];
        byte[] tiff = [.. "MM\0*"u8, 0, 0, 0, 8, 0, 2, 1, 14, 0, 2, 0, 0, 0, (byte)text.Length, 0, 0, 0, 38, 1, 18, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0, .. text];
        byte[] body = [.. "Exif\0\0"u8, .. tiff];
        return [0xFF, 0xD8, 0xFF, 0xE1, (byte)((body.Length + 2) >> 8), (byte)(body.Length + 2), .. body, .. jpeg.AsSpan(2)];
    }
}
