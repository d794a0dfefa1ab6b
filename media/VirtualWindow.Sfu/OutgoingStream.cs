using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using VirtualWindow.Rtc;
using VirtualWindow.Rtc.Rtp;
using VirtualWindow.Sfu.Congestion;
using VirtualWindow.Sfu.Feedback;
using VirtualWindow.Sfu.Forwarding;

namespace VirtualWindow.Sfu;

/// <summary>
/// Writes one consumer's packets: headers in this receiver's numbers, repairs from the publisher's history, on a stream of their
/// own where RTX is negotiated (RFC 4588), else bit for bit as the first time.
/// </summary>
internal sealed class OutgoingStream
{
    private const string NackFeedback = "nack";

    /// <summary>What one padding packet carries: its length is its last byte.</summary>
    private const int PaddingLength = byte.MaxValue;

    /// <summary>A probe repeats the last packets in turn.</summary>
    private const int ProbePackets = 16;

    private readonly SubscribeConnection _connection;
    private readonly SelectiveForwarder _forwarder;
    private readonly bool _answersRepairs;
    private readonly byte _transportId;
    private readonly uint _ssrc;
    private readonly uint _repairSsrc;
    private readonly byte _repairPayloadType;
    private PayloadTypeMap? _payloadTypes;
    private ExtensionMap _extensions = ExtensionMap.Empty;
    private SentPackets? _sent;
    private RepairBudget _repairs;
    private ushort _repairSequence;
    private ushort _lastSequence;
    private uint _lastTimestamp;
    private int _probed;

    public OutgoingStream(SubscribeConnection connection, NegotiatedMedia media, SelectiveForwarder forwarder)
    {
        _connection = connection;
        _forwarder = forwarder;
        _answersRepairs = media.Codecs.Any(c => c.Feedback.Contains(NackFeedback));
        _repairs = new RepairBudget(forwarder.Options.MaxRepairsPerSecond);
        _ssrc = media.LocalSsrc;
        _repairPayloadType = media.Codecs.Count > 0 ? media.Codecs[0].RtxPayloadType ?? 0 : (byte)0;
        _repairSsrc = media.LocalRepairSsrc;
        _repairSequence = (ushort)(_repairSsrc & 0x3FFF); // as the stream itself: far from the wrap at first
        _transportId = connection.Estimator is null ? (byte)0 : media.Extensions.GetValueOrDefault(HeaderExtensionUri.TransportSequence);
    }

    /// <summary>A packet is sent soon (<see cref="CacheLines"/>).</summary>
    public void Fetch()
    {
        CacheLines.Fetch(_payloadTypes, 1);
        _sent?.Fetch((ushort)(_lastSequence + 1));
    }

    public bool HasRepairStream => _repairSsrc != 0;

    public void Bind(Producer producer, NegotiatedMedia media)
    {
        _payloadTypes = new PayloadTypeMap(producer.Media.Codecs, media.Codecs);
        _extensions = ExtensionMap.Between(producer.Media.Extensions, media.Extensions);
    }

    /// <summary>What was sent can no longer be repeated: its source is gone.</summary>
    public void Forget() => _sent?.Clear();

    public bool Maps(byte payloadType) => _payloadTypes![payloadType] != PayloadTypeMap.None;

    /// <param name="numbers">Gets its transport-wide number here.</param>
    [SkipLocalsInit]
    public void Send(ReadOnlySpan<byte> original, Span<byte> payload, ref SentPacket numbers, MediaTime now)
    {
        Span<byte> header = stackalloc byte[OutgoingHeader.MaxLength];
        if (_transportId != 0) numbers.TransportSequence = _connection.Estimator!.OnSending(original.Length + payload.Length, now);
        var length = WriteHeader(original, numbers, header);
        numbers.Picture.WriteTo(payload);
        _connection.Peer.SendRtp(header[..length], payload);
        (_lastSequence, _lastTimestamp) = (numbers.OutgoingSequence, numbers.OutgoingTimestamp);
        if (!_answersRepairs) return;
        _sent ??= new SentPackets(_forwarder.Options.HistoryPackets);
        _sent.Remember(numbers);
    }

    /// <summary>Fills a promised number with an empty packet: what belongs there came late and is not wanted any more.</summary>
    [SkipLocalsInit]
    public void SendNothing(ReadOnlySpan<byte> original, SentPacket numbers, MediaTime now)
    {
        const byte paddingFlag = 0x20;
        ReadOnlySpan<byte> padding = [1];
        Span<byte> header = stackalloc byte[OutgoingHeader.MaxLength];
        if (_transportId != 0) numbers.TransportSequence = _connection.Estimator!.OnSending(original.Length + padding.Length, now);
        var length = WriteHeader(original, numbers, header);
        header[0] |= paddingFlag;
        _connection.Peer.SendRtp(header[..length], padding);
    }

    /// <returns>False when unknown, too soon after the last answer, or over the budget.</returns>
    public bool TryResend(ushort sequence, Producer producer, TimeSpan roundTrip, MediaTime now)
    {
        if (_sent is null || !_sent.TryTakeForResend(sequence, now, roundTrip, out var sent)) return false;
        if (!TryFindOriginal(sent, producer, out var packet, out var header) || !_repairs.TryTake(now)) return false;
        if (!_connection.MayRepair(packet.Length, now)) return false;
        if (HasRepairStream) SendOnRepairStream(packet, header, sent, now);
        else SendAgain(packet, header, sent);
        return true;
    }

    /// <returns>Octets sent, 0 without a repair stream.</returns>
    public int SendProbe(Producer producer, MediaTime now)
    {
        if (!HasRepairStream) return 0;
        var sequence = (ushort)(_lastSequence - (_probed++ % ProbePackets));
        if (_sent is not null && _sent.TryFind(sequence, out var sent) && TryFindOriginal(sent, producer, out var packet, out var header))
            return SendOnRepairStream(packet, header, sent, now);
        return SendPadding(now);
    }

    private static bool TryFindOriginal(in SentPacket sent, Producer producer, out Span<byte> packet, out RtpHeader header)
    {
        packet = producer.Streams[sent.Stream].History is { } history ? history.Find(sent.Sequence) : default;
        return RtpHeader.TryParse(packet, out header);
    }

    /// <summary>The same bytes as the first time: another packet under the same index would break GCM (RFC 7714 §9.1).</summary>
    private void SendAgain(Span<byte> packet, in RtpHeader original, in SentPacket sent)
    {
        Span<byte> header = stackalloc byte[OutgoingHeader.MaxLength];
        var length = WriteHeader(packet[..original.Length], sent, header);
        sent.Picture.WriteTo(packet[original.Length..]);
        _connection.Peer.SendRtp(header[..length], packet[original.Length..]);
    }

    /// <summary>A packet of the repair stream: the original sequence number leads the payload (RFC 4588 §4).</summary>
    [SkipLocalsInit]
    private int SendOnRepairStream(ReadOnlySpan<byte> packet, in RtpHeader original, in SentPacket sent, MediaTime now)
    {
        const int originalSequenceLength = 2;
        Span<byte> payload = stackalloc byte[packet.Length - original.Length + originalSequenceLength];
        BinaryPrimitives.WriteUInt16BigEndian(payload, sent.OutgoingSequence);
        packet[original.Length..].CopyTo(payload[originalSequenceLength..]);
        sent.Picture.WriteTo(payload[originalSequenceLength..]);
        return SendRepair(packet[..original.Length], sent.OutgoingTimestamp, payload, now);
    }

    /// <summary>The repair stream may carry padding alone at any time; on the media stream it would look like a loss.</summary>
    private int SendPadding(MediaTime now)
    {
        Span<byte> payload = stackalloc byte[PaddingLength];
        payload.Clear();
        payload[^1] = PaddingLength;
        ReadOnlySpan<byte> original = [0xA0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]; // version 2, padding
        return SendRepair(original, _lastTimestamp, payload, now);
    }

    [SkipLocalsInit]
    private int SendRepair(ReadOnlySpan<byte> original, uint timestamp, ReadOnlySpan<byte> payload, MediaTime now)
    {
        Span<byte> header = stackalloc byte[OutgoingHeader.MaxLength];
        var length = new OutgoingHeader
        {
            PayloadType = _repairPayloadType, Sequence = _repairSequence++, Timestamp = timestamp, Ssrc = _repairSsrc, TransportId = _transportId,
            TransportSequence = _transportId == 0 ? (ushort)0 : _connection.Estimator!.OnSending(original.Length + payload.Length, now),
        }.Write(original, ExtensionMap.Empty, header);
        _connection.Peer.SendRtp(header[..length], payload);
        return length + payload.Length;
    }

    private int WriteHeader(ReadOnlySpan<byte> original, in SentPacket numbers, Span<byte> header) => new OutgoingHeader
    {
        PayloadType = _payloadTypes![(byte)(original[1] & 0x7F)], Sequence = numbers.OutgoingSequence, Timestamp = numbers.OutgoingTimestamp, Ssrc = _ssrc,
        TransportId = _transportId, TransportSequence = numbers.TransportSequence,
    }.Write(original, _extensions, header);
}
