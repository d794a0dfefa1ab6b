using VirtualWindow.Rtc;
using VirtualWindow.Rtc.Rtcp;
using VirtualWindow.Sfu.Recording;

namespace VirtualWindow.Sfu.Tests.Recording;

/// <summary>Counts packets, so that what is measured is the tap alone.</summary>
internal sealed class DeafRecorder : IRecorder
{
    private int _taps;

    public int Packets { get; private set; }

    public void Begin(RecordingOrder order, MediaTime now)
    {
    }

    public int Open(TappedTrack track, MediaTime now) => _taps++;

    public void Packet(int tap, long sequence, ReadOnlySpan<byte> packet, MediaTime now) => Packets++;

    public void Report(int tap, in SenderReport report, MediaTime now)
    {
    }

    public void Interrupt(int tap, TapInterruption cause, MediaTime now)
    {
    }

    public void Close(int tap, MediaTime now)
    {
    }

    public void End(string recording, MediaTime now)
    {
    }
}
