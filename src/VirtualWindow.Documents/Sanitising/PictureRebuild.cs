using System.Diagnostics.CodeAnalysis;
using SkiaSharp;
using VirtualWindow.Documents.Pdf;

namespace VirtualWindow.Documents.Sanitising;

/// <summary>Decodes a picture within limits and encodes its elements anew: nothing else of the file is left.</summary>
internal static class PictureRebuild
{
    private const int JpegQuality = 90;

    /// <summary>Reads the header only: what the picture says that it would take to decode it.</summary>
    public static void Inspect(ReadOnlyMemory<byte> upload, UploadLimits limits)
    {
        using var data = SKData.CreateCopy(upload.Span);
        using var codec = SKCodec.Create(data);
        Check(codec, limits);
    }

    public static SanitisedUpload Rebuild(ReadOnlyMemory<byte> upload, UploadLimits limits)
    {
        using var data = SKData.CreateCopy(upload.Span);
        using var codec = SKCodec.Create(data);
        Check(codec, limits);
        using var decoded = Decode(codec);
        using var upright = Upright(decoded, codec.EncodedOrigin);
        // Letters and seals stay sharp in what came lossless; all else is a photograph.
        var isLossless = codec.EncodedFormat == SKEncodedImageFormat.Png || decoded.AlphaType != SKAlphaType.Opaque;
        using var encoded = upright.Encode(isLossless ? SKEncodedImageFormat.Png : SKEncodedImageFormat.Jpeg, JpegQuality);
        return new SanitisedUpload(encoded.ToArray(), isLossless ? "image/png" : "image/jpeg", [new PageExtent(upright.Width, upright.Height)], WasSigned: false);
    }

    private static void Check([NotNull] SKCodec? codec, UploadLimits limits)
    {
        if (codec is null) throw new UploadRefusedException(UploadRefusal.Damaged, "no picture");
        if ((long)codec.Info.Width * codec.Info.Height > limits.Pixels) throw new UploadRefusedException(UploadRefusal.TooManyPixels, $"{codec.Info.Width} × {codec.Info.Height}");
    }

    private static SKBitmap Decode(SKCodec codec)
    {
        var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, codec.Info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Premul, SKColorSpace.CreateSrgb());
        var bitmap = new SKBitmap(info);
        if (codec.GetPixels(info, bitmap.GetPixels()) == SKCodecResult.Success) return bitmap;
        bitmap.Dispose();
        throw new UploadRefusedException(UploadRefusal.Damaged, "the picture does not decode");
    }

    /// <summary>Applies the EXIF orientation (tag 274), which is lost with the rest of EXIF.</summary>
    private static SKBitmap Upright(SKBitmap bitmap, SKEncodedOrigin origin)
    {
        var isTurned = origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        var (width, height) = isTurned ? (bitmap.Height, bitmap.Width) : (bitmap.Width, bitmap.Height);
        var upright = new SKBitmap(bitmap.Info.WithSize(width, height));
        using var canvas = new SKCanvas(upright);
        canvas.SetMatrix(Matrix(origin, width, height));
        canvas.DrawBitmap(bitmap, 0, 0, new SKSamplingOptions(SKFilterMode.Nearest));
        return upright;
    }

    private static SKMatrix Matrix(SKEncodedOrigin origin, int width, int height) => origin switch
    {
        SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, width, 0, 1, 0, 0, 0, 1),
        SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, width, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightTop => new SKMatrix(0, -1, width, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, width, -1, 0, height, 0, 0, 1),
        SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, height, 0, 0, 1),
        _ => SKMatrix.Identity,
    };
}
