using System.Buffers.Binary;
using System.Text;

namespace VirtualWindow.Scenarios.Browsers;

/// <summary>A camera picture and a microphone tone that are recognised again on the other side of a call.</summary>
/// <param name="Top">Colour of the upper half, full-range RGB.</param>
/// <param name="Bottom">Colour of the lower half.</param>
/// <param name="ToneHz">Beeps of this frequency, 250 ms on and 250 ms off (a steady tone would pass for noise and be removed).</param>
public sealed record FakeMedia(Rgb Top, Rgb Bottom, int ToneHz)
{
    public static readonly FakeMedia Applicant = new(new Rgb(200, 40, 40), new Rgb(40, 60, 200), 620);
    public static readonly FakeMedia Clerk = new(new Rgb(40, 160, 60), new Rgb(210, 190, 40), 1240);
    public static readonly FakeMedia Expert = new(new Rgb(150, 50, 160), new Rgb(60, 190, 190), 930);

    private const int Width = 640, Height = 480, FramesPerSecond = 25, SampleRate = 48_000, Seconds = 2;

    /// <summary>Writes what Chromium's <c>--use-file-for-fake-video-capture</c> and <c>--use-file-for-fake-audio-capture</c> read.</summary>
    public (string Video, string Audio) WriteTo(string folder)
    {
        var video = Path.Combine(folder, $"camera-{ToneHz}.y4m");
        var audio = Path.Combine(folder, $"microphone-{ToneHz}.wav");
        WriteCamera(video);
        WriteMicrophone(audio);
        return (video, audio);
    }

    private void WriteCamera(string path)
    {
        using var file = File.Create(path);
        file.Write(Encoding.ASCII.GetBytes($"YUV4MPEG2 W{Width} H{Height} F{FramesPerSecond}:1 Ip A1:1 C420\n"));
        var frame = new byte[Width * Height * 3 / 2];
        for (var index = 0; index < FramesPerSecond * Seconds; index++)
        {
            Paint(frame, barAt: index * Width / (FramesPerSecond * Seconds));
            file.Write("FRAME\n"u8);
            file.Write(frame);
        }
    }

    /// <summary>Two halves and a white bar that wanders, so that every frame differs from the last.</summary>
    private void Paint(byte[] frame, int barAt)
    {
        var (top, bottom) = (Top.ToYuv(), Bottom.ToYuv());
        for (var y = 0; y < Height; y++)
            frame.AsSpan(y * Width, Width).Fill(y < Height / 2 ? top.Y : bottom.Y);
        for (var y = 0; y < Height; y++)
            frame.AsSpan((y * Width) + Math.Min(barAt, Width - 8), 8).Fill(235);
        var (u, v, chroma) = (Width * Height, Width * Height * 5 / 4, Width * Height / 4);
        frame.AsSpan(u, chroma / 2).Fill(top.U);
        frame.AsSpan(u + (chroma / 2), chroma / 2).Fill(bottom.U);
        frame.AsSpan(v, chroma / 2).Fill(top.V);
        frame.AsSpan(v + (chroma / 2), chroma / 2).Fill(bottom.V);
    }

    private void WriteMicrophone(string path)
    {
        var samples = new byte[SampleRate * Seconds * 2];
        for (var i = 0; i < samples.Length / 2; i++)
        {
            var on = i % (SampleRate / 2) < SampleRate / 4;
            var value = on ? 12_000 * Math.Sin(2 * Math.PI * ToneHz * i / SampleRate) : 0;
            BinaryPrimitives.WriteInt16LittleEndian(samples.AsSpan(i * 2), (short)value);
        }
        using var writer = new BinaryWriter(File.Create(path));
        writer.Write("RIFF"u8);
        writer.Write(36 + samples.Length);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(SampleRate);
        writer.Write(SampleRate * 2);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(samples.Length);
        writer.Write(samples);
    }
}

public readonly record struct Rgb(byte Red, byte Green, byte Blue)
{
    /// <summary>ITU-R BT.601, limited range.</summary>
    public (byte Y, byte U, byte V) ToYuv() => (
        (byte)(16 + (65.481 * Red / 255) + (128.553 * Green / 255) + (24.966 * Blue / 255)),
        (byte)(128 - (37.797 * Red / 255) - (74.203 * Green / 255) + (112.0 * Blue / 255)),
        (byte)(128 + (112.0 * Red / 255) - (93.786 * Green / 255) - (18.214 * Blue / 255)));

    public int DistanceTo(Rgb other) =>
        Math.Abs(Red - other.Red) + Math.Abs(Green - other.Green) + Math.Abs(Blue - other.Blue);
}
