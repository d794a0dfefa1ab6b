namespace VirtualWindow.Rtc.DataChannels;

/// <summary>One open data channel of a peer, engine-neutral (RFC 8831). Opened by the client, closed by either side; used on the peer's loop.</summary>
public interface IDataChannel
{
    /// <summary>The name that the client gave it; equal names of a room's participants belong together.</summary>
    string Label { get; }

    /// <summary>Subprotocol, often empty.</summary>
    string Protocol { get; }

    ChannelReliability Reliability { get; }

    bool IsOpen { get; }

    /// <summary>Bytes sent to this channel that are not acknowledged or given up.</summary>
    int BufferedBytes { get; }

    /// <summary>Queues one message. What its promises allow may be dropped later; refused now are closed channels, too long a message, too full a queue.</summary>
    bool TrySend(ref ChannelMessage message, MediaTime now);

    /// <summary>
    /// The taker is done with so many bytes of messages received on this channel. Until then they use the receive window, which is how a slow
    /// taker slows the other side.
    /// </summary>
    void Release(int bytes, MediaTime now);

    /// <summary>Ends the channel, unsent messages with it; the other side hears of it. <see cref="IPeerHandler.OnChannelClosed"/> follows.</summary>
    void Close(MediaTime now);
}

/// <summary>
/// One message as it arrived. The bytes are copied at most once, however many channels it is sent on: pass the same instance on.
/// </summary>
public ref struct ChannelMessage
{
    private Sctp.SharedBuffer? _copy;

    public ChannelMessage(ReadOnlySpan<byte> bytes, bool isText)
    {
        Bytes = bytes;
        IsText = isText;
    }

    /// <summary>May be empty.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>A string in the browser's API, else binary.</summary>
    public bool IsText { get; }

    internal uint PayloadProtocol => (Bytes.IsEmpty, IsText) switch
    {
        (false, true) => DataChannels.PayloadProtocol.String,
        (false, false) => DataChannels.PayloadProtocol.Binary,
        (true, true) => DataChannels.PayloadProtocol.StringEmpty,
        _ => DataChannels.PayloadProtocol.BinaryEmpty,
    };

    /// <summary>A hold of the one copy; an empty message is one byte on the wire (RFC 8831 §6.6).</summary>
    internal Sctp.SharedBuffer Hold() => (_copy ??= Sctp.SharedBuffer.Copy(Bytes.IsEmpty ? [0] : Bytes)).Hold();

    /// <summary>Gives up the first hold; whoever made the message calls it when all were told.</summary>
    public void Dispose()
    {
        _copy?.Release();
        _copy = null;
    }
}
