namespace VirtualWindow.Rtc.DataChannels;

/// <summary>
/// A channel on one pair of SCTP streams (RFC 8831 §6.4).
/// <code>
///  Open ──reset by the client, Close──▶ Closing ──both halves reset──▶ gone
/// </code>
/// </summary>
internal sealed class DataChannel(DataChannelTable table, ushort stream, in DcepOpen open) : IDataChannel
{
    public ushort Stream { get; } = stream;

    public string Label { get; } = open.Label;

    public string Protocol { get; } = open.Protocol;

    public ChannelReliability Reliability { get; } = open.Reliability;

    public bool IsOpen { get; set; } = true;

    /// <summary>The client has closed its half.</summary>
    public bool IsIncomingReset { get; set; }

    /// <summary>The client knows that our half is closed.</summary>
    public bool IsOutgoingReset { get; set; }

    public int BufferedBytes => IsOpen ? table.BufferedOf(Stream) : 0;

    public bool TrySend(ref ChannelMessage message, MediaTime now) => table.TrySend(this, ref message, now);

    public void Release(int bytes, MediaTime now) => table.Release(bytes, now);

    public void Close(MediaTime now) => table.Close(this, now);
}
