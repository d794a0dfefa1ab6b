using VirtualWindow.Rtc.DataChannels;
using VirtualWindow.Rtc.Sctp;

namespace VirtualWindow.Rtc;

/// <summary>Counters of one loop's peers: one owner writes, anyone may read (a read may be a few packets behind).</summary>
public sealed class PeerCounters
{
    private readonly long[] _drops = new long[Enum.GetValues<DropReason>().Length];

    public long this[DropReason reason] => Volatile.Read(ref _drops[(int)reason]);

    public void Count(DropReason reason) => _drops[(int)reason]++;

    /// <summary>SCTP under the data channels.</summary>
    public SctpCounters Sctp { get; } = new();

    public ChannelCounters Channels { get; } = new();

    /// <summary>All drops of every reason.</summary>
    public long TotalDropped
    {
        get
        {
            var total = 0L;
            foreach (var reason in Enum.GetValues<DropReason>()) total += reason == DropReason.None ? 0 : this[reason];
            return total;
        }
    }

    /// <summary>Handshakes by how they ended.</summary>
    public long HandshakesCompleted { get; internal set; }

    public long HandshakesFailed { get; internal set; }
}
