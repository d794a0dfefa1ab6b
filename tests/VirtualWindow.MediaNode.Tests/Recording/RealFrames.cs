using System.Buffers.Binary;
using VirtualWindow.Testing.Processes;

namespace VirtualWindow.MediaNode.Tests.Recording;

/// <summary>Coded picture and sound that a decoder accepts: made by ffmpeg, read from IVF and Ogg (RFC 3533).</summary>
internal sealed record RealFrames(IReadOnlyList<byte[]> Pictures, IReadOnlyList<byte[]> Sounds)
{
    public const int PicturesPerSecond = 25;
    public const int SoundsPerSecond = 50;
    private const int IvfHeader = 32;
    private const int IvfFrameHeader = 12;
    private const int OggPageHeader = 27;

    /// <summary>A test picture of 320×240 with a key frame each second, and a tone.</summary>
    /// <param name="seconds">How much of it; it can be repeated, because it begins with a key frame.</param>
    public static async Task MakeAsync(string folder, int seconds)
    {
        await FfmpegAsync(["-f", "lavfi", "-i", $"testsrc=size=320x240:rate={PicturesPerSecond}", "-t", $"{seconds}", "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-g", $"{PicturesPerSecond}", "-b:v", "400k", Path.Combine(folder, "picture.ivf")]);
        await FfmpegAsync(["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000", "-t", $"{seconds}", "-ac", "2", "-c:a", "libopus", "-b:a", "32k", "-frame_duration", "20", Path.Combine(folder, "sound.ogg")]);
    }

    public static RealFrames Read(string folder) => new(
        ReadIvf(File.ReadAllBytes(Path.Combine(folder, "picture.ivf"))), ReadOgg(File.ReadAllBytes(Path.Combine(folder, "sound.ogg"))));

    private static async Task FfmpegAsync(IEnumerable<string> arguments)
    {
        var (code, output) = await Tool.RunAsync("ffmpeg", ["-v", "error", "-y", .. arguments]);
        Assert.True(code == 0, output);
    }

    private static List<byte[]> ReadIvf(ReadOnlySpan<byte> file)
    {
        var frames = new List<byte[]>();
        for (var at = IvfHeader; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(file[at..]);
            frames.Add(file.Slice(at + IvfFrameHeader, length).ToArray());
            at += IvfFrameHeader + length;
        }

        return frames;
    }

    private static List<byte[]> ReadOgg(ReadOnlySpan<byte> file)
    {
        var packets = new List<byte[]>();
        var current = new List<byte>();
        for (var at = 0; at < file.Length;)
        {
            var lacing = file.Slice(at + OggPageHeader, file[at + OggPageHeader - 1]);
            at += OggPageHeader + lacing.Length;
            foreach (var length in lacing)
            {
                current.AddRange(file.Slice(at, length));
                at += length;
                if (length == 255) continue;
                packets.Add([.. current]);
                current.Clear();
            }
        }

        return packets[2..]; // identification and comment headers (RFC 7845 §3)
    }
}
