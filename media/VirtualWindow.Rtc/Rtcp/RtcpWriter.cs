using System.Buffers.Binary;
using System.Text;

namespace VirtualWindow.Rtc.Rtcp;

/// <summary>
/// Appends RTCP packets to a buffer, making a compound. A packet that does not fit is left out whole and the method
/// returns false; nothing throws and nothing is allocated.
/// </summary>
public ref struct RtcpWriter(Span<byte> buffer)
{
    /// <summary>A count field has five bits.</summary>
    public const int MaxReportBlocks = 31;

    private const int HeaderLength = 4;
    private const byte CnameItem = 1;

    private readonly Span<byte> _buffer = buffer;

    public int Length { get; private set; }

    public readonly ReadOnlySpan<byte> Written => _buffer[..Length];

    public bool WriteSenderReport(scoped in SenderReport report, scoped ReadOnlySpan<ReportBlock> blocks = default)
    {
        if (!TryBegin(RtcpType.SenderReport, blocks.Length, SenderReport.BodyLength + (blocks.Length * ReportBlock.Length), out var body)) return false;
        report.Write(body);
        WriteBlocks(blocks, body[SenderReport.BodyLength..]);
        return true;
    }

    public bool WriteReceiverReport(uint senderSsrc, scoped ReadOnlySpan<ReportBlock> blocks)
    {
        if (!TryBegin(RtcpType.ReceiverReport, blocks.Length, 4 + (blocks.Length * ReportBlock.Length), out var body)) return false;
        BinaryPrimitives.WriteUInt32BigEndian(body, senderSsrc);
        WriteBlocks(blocks, body[4..]);
        return true;
    }

    /// <summary>One chunk with a CNAME item (RFC 3550 §6.5): same CNAME, same clock.</summary>
    /// <param name="cname">At most 255 bytes in UTF-8.</param>
    public bool WriteSourceDescription(uint ssrc, scoped ReadOnlySpan<char> cname)
    {
        var text = Encoding.UTF8.GetByteCount(cname);
        // The item list ends with at least one zero byte and fills a word.
        var bodyLength = (4 + 2 + text + 1 + 3) / 4 * 4;
        if (text > byte.MaxValue || !TryBegin(RtcpType.SourceDescription, 1, bodyLength, out var body)) return false;
        BinaryPrimitives.WriteUInt32BigEndian(body, ssrc);
        body[4] = CnameItem;
        body[5] = (byte)text;
        Encoding.UTF8.GetBytes(cname, body[6..]);
        body[(6 + text)..].Clear();
        return true;
    }

    public bool WriteBye(uint ssrc)
    {
        if (!TryBegin(RtcpType.Bye, 1, 4, out var body)) return false;
        BinaryPrimitives.WriteUInt32BigEndian(body, ssrc);
        return true;
    }

    public bool WritePictureLoss(uint senderSsrc, uint mediaSsrc) =>
        TryBeginFeedback(RtcpType.PayloadFeedback, FeedbackFormat.PictureLoss, senderSsrc, mediaSsrc, 0, out _);

    public bool WriteFullIntra(uint senderSsrc, uint mediaSsrc, byte commandNumber)
    {
        if (!TryBeginFeedback(RtcpType.PayloadFeedback, FeedbackFormat.FullIntra, senderSsrc, 0, 8, out var entry)) return false;
        BinaryPrimitives.WriteUInt32BigEndian(entry, mediaSsrc);
        BinaryPrimitives.WriteUInt32BigEndian(entry[4..], (uint)commandNumber << 24);
        return true;
    }

    /// <param name="missing">Ascending (modulo 2^16), at least one; packed into as few pairs as possible.</param>
    public bool WriteNack(uint senderSsrc, uint mediaSsrc, scoped ReadOnlySpan<ushort> missing)
    {
        var pairs = CountPairs(missing);
        if (pairs == 0 || !TryBeginFeedback(RtcpType.TransportFeedback, FeedbackFormat.Nack, senderSsrc, mediaSsrc, pairs * 4, out var body)) return false;
        for (var i = 0; i < missing.Length;)
        {
            var first = missing[i];
            var mask = 0;
            for (i++; i < missing.Length && InMask(first, missing[i]); i++) mask |= 1 << (ushort)(missing[i] - first - 1);
            BinaryPrimitives.WriteUInt16BigEndian(body, first);
            BinaryPrimitives.WriteUInt16BigEndian(body[2..], (ushort)mask);
            body = body[4..];
        }

        return true;
    }

    /// <param name="mediaSsrcs">Streams the estimate is shared by, at most 255.</param>
    public bool WriteReceiverEstimate(scoped in ReceiverEstimate estimate, scoped ReadOnlySpan<uint> mediaSsrcs)
    {
        const int own = ReceiverEstimate.MinBodyLength - 8;
        if (mediaSsrcs.Length > byte.MaxValue) return false;
        if (!TryBeginFeedback(RtcpType.PayloadFeedback, FeedbackFormat.Application, estimate.SenderSsrc, 0, own + (mediaSsrcs.Length * 4), out var body)) return false;
        var exponent = 0;
        while (estimate.BitsPerSecond >> exponent >= 1L << ReceiverEstimate.MantissaBits) exponent++;
        var mantissa = (uint)(estimate.BitsPerSecond >> exponent);
        BinaryPrimitives.WriteUInt32BigEndian(body, ReceiverEstimate.Name);
        BinaryPrimitives.WriteUInt32BigEndian(body[4..], ((uint)mediaSsrcs.Length << 24) | ((uint)exponent << ReceiverEstimate.MantissaBits) | mantissa);
        for (var i = 0; i < mediaSsrcs.Length; i++) BinaryPrimitives.WriteUInt32BigEndian(body[(own + (i * 4))..], mediaSsrcs[i]);
        return true;
    }

    /// <param name="baseSequence">Transport-wide number of the first arrival.</param>
    /// <param name="arrivals">Microseconds by the receiver's clock in ascending order of numbers; negative when not received.</param>
    /// <param name="feedbackCount">One more each time, modulo 256.</param>
    /// <returns>How many arrivals the packet covers: the rest belongs into the next one. 0 when nothing was written.</returns>
    public int WriteTransportFeedback(uint senderSsrc, uint mediaSsrc, ushort baseSequence, scoped ReadOnlySpan<long> arrivals, byte feedbackCount)
    {
        arrivals = arrivals[..Math.Min(arrivals.Length, TransportFeedbackWriter.MaxStatuses)];
        var packer = new TransportFeedbackWriter(arrivals);
        Span<byte> statuses = stackalloc byte[TransportFeedbackWriter.MaxStatuses];
        Span<short> deltas = stackalloc short[TransportFeedbackWriter.MaxStatuses];
        var count = packer.Plan(statuses, deltas);
        if (count == 0) return 0;

        Span<byte> rest = stackalloc byte[TransportFeedbackWriter.MaxStatuses * 4];
        var length = TransportFeedbackWriter.WriteChunks(statuses[..count], rest);
        length += TransportFeedbackWriter.WriteDeltas(statuses[..count], deltas, rest[length..]);
        if (!TryBeginFeedback(RtcpType.TransportFeedback, FeedbackFormat.TransportWide, senderSsrc, mediaSsrc, 8 + ((length + 3) / 4 * 4), out var body)) return 0;
        BinaryPrimitives.WriteUInt16BigEndian(body, baseSequence);
        BinaryPrimitives.WriteUInt16BigEndian(body[2..], (ushort)count);
        BinaryPrimitives.WriteInt32BigEndian(body[4..], (packer.ReferenceTime << 8) | feedbackCount);
        rest[..length].CopyTo(body[8..]);
        body[(8 + length)..].Clear();
        return count;
    }

    private static bool InMask(ushort first, ushort number) => (ushort)(number - first - 1) < 16;

    private static int CountPairs(ReadOnlySpan<ushort> missing)
    {
        var pairs = 0;
        for (var i = 0; i < missing.Length; pairs++)
        {
            var first = missing[i++];
            while (i < missing.Length && InMask(first, missing[i])) i++;
        }

        return pairs;
    }

    private static void WriteBlocks(ReadOnlySpan<ReportBlock> blocks, Span<byte> body)
    {
        for (var i = 0; i < blocks.Length; i++) blocks[i].Write(body[(i * ReportBlock.Length)..]);
    }

    private bool TryBeginFeedback(RtcpType type, byte format, uint senderSsrc, uint mediaSsrc, int controlLength, out Span<byte> control)
    {
        control = default;
        if (!TryBegin(type, format, 8 + controlLength, out var body)) return false;
        BinaryPrimitives.WriteUInt32BigEndian(body, senderSsrc);
        BinaryPrimitives.WriteUInt32BigEndian(body[4..], mediaSsrc);
        control = body[8..];
        return true;
    }

    private bool TryBegin(RtcpType type, int count, int bodyLength, out Span<byte> body)
    {
        body = default;
        var length = HeaderLength + bodyLength;
        if (count > MaxReportBlocks || length > _buffer.Length - Length) return false;
        var packet = _buffer.Slice(Length, length);
        packet[0] = (byte)(0x80 | count);
        packet[1] = (byte)type;
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)((length / 4) - 1));
        body = packet[HeaderLength..];
        Length += length;
        return true;
    }
}
