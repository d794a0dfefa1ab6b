using System.Buffers.Binary;

namespace VirtualWindow.Rtc.Rtcp;

/// <summary>
/// Which packets of a connection arrived, and when (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1).
/// <code>
/// |                     SSRC of packet sender                     |
/// |                      SSRC of media source                     |
/// |      base sequence number     |      packet status count      |
/// |                 reference time                | fb pkt. count |
/// |          packet chunk         |         packet chunk          | …
/// |         packet chunk          |  recv delta   |  recv delta   | …
/// </code>
/// Chunks: <c>0 SS LLLLLLLLLLLLL</c> is a run of L packets of status S, <c>1 0</c> and fourteen bits, <c>1 1</c> and seven pairs of
/// bits are vectors. Status 0 is lost, 1 has a delta of one byte, 2 of two signed bytes; a delta counts 250 µs.
/// </summary>
public ref struct TransportFeedbackReader
{
    internal const int MinBodyLength = 16;
    internal const int DeltaMicroseconds = 250;
    internal const int ReferenceMicroseconds = 64_000;
    internal const int MaxRun = 0x1FFF;

    private ReadOnlySpan<byte> _chunks;
    private ReadOnlySpan<byte> _deltas;
    private int _left;
    private ushort _nextSequence;
    private ushort _chunk;
    private int _chunkLeft;

    /// <summary>Counts the feedback packets of one receiver: a gap is a lost one.</summary>
    public byte FeedbackCount { get; private init; }

    public ushort BaseSequence { get; private init; }

    public int StatusCount { get; private init; }

    public ushort Sequence { get; private set; }

    public bool Received { get; private set; }

    /// <summary>By the receiver's clock, valid for received packets; wraps with the 24 bit reference time (12 days).</summary>
    public long ArrivalMicroseconds { get; private set; }

    /// <returns>False also when statuses or deltas do not fit: then nothing of it can be believed.</returns>
    public static bool TryParse(in RtcpPacket packet, out TransportFeedbackReader feedback)
    {
        feedback = default;
        var body = packet.Body;
        if (packet.Type != RtcpType.TransportFeedback || packet.Count != FeedbackFormat.TransportWide || body.Length < MinBodyLength) return false;
        var count = BinaryPrimitives.ReadUInt16BigEndian(body[10..]);
        if (count == 0 || !TryMeasure(body[MinBodyLength..], count, out var chunkBytes)) return false;
        var reference = BinaryPrimitives.ReadInt32BigEndian(body[12..]) >> 8;
        var first = BinaryPrimitives.ReadUInt16BigEndian(body[8..]);
        feedback = new TransportFeedbackReader
        {
            FeedbackCount = body[15], BaseSequence = first, StatusCount = count, ArrivalMicroseconds = (long)reference * ReferenceMicroseconds,
            _nextSequence = first, _left = count, _chunks = body.Slice(MinBodyLength, chunkBytes), _deltas = body[(MinBodyLength + chunkBytes)..],
        };
        return true;
    }

    public bool MoveNext()
    {
        if (_left == 0) return false;
        if (_chunkLeft == 0) NextChunk();
        var status = StatusAt(_chunk, _chunkLeft--);
        _left--;
        Sequence = _nextSequence++;
        Received = status != 0;
        if (status == 1)
        {
            ArrivalMicroseconds += _deltas[0] * DeltaMicroseconds;
            _deltas = _deltas[1..];
        }
        else if (status == 2)
        {
            ArrivalMicroseconds += BinaryPrimitives.ReadInt16BigEndian(_deltas) * DeltaMicroseconds;
            _deltas = _deltas[2..];
        }

        return true;
    }

    private void NextChunk()
    {
        _chunk = BinaryPrimitives.ReadUInt16BigEndian(_chunks);
        _chunks = _chunks[2..];
        _chunkLeft = LengthOf(_chunk);
    }

    private static int LengthOf(ushort chunk) => (chunk >> 14) switch
    {
        0 or 1 => chunk & MaxRun,
        2 => 14,
        _ => 7,
    };

    /// <param name="left">Statuses left in the chunk, this one included.</param>
    private static int StatusAt(ushort chunk, int left) => (chunk >> 14) switch
    {
        0 or 1 => (chunk >> 13) & 3,
        2 => (chunk >> (left - 1)) & 1,
        _ => (chunk >> ((left - 1) * 2)) & 3,
    };

    /// <summary>Walks the chunks once, so that reading needs no checks: chunks and deltas must be there, no status reserved.</summary>
    private static bool TryMeasure(ReadOnlySpan<byte> rest, int count, out int chunkBytes)
    {
        chunkBytes = 0;
        var deltas = 0;
        while (count > 0)
        {
            if (rest.Length < chunkBytes + 2) return false;
            var chunk = BinaryPrimitives.ReadUInt16BigEndian(rest[chunkBytes..]);
            chunkBytes += 2;
            var length = LengthOf(chunk);
            if (length == 0) return false; // would never end
            for (var left = length; left > 0 && count > 0; left--, count--)
            {
                var status = StatusAt(chunk, left);
                if (status == 3) return false;
                deltas += status;
            }
        }

        return rest.Length - chunkBytes >= deltas;
    }
}
