namespace VirtualWindow.Sfu.Feedback;

/// <summary>
/// The last packets of one publisher's stream, as received: a byte ring and a slot per sequence number. One copy serves
/// all consumers. Memory is taken when the first packet is stored, an idle publisher costs nothing.
/// </summary>
internal sealed class PacketHistory(int packets, int bytes)
{
    private readonly int _mask = packets - 1;
    private Slot[]? _slots;
    private byte[]? _ring;

    /// <summary>Bytes ever written; place in the ring = position modulo its size.</summary>
    private long _position;

    public void Store(long sequence, ReadOnlySpan<byte> packet)
    {
        if (packet.Length > bytes) return;
        _slots ??= new Slot[packets];
        _ring ??= HistoryRings.Take(bytes);

        var at = (int)(_position % bytes);
        if (at + packet.Length > bytes)
        {
            _position += bytes - at;
            at = 0;
        }

        packet.CopyTo(_ring.AsSpan(at));
        _slots[sequence & _mask] = new Slot(sequence, _position, packet.Length);
        _position += packet.Length;
    }

    /// <summary>The packet as received, but for the picture numbers: each consumer writes its own before it sends.</summary>
    /// <returns>Empty when never stored or overwritten.</returns>
    public Span<byte> Find(long sequence)
    {
        if (_slots is null) return default;
        ref readonly var slot = ref _slots[sequence & _mask];
        if (slot.Sequence != sequence || slot.Length == 0 || _position - slot.Position > bytes) return default;
        return _ring.AsSpan((int)(slot.Position % bytes), slot.Length);
    }

    /// <summary>A new source begins: its numbers mean other packets.</summary>
    public void Clear() => _slots?.AsSpan().Clear();

    /// <summary>The publisher is gone: nothing is found any more, and the memory is the next one's.</summary>
    public void Release()
    {
        _slots = null;
        if (_ring is not null) HistoryRings.GiveBack(_ring);
        _ring = null;
    }

    private readonly record struct Slot(long Sequence, long Position, int Length);
}
