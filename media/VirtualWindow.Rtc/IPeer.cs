using VirtualWindow.Rtc.DataChannels;

namespace VirtualWindow.Rtc;

/// <summary>Monotonic time of the media loop in microseconds; an argument everywhere, never read from a clock here.</summary>
public readonly record struct MediaTime(long Microseconds) : IComparable<MediaTime>
{
    public static MediaTime operator +(MediaTime time, TimeSpan span) => new(time.Microseconds + (span.Ticks / 10));
    public static TimeSpan operator -(MediaTime left, MediaTime right) => TimeSpan.FromTicks((left.Microseconds - right.Microseconds) * 10);
    public static bool operator <(MediaTime left, MediaTime right) => left.Microseconds < right.Microseconds;
    public static bool operator >(MediaTime left, MediaTime right) => left.Microseconds > right.Microseconds;
    public static bool operator <=(MediaTime left, MediaTime right) => left.Microseconds <= right.Microseconds;
    public static bool operator >=(MediaTime left, MediaTime right) => left.Microseconds >= right.Microseconds;
    public int CompareTo(MediaTime other) => Microseconds.CompareTo(other.Microseconds);
}

public enum PeerState { New, Connecting, Connected, Closed }

public enum PeerCloseReason { Local, RemoteCloseNotify, ConsentExpired, HandshakeFailed, HandshakeTimeout, FingerprintMismatch }

/// <summary>
/// One WebRTC connection, engine-neutral: the seam behind which a second engine can be added.
/// All members are called on the thread of the loop that owns the peer.
/// </summary>
public interface IPeer : IDisposable
{
    PeerState State { get; }

    /// <summary>
    /// When the remote side last proved to be there: an authentic STUN check, RTP or RTCP packet. The instant of creation before
    /// that. The room tells "silent" from "muted" by it.
    /// </summary>
    MediaTime LastHeard { get; }

    /// <summary>The SDP answer to the offer the peer was made from.</summary>
    string AnswerSdp { get; }

    /// <summary>Negotiated m-lines in order.</summary>
    IReadOnlyList<NegotiatedMedia> Media { get; }

    /// <summary>
    /// Answers a later offer with new ICE credentials: the client's network has changed, the connection stays (RFC 8445 §9, RFC 8842 §5.5). A
    /// fragment (RFC 8840 §9) is answered by a fragment.
    /// </summary>
    /// <returns>Null with a code of <see cref="Sdp.SdpRefusal"/> when the offer is no such thing; nothing has changed then.</returns>
    string? TryRestartIce(string description, out string? reason);

    /// <summary>A packet is sent on it soon (<see cref="CacheLines"/>).</summary>
    void FetchForSending() { }

    /// <summary>Encrypts and sends one RTP packet; dropped and counted unless <see cref="PeerState.Connected"/>.</summary>
    /// <param name="header">RTP header with CSRCs and extensions, 12..~100 bytes (RFC 3550 §5.1), already rewritten for this receiver.</param>
    /// <param name="payload">The rest, padding included; read only, encrypted straight into the send buffer.</param>
    void SendRtp(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload);

    /// <summary>Encrypts and sends one compound (or reduced-size, RFC 5506) RTCP packet.</summary>
    void SendRtcp(ReadOnlySpan<byte> compound);

    /// <summary>Sends close_notify and ends; safe to repeat.</summary>
    void Close(PeerCloseReason reason);
}

/// <summary>
/// What a peer tells its owner (the room). Called on the owning loop; spans are valid during the call only, with one exception
/// in <see cref="OnRtp"/>.
/// </summary>
public interface IPeerHandler
{
    void OnConnected(IPeer peer, MediaTime now);

    /// <summary>
    /// An authenticated, decrypted RTP packet: header and payload, without the tag. The handler may change it. The bytes lie in
    /// memory that does not move (native or pinned) and stay until the loop ends its receive batch: rooms forward then, without
    /// copying.
    /// </summary>
    void OnRtp(IPeer peer, Span<byte> packet, MediaTime now);

    void OnRtcp(IPeer peer, ReadOnlySpan<byte> compound, MediaTime now);

    /// <summary>The client opened a data channel (RFC 8832). It is used through <paramref name="channel"/> until <see cref="OnChannelClosed"/>.</summary>
    void OnChannelOpen(IPeer peer, IDataChannel channel, MediaTime now) { }

    /// <summary>
    /// A message of a channel. Its bytes use the client's window until <see cref="IDataChannel.Release"/>, at once or later; a handler that
    /// has no use for it releases it here.
    /// </summary>
    void OnChannelMessage(IPeer peer, IDataChannel channel, ref ChannelMessage message, MediaTime now) => channel.Release(message.Bytes.Length, now);

    /// <summary>A channel that had much to send has little now: whoever waited for it may go on.</summary>
    void OnChannelDrained(IPeer peer, IDataChannel channel, MediaTime now) { }

    /// <summary>Once per channel, whoever closed it, also when the connection ends.</summary>
    void OnChannelClosed(IPeer peer, IDataChannel channel, MediaTime now) { }

    /// <summary>The next packet is for this handler (<see cref="CacheLines"/>).</summary>
    void FetchDeeper() { }

    /// <summary>Once per peer, also after <see cref="IPeer.Close"/>. The owner of the factory disposes the peer afterwards, not the handler.</summary>
    void OnClosed(IPeer peer, PeerCloseReason reason, MediaTime now);
}

/// <summary>Where datagrams go: the socket's send batch. Datagrams to one address in a row may be sent as one (UDP_SEGMENT).</summary>
public interface IDatagramSink
{
    /// <summary>Room for one datagram of at most <paramref name="capacity"/> bytes; the next call is <see cref="Commit"/>.</summary>
    Span<byte> Reserve(in PeerAddress to, int capacity);

    /// <param name="length">Bytes written; 0 gives the room back.</param>
    void Commit(int length);

    /// <summary>So much waits on the way to a TCP address that pictures have to stand back for sound; never over UDP, where the network drops.</summary>
    bool IsCongested(in PeerAddress to) => false;
}

/// <summary>Our own engine's peer: fed with datagrams by the loop (sans-IO). A second engine with its own sockets implements only <see cref="IPeer"/>.</summary>
public interface IDatagramPeer : IPeer
{
    /// <summary>Local ICE user fragment: STUN requests find their peer by it.</summary>
    string LocalUfrag { get; }

    /// <summary>One datagram from the network (STUN, DTLS, SRTP or SRTCP by RFC 7983); decrypted in place; never throws.</summary>
    void Receive(Span<byte> datagram, in PeerAddress from, MediaTime now);

    /// <summary>Timers: consent expiry, DTLS retransmission. Called about every 50 ms.</summary>
    void Tick(MediaTime now);

    /// <summary>A packet for this peer comes after the next one: brings its state nearer (<see cref="CacheLines"/>).</summary>
    void FetchAhead() { }

    /// <summary>The next packet is for this peer: the second step, for what the first one has found the addresses of.</summary>
    void FetchDeeper() { }

    /// <summary>A TCP connection ended: nothing can be sent to its address any more.</summary>
    void LoseAddress(in PeerAddress address);
}

/// <summary>Makes a peer from an offer; one implementation per engine.</summary>
public interface IPeerFactory
{
    /// <returns>The peer with its answer, or null with a reason when the offer cannot be served.</returns>
    IPeer? TryAnswer(string offerSdp, IPeerHandler handler, MediaTime now, out string? reason);

    /// <summary>Begins a connection in which the server offers.</summary>
    IServerOffer Offer();
}

public enum MediaKind { Audio, Video }

/// <summary>One m-line after negotiation.</summary>
/// <param name="Receives">True when the server receives on it (the offer sends).</param>
/// <param name="Sends">True when the server sends on it.</param>
/// <param name="RemoteSsrcs">SSRCs that the offer announced, may be empty (then by mid extension or payload type).</param>
/// <param name="LocalSsrc">SSRC the server announced for what it sends; 0 when it sends nothing.</param>
/// <param name="Extensions">Negotiated header extensions (RFC 8285) by URI.</param>
public sealed record NegotiatedMedia(
    string Mid, MediaKind Kind, bool Receives, bool Sends, IReadOnlyList<NegotiatedCodec> Codecs,
    IReadOnlyList<uint> RemoteSsrcs, uint LocalSsrc, IReadOnlyDictionary<string, byte> Extensions)
{
    /// <summary>Ids of the simulcast layers that the offer sends (RFC 8853, RFC 8851); empty when there is one stream.</summary>
    public IReadOnlyList<string> Rids { get; init; } = [];

    /// <summary>SSRC the server announced for its retransmissions (RFC 4588, ssrc-group FID); 0 without RTX.</summary>
    public uint LocalRepairSsrc { get; init; }
}

/// <param name="PayloadType">As in the offer, echoed in the answer.</param>
/// <param name="Name">"opus", "VP8", lower/upper case as registered.</param>
/// <param name="RtxPayloadType">RFC 4588 payload type bound by apt, or null.</param>
/// <param name="Feedback">rtcp-fb values kept in the answer: "nack", "nack pli", "ccm fir", "transport-cc", "goog-remb".</param>
public sealed record NegotiatedCodec(byte PayloadType, string Name, int ClockRate, int Channels, string? Fmtp, byte? RtxPayloadType, IReadOnlyList<string> Feedback);
