namespace VirtualWindow.Sfu;

/// <summary>What one media loop did with packets since its start; read by whoever shows metrics.</summary>
public sealed class SfuCounters
{
    public long PacketsReceived { get; internal set; }

    public long PacketsForwarded { get; internal set; }

    /// <summary>Not RTP version 2, or lengths that do not fit.</summary>
    public long Malformed { get; internal set; }

    /// <summary>No m-line for the SSRC, mid or payload type.</summary>
    public long UnknownStream { get; internal set; }

    /// <summary>Too late, or a retransmission nobody missed.</summary>
    public long Useless { get; internal set; }

    /// <summary>Padding-only probes taken out of the stream.</summary>
    public long PaddingDropped { get; internal set; }

    /// <summary>The receiver did not negotiate the codec.</summary>
    public long NotNegotiated { get; internal set; }

    public long RtcpMalformed { get; internal set; }

    /// <summary>Packets asked for by receivers.</summary>
    public long RepairsAsked { get; internal set; }

    /// <summary>Of those, answered from history.</summary>
    public long RepairsSent { get; internal set; }

    /// <summary>Packets asked for from publishers.</summary>
    public long RepairsRequested { get; internal set; }

    /// <summary>Of those, never filled within the time that receivers wait.</summary>
    public long RepairsGivenUp { get; internal set; }

    /// <summary>Packets of temporal layers that a receiver could not take.</summary>
    public long LayersDropped { get; internal set; }

    /// <summary>Changes of a receiver from one simulcast layer to another.</summary>
    public long LayerSwitches { get; internal set; }

    /// <summary>Transport-wide feedback packets sent to publishers, and received from subscribers.</summary>
    public long TransportFeedbackSent { get; internal set; }

    public long TransportFeedbackReceived { get; internal set; }

    /// <summary>Octets sent to find out what subscribers can take.</summary>
    public long ProbeOctets { get; internal set; }

    public long KeyFramesRequested { get; internal set; }

    /// <summary>Data channel messages passed on, once per receiver.</summary>
    public long ChannelMessagesRelayed { get; internal set; }

    /// <summary>Data channel messages that a receiver was too far behind for.</summary>
    public long ChannelMessagesDropped { get; internal set; }

    /// <summary>Reliable data channels closed because their receiver stood still or had too much waiting.</summary>
    public long ChannelsStalled { get; internal set; }
}
