namespace VirtualWindow.Rtc.DataChannels;

/// <summary>What one loop's data channels did; one owner writes, anyone may read.</summary>
public sealed class ChannelCounters
{
    public long Opened { get; internal set; }

    public long Closed { get; internal set; }

    /// <summary>Malformed, or more channels than a peer may have.</summary>
    public long OpensRefused { get; internal set; }

    public long MessagesReceived { get; internal set; }

    public long BytesReceived { get; internal set; }

    public long MessagesSent { get; internal set; }

    public long BytesSent { get; internal set; }

    /// <summary>Messages on a stream without a channel, or of a payload protocol nobody knows.</summary>
    public long MessagesStray { get; internal set; }

    /// <summary>Messages that a channel could not take: closed, too long, too much waiting.</summary>
    public long SendsRefused { get; internal set; }
}
