using VirtualWindow.Rtc;
using VirtualWindow.Rtc.Rtcp;
using VirtualWindow.Sfu.Recording;

namespace VirtualWindow.Sfu.Tests.Recording;

/// <summary>A recorder that only writes down what it is told.</summary>
internal sealed class HeardRecorder : IRecorder
{
    private int _taps;

    public List<TappedTrack> Tracks { get; } = [];

    public List<(int Tap, long Sequence, byte[] Packet)> Packets { get; } = [];

    public List<string> Story { get; } = [];

    public void Begin(RecordingOrder order, MediaTime now) => Story.Add($"begin {order.Recording}");

    public int Open(TappedTrack track, MediaTime now)
    {
        Tracks.Add(track);
        Story.Add($"open {track.Participant} {track.Media.Mid}");
        return _taps++;
    }

    public void Packet(int tap, long sequence, ReadOnlySpan<byte> packet, MediaTime now) => Packets.Add((tap, sequence, packet.ToArray()));

    public void Report(int tap, in SenderReport report, MediaTime now) => Story.Add($"report {Tracks[tap].Media.Mid} {report.RtpTimestamp}");

    public void Interrupt(int tap, TapInterruption cause, MediaTime now) => Story.Add($"{cause} {Tracks[tap].Media.Mid}");

    public void Close(int tap, MediaTime now) => Story.Add($"close {Tracks[tap].Participant} {Tracks[tap].Media.Mid}");

    public void End(string recording, MediaTime now) => Story.Add($"end {recording}");
}
