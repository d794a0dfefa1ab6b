using VirtualWindow.Rtc;
using VirtualWindow.Sfu.Forwarding;

namespace VirtualWindow.Sfu.Feedback;

/// <summary>One packet as one consumer sent it: what is needed to build exactly the same bytes from the publisher's history again.</summary>
internal struct SentPacket
{
    public long Sequence;
    public uint OutgoingTimestamp;
    public ushort OutgoingSequence;
    public ushort TransportSequence;
    public PictureNumbers Picture;

    /// <summary>Which of the producer's streams has it in its history.</summary>
    public byte Stream;
    public bool Known;

    /// <summary>Milliseconds, 0 when never: enough to keep two answers a round trip apart.</summary>
    private uint _lastResent;

    /// <summary>Notes the answer; false within one round trip of the last one.</summary>
    public bool TryResend(MediaTime now, TimeSpan roundTrip)
    {
        var milliseconds = (uint)(now.Microseconds / 1000);
        if (_lastResent != 0 && milliseconds - _lastResent < roundTrip.TotalMilliseconds) return false;
        _lastResent = Math.Max(1, milliseconds);
        return true;
    }
}
