namespace VirtualWindow.Rtc.Sctp;

internal enum ChunkState : byte
{
    InFlight,
    /// <summary>To be sent again.</summary>
    Lost,
    /// <summary>Reported in a gap block; the receiver may still renege (RFC 9260 §6.2).</summary>
    GapAcknowledged,
    /// <summary>Given up; FORWARD TSN tells the receiver.</summary>
    Abandoned,
}

/// <summary>A chunk that has a TSN and is not cumulatively acknowledged.</summary>
internal struct OutstandingChunk
{
    public OutboundMessage Message;
    public int Offset;
    public int Length;
    public MediaTime SentAt;
    public ushort Transmissions;
    public byte Misses;
    public bool WasFastRetransmitted;
    public ChunkState State;

    public readonly byte Flags => (byte)((Offset == 0 ? DataChunk.BeginFlag : 0)
        | (Offset + Length == Message.Length ? DataChunk.EndFlag : 0)
        | (Message.IsUnordered ? DataChunk.UnorderedFlag : 0));
}

/// <summary>A ring of chunks by TSN, from the first not acknowledged to the last sent; grows as the window does.</summary>
internal sealed class OutstandingChunks(uint firstTsn)
{
    /// <summary>More would be tiny messages by the thousand; they wait for acknowledgements instead of filling memory.</summary>
    public const int MaxCount = 16 * 1024;

    private OutstandingChunk[] _ring = [];

    /// <summary>First TSN not cumulatively acknowledged.</summary>
    public uint First { get; private set; } = firstTsn;

    /// <summary>TSN of the next new chunk.</summary>
    public uint Next { get; private set; } = firstTsn;

    public int Count => (int)(Next - First);

    public bool IsFull => Count >= MaxCount;

    public bool Contains(uint tsn) => tsn - First < Next - First;

    public ref OutstandingChunk this[uint tsn] => ref _ring[tsn & (uint)(_ring.Length - 1)];

    public uint Add(in OutstandingChunk chunk)
    {
        if (Count == _ring.Length) Grow();
        var tsn = Next++;
        this[tsn] = chunk;
        return tsn;
    }

    public void RemoveFirst()
    {
        this[First] = default;
        First++;
    }

    private void Grow()
    {
        var grown = new OutstandingChunk[Math.Max(64, _ring.Length * 2)];
        for (var tsn = First; tsn != Next; tsn++) grown[tsn & (uint)(grown.Length - 1)] = this[tsn];
        _ring = grown;
    }
}
