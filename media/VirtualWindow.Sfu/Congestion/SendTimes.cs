using VirtualWindow.Rtc;
using VirtualWindow.Rtc.Rtp;

namespace VirtualWindow.Sfu.Congestion;

/// <summary>One packet of a subscribe connection, by its transport-wide number.</summary>
internal struct SendTime
{
    public long Number;
    public MediaTime SentAt;
    public ushort Size;

    /// <summary>The probe cluster it belongs to, 0 for none.</summary>
    public byte Cluster;
    public SendFate Fate;
}

internal enum SendFate : byte { Unknown, Lost, Arrived }

/// <summary>When the last packets of one connection left, until the receiver has told when they arrived. 24 bytes a packet.</summary>
internal sealed class SendTimes
{
    /// <summary>Three seconds at 350 packets/s; what is asked about later is not known any more.</summary>
    private const int Capacity = 1024;

    private readonly SendTime[] _packets = new SendTime[Capacity];

    /// <summary>Numbers start one cycle up, so that none is negative.</summary>
    private long _last = (1 << 16) - 1;

    public ushort Add(int size, byte cluster, MediaTime now)
    {
        _last++;
        _packets[_last % Capacity] = new SendTime { Number = _last, SentAt = now, Size = (ushort)size, Cluster = cluster };
        return (ushort)_last;
    }

    /// <summary>The packet a receiver means; a reference to nothing known has <see cref="SendTime.Number"/> 0.</summary>
    public ref SendTime Find(ushort sequence)
    {
        var number = RtpSequence.Extend(_last, sequence);
        ref var packet = ref _packets[number % Capacity];
        if (packet.Number == number) return ref packet;
        _unknown = default;
        return ref _unknown;
    }

    private SendTime _unknown;
}
