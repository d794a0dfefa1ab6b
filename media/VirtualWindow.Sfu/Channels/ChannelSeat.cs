using VirtualWindow.Rtc;
using VirtualWindow.Rtc.DataChannels;

namespace VirtualWindow.Sfu.Channels;

/// <summary>One participant's channel under a label: a sender towards the others, a receiver from them.</summary>
internal sealed class ChannelSeat(string participant, IDataChannel channel, MediaTime now)
{
    private int _leastBuffered;
    private MediaTime _progressAt = now;

    public string Participant { get; } = participant;

    public IDataChannel Channel { get; } = channel;

    /// <summary>Bytes of its messages that still use its window because a receiver is behind.</summary>
    public int Owed { get; set; }

    /// <summary>No byte left towards this receiver for so long, although some wait.</summary>
    public bool IsStalled(TimeSpan limit, MediaTime now)
    {
        var buffered = Channel.BufferedBytes;
        if (buffered == 0 || buffered < _leastBuffered) _progressAt = now;
        // What is added later is no step back: only what waits without ever leaving counts.
        _leastBuffered = buffered;
        return now - _progressAt >= limit;
    }
}
