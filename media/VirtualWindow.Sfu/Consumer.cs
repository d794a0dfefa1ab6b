using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using VirtualWindow.Rtc;
using VirtualWindow.Rtc.Rtcp;
using VirtualWindow.Rtc.Rtp;
using VirtualWindow.Sfu.Feedback;
using VirtualWindow.Sfu.Forwarding;

namespace VirtualWindow.Sfu;

/// <summary>
/// One subscribed m-line: an outgoing stream with one SSRC for life, fed by whichever producer its publisher has now.
/// </summary>
internal sealed class Consumer
{
    private const string NackFeedback = "nack";

    /// <summary>Fixed header and 15 CSRCs, and the longest extension block in one-byte form.</summary>
    private const int MaxHeaderLength = 12 + (15 * 4) + 4 + (14 * 17) + 2;

    private readonly SubscribeConnection _connection;
    private readonly SelectiveForwarder _forwarder;
    private readonly NegotiatedMedia _media;
    private readonly bool _answersRepairs;
    private RtpRewriter _rewriter;
    private RepairBudget _repairs;
    private Producer? _producer;
    private PayloadTypeMap? _payloadTypes;
    private ExtensionMap _extensions = ExtensionMap.Empty;
    private SentPackets? _sent;
    private bool _awaitsKeyFrame;
    private uint _packetCount;
    private uint _lastReportNtp;
    private MediaTime _lastReportSent;

    public Consumer(SubscribeConnection connection, NegotiatedMedia media, SelectiveForwarder forwarder)
    {
        _connection = connection;
        _forwarder = forwarder;
        _media = media;
        _answersRepairs = media.Codecs.Any(c => c.Feedback.Contains(NackFeedback));
        _repairs = new RepairBudget(forwarder.Options.MaxRepairsPerSecond);
        RoundTrip = forwarder.Options.InitialRoundTrip;
        var clockRate = media.Codecs.Count > 0 ? media.Codecs[0].ClockRate : 90_000;
        // Below 2^15, so that a receiver that misses the first packets cannot guess the rollover wrongly (RFC 3711 §3.3.1).
        _rewriter = new RtpRewriter(clockRate, (ushort)(1 + (media.LocalSsrc & 0x3FFF)));
    }

    public MediaKind Kind => _media.Kind;

    public uint Ssrc => _media.LocalSsrc;

    /// <summary>Payload octets forwarded since ever; its low 32 bits go into sender reports (RFC 3550 §6.4.1).</summary>
    public long SentOctets { get; private set; }

    public TimeSpan RoundTrip { get; private set; }

    public bool AwaitsKeyFrame => _awaitsKeyFrame && _connection.IsConnected;

    public void Bind(Producer producer, MediaTime now)
    {
        if (_producer == producer) return;
        Unbind();
        _producer = producer;
        _payloadTypes = new PayloadTypeMap(producer.Media.Codecs, _media.Codecs);
        _extensions = ExtensionMap.Between(producer.Media.Extensions, _media.Extensions);
        Restart(sameClock: false);
        producer.Add(this);
        if (AwaitsKeyFrame) producer.RequestKeyFrame(now);
    }

    public void Unbind()
    {
        _producer?.Remove(this);
        _producer = null;
        _sent?.Clear();
    }

    /// <summary>The stream goes on with other numbers: after a hold, or from another source.</summary>
    public void Restart(bool sameClock)
    {
        _rewriter.Restart(sameClock);
        _awaitsKeyFrame = _producer is { HasKeyFrames: true };
        if (!sameClock) _sent?.Clear();
    }

    public void RequestKeyFrame(MediaTime now)
    {
        if (_producer is { IsHeld: false } producer) producer.RequestKeyFrame(now);
    }

    public void Forward(ReadOnlySpan<ForwardedPacket> packets, MediaTime now)
    {
        if (!_connection.IsConnected) return;
        foreach (ref readonly var packet in packets) Forward(packet, now);
    }

    /// <summary>A receiver asks for one packet again (RFC 4585 §6.2.1).</summary>
    public void Resend(ushort outgoingSequence, MediaTime now)
    {
        _forwarder.Counters.RepairsAsked++;
        if (_sent is null || _producer is not { IsHeld: false, History: { } history }) return;
        if (!_sent.TryTakeForResend(outgoingSequence, now, RoundTrip, out var sent)) return;
        var packet = history.Find(sent.Sequence);
        if (!RtpHeader.TryParse(packet, out var header) || !_repairs.TryTake(now)) return;
        // The same bytes as the first time: another packet under the same index would break GCM.
        Send(packet[..header.Length], packet[header.Length..], sent.OutgoingSequence, sent.OutgoingTimestamp);
        _forwarder.Counters.RepairsSent++;
    }

    /// <summary>The publisher's clock mapping in this stream's numbers, so that the receiver keeps lips and voice together.</summary>
    public void ForwardSenderReport(in SenderReport report, MediaTime now)
    {
        if (!_rewriter.Started || !_connection.IsConnected) return;
        var outgoing = new SenderReport(Ssrc, report.NtpTimestamp, report.RtpTimestamp + _rewriter.TimestampOffset, _packetCount, (uint)SentOctets);
        Span<byte> buffer = stackalloc byte[320];
        var writer = new RtcpWriter(buffer);
        writer.WriteSenderReport(outgoing);
        writer.WriteSourceDescription(Ssrc, _producer!.CanonicalName);
        _connection.Peer.SendRtcp(writer.Written);
        _lastReportNtp = outgoing.CompactNtp;
        _lastReportSent = now;
    }

    /// <summary>Round trip = now - last sender report - the receiver's delay (RFC 3550 §6.4.1).</summary>
    public void OnReport(in ReportBlock block, MediaTime now)
    {
        if (block.LastSenderReport == 0 || block.LastSenderReport != _lastReportNtp) return;
        var delay = TimeSpan.FromMicroseconds((long)block.DelaySinceLastSenderReport * 1_000_000 / 65536);
        var roundTrip = now - _lastReportSent - delay;
        if (roundTrip < TimeSpan.Zero || roundTrip > TimeSpan.FromSeconds(10)) return;
        // Below 20 ms a second request still crosses the first answer in somebody's queue; above 1 s the picture has moved on.
        RoundTrip = TimeSpan.FromMilliseconds(Math.Clamp(roundTrip.TotalMilliseconds, 20, 1000));
    }

    private void Forward(in ForwardedPacket packet, MediaTime now)
    {
        if (_awaitsKeyFrame)
        {
            if (!packet.OpensStream) return;
            _awaitsKeyFrame = false;
        }

        if (_payloadTypes![packet.PayloadType] == PayloadTypeMap.None)
        {
            _forwarder.Counters.NotNegotiated++;
            _rewriter.TryDrop(packet.Sequence);
            return;
        }

        if (packet.IsPadding && _rewriter.TryDrop(packet.Sequence))
        {
            _forwarder.Counters.PaddingDropped++;
            return;
        }

        if (!_rewriter.TryMap(packet.Sequence, packet.Timestamp, now, out var sequence, out var timestamp)) return;
        var payload = packet.Payload;
        Send(packet.Header, payload, sequence, timestamp);
        Remember(sequence, timestamp, packet.Sequence);
        _packetCount++;
        SentOctets += payload.Length;
        _forwarder.Counters.PacketsForwarded++;
    }

    [SkipLocalsInit]
    private void Send(ReadOnlySpan<byte> original, ReadOnlySpan<byte> payload, ushort sequence, uint timestamp)
    {
        const int csrcMask = 0x0F;
        const byte extensionFlag = 0x10;
        const byte markerFlag = 0x80;
        Span<byte> header = stackalloc byte[MaxHeaderLength];
        var length = RtpHeader.MinLength + ((original[0] & csrcMask) * 4);
        original[..length].CopyTo(header);
        header[1] = (byte)((original[1] & markerFlag) | _payloadTypes![(byte)(original[1] & ~markerFlag)]);
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], sequence);
        BinaryPrimitives.WriteUInt32BigEndian(header[4..], timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(header[8..], Ssrc);
        if ((original[0] & extensionFlag) != 0) length += WriteExtensions(original, length, header);
        _connection.Peer.SendRtp(header[..length], payload);
    }

    /// <returns>Bytes appended; none clears the flag.</returns>
    private int WriteExtensions(ReadOnlySpan<byte> original, int length, Span<byte> header)
    {
        const byte extensionFlag = 0x10;
        var profile = BinaryPrimitives.ReadUInt16BigEndian(original[length..]);
        var written = _extensions.IsEmpty ? 0 : _extensions.Write(new RtpExtensionReader(profile, original[(length + 4)..]), header[length..]);
        if (written == 0) header[0] &= unchecked((byte)~extensionFlag);
        return written;
    }

    private void Remember(ushort outgoingSequence, uint outgoingTimestamp, long sequence)
    {
        if (!_answersRepairs || _producer!.History is null) return;
        _sent ??= new SentPackets(_forwarder.Options.HistoryPackets);
        _sent.Remember(outgoingSequence, outgoingTimestamp, sequence);
    }
}
