using System.Runtime.InteropServices;

namespace VirtualWindow.MediaNode.Recording;

/// <summary>
/// A bounded queue of packets from one thread to one other, without locks: the loop appends copies, the disk thread takes them. A full
/// ring refuses; nobody waits.
/// </summary>
/// <param name="capacity">Bytes, a multiple of 8.</param>
internal sealed class PacketRing(int capacity)
{
    private const int Alignment = 8;
    private static readonly int HeaderLength = Marshal.SizeOf<Header>();

    private readonly byte[] _ring = GC.AllocateUninitializedArray<byte>(capacity, pinned: true);

    /// <summary>Bytes ever appended and ever taken; place in the ring = position modulo its size.</summary>
    private long _written;
    private long _taken;

    /// <summary>Position behind the last packet; what lies before it may be read by the taking thread.</summary>
    public long Written => Volatile.Read(ref _written);

    public long Taken => Volatile.Read(ref _taken);

    /// <returns>False when there is no room: nothing is appended.</returns>
    public bool TryAppend(RingKind kind, int tap, long sequence, long arrival, ReadOnlySpan<byte> packet)
    {
        var needed = Aligned(HeaderLength + packet.Length);
        var at = (int)(_written % capacity);
        var skipped = at + needed > capacity ? capacity - at : 0;
        if (_written + skipped + needed - Volatile.Read(ref _taken) > capacity) return false;
        if (skipped > 0)
        {
            MemoryMarshal.Write(_ring.AsSpan(at), -1);
            at = 0;
        }

        MemoryMarshal.Write(_ring.AsSpan(at), new Header(packet.Length, kind, tap, sequence, arrival));
        packet.CopyTo(_ring.AsSpan(at + HeaderLength));
        Volatile.Write(ref _written, _written + skipped + needed);
        return true;
    }

    /// <summary>The next packet before <paramref name="until"/>; its bytes stay until <see cref="Release"/>.</summary>
    public bool TryPeek(long until, out Header header, out ReadOnlySpan<byte> packet)
    {
        header = default;
        packet = default;
        if (_taken >= until) return false;
        var at = (int)(_taken % capacity);
        if (MemoryMarshal.Read<int>(_ring.AsSpan(at)) < 0)
        {
            Volatile.Write(ref _taken, _taken + capacity - at);
            at = 0;
        }

        header = MemoryMarshal.Read<Header>(_ring.AsSpan(at));
        packet = _ring.AsSpan(at + HeaderLength, header.Length);
        return true;
    }

    public void Release(in Header header) => Volatile.Write(ref _taken, _taken + Aligned(HeaderLength + header.Length));

    private static int Aligned(int length) => (length + Alignment - 1) & -Alignment;

    /// <param name="Length">Bytes of the packet; -1 instead of a header: go on at the ring's start.</param>
    /// <param name="Arrival">Loop time in microseconds.</param>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly record struct Header(int Length, RingKind Kind, int Tap, long Sequence, long Arrival);
}

internal enum RingKind
{
    Packet,

    /// <summary>A sender report: NTP timestamp in place of the sequence number, RTP timestamp in the four bytes.</summary>
    Report,
}
