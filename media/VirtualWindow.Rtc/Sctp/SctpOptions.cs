namespace VirtualWindow.Rtc.Sctp;

/// <summary>Protocol parameters of data channels (RFC 9260 §16) and what one peer may hold. The defaults suit WebRTC.</summary>
public sealed record SctpOptions
{
    /// <summary>UDP payloads then stay at 1200 bytes with the DTLS record around (RFC 8831 §5); a multiple of four.</summary>
    public int PacketBytes { get; init; } = 1160;

    /// <summary>Bytes that may wait here, incomplete or not yet taken by the room; announced as a_rwnd.</summary>
    public int ReceiveWindowBytes { get; init; } = 1 << 20;

    /// <summary>Longest message in and out, announced as a=max-message-size (RFC 8841 §6); browsers split nothing by themselves.</summary>
    public int MaxMessageBytes { get; init; } = 256 * 1024;

    /// <summary>Streams in each direction; a data channel takes one of each.</summary>
    public ushort MaxStreams { get; init; } = 1024;

    /// <summary>Open data channels of one peer.</summary>
    public int MaxChannels { get; init; } = 32;

    /// <summary>Bytes waiting to be sent or acknowledged towards one peer, all channels together; more is refused.</summary>
    public int MaxBufferedBytes { get; init; } = 4 << 20;

    /// <summary>A stream that held more than this tells its owner when it has drained to it.</summary>
    public int LowWaterBytes { get; init; } = 128 * 1024;

    /// <summary>RTO.Initial (RFC 9260 §16).</summary>
    public TimeSpan InitialRto { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>RTO.Min: the RFC's second would be an eternity in a call; still well above the peer's delayed SACK of 200 ms.</summary>
    public TimeSpan MinRto { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>
    /// RTO.Max: the RFC's minute is for paths that come back much later; here consent ends a silent connection after 30 s (RFC 7675), and a
    /// lost FORWARD TSN may not hold a pointer's stream for longer than this.
    /// </summary>
    public TimeSpan MaxRto { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>A lone packet is acknowledged after this at the latest; the RFC's limit is 500 ms (§6.2).</summary>
    public TimeSpan SackDelay { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Association.Max.Retrans.</summary>
    public int MaxFailures { get; init; } = 10;

    /// <summary>Valid.Cookie.Life.</summary>
    public TimeSpan CookieLifetime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>HB.interval; only an idle association is asked.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(30);
}
