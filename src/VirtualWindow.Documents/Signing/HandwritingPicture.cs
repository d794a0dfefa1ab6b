using System.Buffers.Binary;
using System.Security.Cryptography;

namespace VirtualWindow.Documents.Signing;

/// <summary>One sample of a pen or finger.</summary>
/// <param name="X">To the right, in the unit of the screen.</param>
/// <param name="Y">Downwards.</param>
/// <param name="Pressure">0..1; 0.5 where the device tells none.</param>
/// <param name="Time">Since the first sample.</param>
public readonly record struct InkPoint(double X, double Y, double Pressure, TimeSpan Time);

/// <summary>A signature by hand: strokes as paths whose width follows the pressure, black, scaled to its own bounds. Immutable.</summary>
public sealed class HandwritingPicture : SignaturePicture
{
    private const double LineWidth = 1.8;
    /// <summary>Of the width: what was written on a phone that stands upright must not reach over the lines above and below.</summary>
    private const double MostHeight = 0.5;

    private readonly IReadOnlyList<IReadOnlyList<InkPoint>> _strokes;
    private readonly double _scale;
    private readonly double _left;
    private readonly double _bottom;

    /// <param name="strokes">From pen down to pen up each; at most 20,000 samples in all.</param>
    /// <param name="width">In points; the height follows, up to half of it.</param>
    public HandwritingPicture(IReadOnlyList<IReadOnlyList<InkPoint>> strokes, double width = 120)
        : this(strokes, width, Bounds(strokes)) { }

    private HandwritingPicture(IReadOnlyList<IReadOnlyList<InkPoint>> strokes, double width, (double Left, double Top, double Right, double Bottom) bounds)
        : base(width, Math.Clamp((bounds.Bottom - bounds.Top) * Scale(width, bounds) + 2 * LineWidth, 4 * LineWidth, width * MostHeight))
    {
        _strokes = strokes;
        _scale = Math.Min(Scale(width, bounds), (Height - 2 * LineWidth) / Math.Max(bounds.Bottom - bounds.Top, 1e-6));
        _bottom = bounds.Bottom;
        // In the middle of its box, whichever way it was squeezed.
        _left = (bounds.Left + bounds.Right) / 2 - (Width / 2 - LineWidth) / _scale;
        Hash = SHA256.HashData(Pack(strokes));
    }

    /// <summary>SHA-256 of the packed samples, which the signature covers; the samples themselves, biometric, stay out of the document.</summary>
    public byte[] Hash { get; }

    /// <summary>The samples as kept (encrypted) beside the case: a stroke's count as 16 bits, then x, y in hundredths, pressure in 1/255, milliseconds.</summary>
    public static byte[] Pack(IReadOnlyList<IReadOnlyList<InkPoint>> strokes)
    {
        var packed = new byte[strokes.Sum(stroke => 2 + 13 * stroke.Count)];
        var rest = packed.AsSpan();
        foreach (var stroke in strokes)
        {
            BinaryPrimitives.WriteUInt16BigEndian(rest, (ushort)stroke.Count);
            rest = rest[2..];
            foreach (var point in stroke)
            {
                BinaryPrimitives.WriteInt32BigEndian(rest, (int)Math.Round(point.X * 100));
                BinaryPrimitives.WriteInt32BigEndian(rest[4..], (int)Math.Round(point.Y * 100));
                rest[8] = (byte)Math.Round(Math.Clamp(point.Pressure, 0, 1) * 255);
                BinaryPrimitives.WriteInt32BigEndian(rest[9..], (int)point.Time.TotalMilliseconds);
                rest = rest[13..];
            }
        }

        return packed;
    }

    private protected override string Draw()
    {
        var path = new VectorPath().Add($"1 J 1 j 0 G");
        foreach (var stroke in _strokes) DrawStroke(path, stroke);
        return path.ToString();
    }

    private void DrawStroke(VectorPath path, IReadOnlyList<InkPoint> stroke)
    {
        // A dot is a line of no length with round ends.
        var previous = Place(stroke[0]);
        if (stroke.Count == 1) path.Add($"{WidthAt(stroke[0]):0.##} w {previous.X:0.##} {previous.Y:0.##} m {previous.X:0.##} {previous.Y:0.##} l S");
        for (var i = 1; i < stroke.Count; i++)
        {
            var next = Place(stroke[i]);
            path.Add($"{WidthAt(stroke[i]):0.##} w {previous.X:0.##} {previous.Y:0.##} m {next.X:0.##} {next.Y:0.##} l S");
            previous = next;
        }
    }

    private (double X, double Y) Place(InkPoint point) => (LineWidth + (point.X - _left) * _scale, LineWidth + (_bottom - point.Y) * _scale);

    private static double WidthAt(InkPoint point) => LineWidth * (0.4 + Math.Clamp(point.Pressure, 0, 1) * 1.2);

    private static double Scale(double width, (double Left, double Top, double Right, double Bottom) bounds) =>
        (width - 2 * LineWidth) / Math.Max(Math.Max(bounds.Right - bounds.Left, bounds.Bottom - bounds.Top), 1e-6);

    private static (double Left, double Top, double Right, double Bottom) Bounds(IReadOnlyList<IReadOnlyList<InkPoint>> strokes)
    {
        var points = strokes.SelectMany(stroke => stroke).ToArray();
        if (points.Length is 0 or > 20_000 || strokes.Any(stroke => stroke.Count == 0)) throw new ArgumentException("A signature has between 1 and 20,000 samples and no empty stroke.", nameof(strokes));
        if (points.Any(point => !(Math.Abs(point.X) < 1e6 && Math.Abs(point.Y) < 1e6))) throw new ArgumentException("A sample lies off every screen.", nameof(strokes));
        return (points.Min(point => point.X), points.Min(point => point.Y), points.Max(point => point.X), points.Max(point => point.Y));
    }
}
