using System.Buffers.Binary;
using VirtualWindow.Rtc.Rtp;

namespace VirtualWindow.Rtc.Srtp;

/// <summary>
/// Secure RTP and RTCP of one connection, both directions (RFC 3711, RFC 7714). One thread; no allocation per packet.
/// <code>
/// SRTP,  both profiles:  header, CSRCs, extension | encrypted payload | tag (10 or 16 bytes)
/// SRTCP, AES-CM, SHA-1:  header, SSRC | encrypted rest | E, index (31 bits) | tag (10 bytes)
/// SRTCP, AEAD GCM:       header, SSRC | encrypted rest | tag (16 bytes) | E, index (31 bits)
/// </code>
/// </summary>
/// <remarks>
/// Retransmissions: protecting the same sequence number of an SSRC again must be given exactly the same bytes. Under GCM two
/// different packets with one index would give the authentication key away (RFC 7714 §9.1).
/// </remarks>
public sealed class SrtpContext : IDisposable
{
    /// <summary>SSRCs per direction and protocol. A browser uses a handful; state for more is refused.</summary>
    public const int MaxStreams = 64;

    /// <summary>Room that the destination of <see cref="ProtectRtp"/> needs beyond header and payload, for every profile.</summary>
    public const int MaxRtpOverhead = 16;

    /// <summary>Room that the destination of <see cref="ProtectRtcp"/> needs beyond the compound, for every profile.</summary>
    public const int MaxRtcpOverhead = 20;

    private const int RtcpHeaderLength = 8;
    private const uint RtcpIndexMask = 0x7FFF_FFFF;

    private readonly SrtpCipher _inbound;
    private readonly SrtpCipher _outbound;
    private readonly StreamTable<InboundStream> _inboundRtp = new(MaxStreams);
    private readonly StreamTable<InboundStream> _inboundRtcp = new(MaxStreams);
    private readonly StreamTable<OutboundStream> _outboundRtp = new(MaxStreams);
    private long _nextRtcpIndex = 1;

    private SrtpContext(SrtpProfile profile, SrtpCipher inbound, SrtpCipher outbound)
    {
        Profile = profile;
        _inbound = inbound;
        _outbound = outbound;
    }

    public SrtpProfile Profile { get; }

    public SrtpCounters Counters { get; } = new();

    /// <summary>SSRCs with inbound state; grows only after authentication.</summary>
    internal int InboundStreams => _inboundRtp.Count + _inboundRtcp.Count;

    /// <param name="keyingMaterial">client key, server key, client salt, server salt (RFC 5764 §4.2); see <see cref="SrtpProfiles.KeyingMaterialLength"/>.</param>
    /// <param name="isServer">True when this side was the DTLS server: it sends with the server's key.</param>
    public static SrtpContext Create(SrtpProfile profile, ReadOnlySpan<byte> keyingMaterial, bool isServer)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(keyingMaterial.Length, profile.KeyingMaterialLength());
        const int key = SrtpProfiles.KeyLength;
        var salt = profile.SaltLength();
        var client = SrtpCiphers.Create(profile, keyingMaterial[..key], keyingMaterial.Slice(2 * key, salt));
        var server = SrtpCiphers.Create(profile, keyingMaterial.Slice(key, key), keyingMaterial.Slice((2 * key) + salt, salt));
        return isServer ? new(profile, client, server) : new(profile, server, client);
    }

    /// <summary>Test entry: given ciphers and the next SRTCP index, so that counters can start near their end.</summary>
    internal static SrtpContext Create(SrtpProfile profile, SrtpCipher inbound, SrtpCipher outbound, long nextRtcpIndex = 1) =>
        new(profile, inbound, outbound) { _nextRtcpIndex = nextRtcpIndex };

    /// <summary>A packet comes in soon (<see cref="CacheLines"/>).</summary>
    internal void FetchInbound()
    {
        CacheLines.Fetch(_inbound, 1);
        CacheLines.Fetch(_inboundRtp, 1);
    }

    /// <summary>It is the next one.</summary>
    internal void FetchInboundKeys()
    {
        _inbound.Fetch();
        _inboundRtp.FetchLast();
    }

    internal void FetchOutbound()
    {
        _outbound.Fetch();
        _outboundRtp.FetchLast();
    }

    /// <summary>Authenticates and decrypts one SRTP packet in place.</summary>
    /// <param name="packet">Header, ciphertext, tag (RFC 3711 §3.1).</param>
    /// <returns>Plaintext length in bytes, or -1 when malformed, replayed or forged: state is then untouched and the bytes are worthless.</returns>
    public int UnprotectRtp(Span<byte> packet)
    {
        if (!RtpHeader.TryReadLength(packet, out var headerLength) || packet.Length < headerLength + _inbound.TagLength)
        {
            Counters.Malformed++;
            return -1;
        }

        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[8..]);
        var stream = _inboundRtp.Find(ssrc);
        var index = RolloverEstimate.Index(stream?.Window.Highest ?? -1, BinaryPrimitives.ReadUInt16BigEndian(packet[2..]));
        if (index > RolloverEstimate.HighestIndex || (stream is not null && !stream.Window.Admits(index)))
        {
            Counters.Replayed++;
            return -1;
        }

        if (!_inbound.UnprotectRtp(packet, headerLength, ssrc, index))
        {
            Counters.Forged++;
            return -1;
        }

        return Accept(_inboundRtp, stream, ssrc, index) ? packet.Length - _inbound.TagLength : -1;
    }

    /// <summary>Authenticates and decrypts one SRTCP packet in place.</summary>
    /// <param name="packet">Compound, tag and index in the order of the profile (RFC 3711 §3.4, RFC 7714 §9.2).</param>
    /// <returns>Length of the compound, or -1 when malformed, replayed or forged: state is then untouched and the bytes are worthless.</returns>
    public int UnprotectRtcp(Span<byte> packet)
    {
        if (packet.Length < RtcpHeaderLength + _inbound.RtcpOverhead || packet[0] >> 6 != 2)
        {
            Counters.Malformed++;
            return -1;
        }

        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);
        var indexWord = _inbound.ReadRtcpIndexWord(packet);
        var index = indexWord & RtcpIndexMask;
        var stream = _inboundRtcp.Find(ssrc);
        if (stream is not null && !stream.Window.Admits(index))
        {
            Counters.Replayed++;
            return -1;
        }

        if (!_inbound.UnprotectRtcp(packet, ssrc, indexWord))
        {
            Counters.Forged++;
            return -1;
        }

        return Accept(_inboundRtcp, stream, ssrc, index) ? packet.Length - _inbound.RtcpOverhead : -1;
    }

    /// <summary>Encrypts one RTP packet out of place: reads plaintext, writes header, ciphertext and tag into the send buffer.</summary>
    /// <param name="header">RTP header with CSRCs and extensions (RFC 3550 §5.1).</param>
    /// <param name="destination">At least header + payload + <see cref="MaxRtpOverhead"/> bytes; may not overlap the payload.</param>
    /// <returns>Bytes written, or -1 when the destination is too small or the SSRC can have no state.</returns>
    public int ProtectRtp(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload, Span<byte> destination)
    {
        var length = header.Length + payload.Length + _outbound.TagLength;
        if (header.Length < RtpHeader.MinLength || destination.Length < length) return -1;

        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(header[8..]);
        var stream = _outboundRtp.Find(ssrc) ?? AddOutbound(ssrc);
        if (stream is null) return -1;

        var index = RolloverEstimate.Index(stream.HighestIndex, BinaryPrimitives.ReadUInt16BigEndian(header[2..]));
        if (index > RolloverEstimate.HighestIndex) return -1; // The key may protect 2^48 packets (RFC 3711 §9.2).
        if (index > stream.HighestIndex) stream.HighestIndex = index;
        _outbound.ProtectRtp(header, payload, destination, ssrc, index);
        return length;
    }

    /// <summary>Encrypts one RTCP packet out of place.</summary>
    /// <param name="compound">Compound or reduced-size RTCP (RFC 5506), at least 8 bytes.</param>
    /// <param name="destination">At least compound + <see cref="MaxRtcpOverhead"/> bytes.</param>
    /// <returns>Bytes written, or -1 when a length does not fit or the key is used up (2^31 packets).</returns>
    public int ProtectRtcp(ReadOnlySpan<byte> compound, Span<byte> destination)
    {
        var length = compound.Length + _outbound.RtcpOverhead;
        if (compound.Length < RtcpHeaderLength || destination.Length < length || _nextRtcpIndex > RtcpIndexMask) return -1;
        _outbound.ProtectRtcp(compound, destination, BinaryPrimitives.ReadUInt32BigEndian(compound[4..]), (uint)_nextRtcpIndex++);
        return length;
    }

    public void Dispose()
    {
        _inbound.Dispose();
        _outbound.Dispose();
    }

    private bool Accept(StreamTable<InboundStream> streams, InboundStream? stream, uint ssrc, long index)
    {
        if (stream is null)
        {
            if (streams.IsFull)
            {
                Counters.StreamsRefused++;
                return false;
            }

            streams.Add(ssrc, stream = new InboundStream());
        }

        stream.Window.Accept(index);
        return true;
    }

    private OutboundStream? AddOutbound(uint ssrc)
    {
        if (_outboundRtp.IsFull) return null;
        var stream = new OutboundStream();
        _outboundRtp.Add(ssrc, stream);
        return stream;
    }
}
