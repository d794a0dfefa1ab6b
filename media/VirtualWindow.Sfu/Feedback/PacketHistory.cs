using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace VirtualWindow.Sfu.Feedback;

/// <summary>
/// The last packets of one publisher's stream, as received: a byte ring and a slot per sequence number. One copy serves
/// all consumers. Memory is taken when the first packet is stored, an idle publisher costs nothing.
/// </summary>
internal sealed unsafe class PacketHistory(int packets, int bytes)
{
    private readonly int _mask = packets - 1;
    private readonly int _bytes = bytes & ~(HistoryRing.Line - 1);
    private Slot[]? _slots;
    private HistoryRing? _ring;

    /// <summary>Where the next packet goes: a place in the ring, at the beginning of a cache line.</summary>
    private int _next;

    /// <summary>Bytes ever passed over; tells what has been overwritten.</summary>
    private long _position;

    public void Store(long sequence, ReadOnlySpan<byte> packet)
    {
        if (packet.Length > _bytes) return;
        _slots ??= new Slot[packets];
        _ring ??= HistoryRings.Take(_bytes);
        if (_next + packet.Length > _bytes)
        {
            _position += _bytes - _next;
            _next = 0;
        }

        CopyPastTheCache(packet, _ring.Start + _next);
        _slots[sequence & _mask] = new Slot(sequence, _position, _next, packet.Length);
        var lines = (packet.Length + HistoryRing.Line - 1) & ~(HistoryRing.Line - 1);
        _position += lines;
        _next += lines;
    }

    /// <summary>The packet as received, but for the picture numbers: each consumer writes its own before it sends.</summary>
    /// <returns>Empty when never stored or overwritten.</returns>
    public Span<byte> Find(long sequence)
    {
        if (_slots is null) return default;
        ref readonly var slot = ref _slots[sequence & _mask];
        if (slot.Sequence != sequence || slot.Length == 0 || _position - slot.Position > _bytes) return default;
        return new Span<byte>(_ring!.Start + slot.At, slot.Length);
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

    /// <summary>
    /// Whole lines go straight to memory: hardly one in a hundred is read again, and fetching each line only to overwrite it costs more
    /// than the copy and drives out what the next packets need.
    /// </summary>
    private static void CopyPastTheCache(ReadOnlySpan<byte> packet, byte* destination)
    {
        fixed (byte* source = packet)
        {
            var at = 0;
            for (; at + HistoryRing.Line <= packet.Length; at += HistoryRing.Line)
            {
                Vector256.StoreAlignedNonTemporal(Vector256.Load(source + at), destination + at);
                Vector256.StoreAlignedNonTemporal(Vector256.Load(source + at + 32), destination + at + 32);
            }

            Unsafe.CopyBlockUnaligned(destination + at, source + at, (uint)(packet.Length - at));
        }
    }

    private readonly record struct Slot(long Sequence, long Position, int At, int Length);
}
