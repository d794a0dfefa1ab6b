using System.Buffers.Binary;

namespace VirtualWindow.MediaNode.Tcp;

/// <summary>
/// Packets on their way into one TCP connection, whole frames only (RFC 4571 §2). Two buffers take turns: one is filled while
/// the kernel takes the other. They grow to <see cref="Limit"/> as far as the line needs it and are kept then.
/// </summary>
internal sealed class OutgoingFrames
{
    /// <summary>Nothing is taken beyond it. A second of a 1 Mbit/s picture: older would be worthless.</summary>
    public const int Limit = 128 << 10;

    /// <summary>From here on pictures wait outside, so that the rest is left to sound, reports and checks.</summary>
    public const int PictureLimit = 64 << 10;

    private const int FirstSize = 4 << 10;
    private const int LengthBytes = 2;

    private byte[] _filling = new byte[FirstSize];
    private byte[] _leaving = new byte[FirstSize];
    private int _filled;

    /// <summary>Bytes that wait for their turn.</summary>
    public int Waiting => _filled;

    /// <returns>Room for a packet of at most <paramref name="capacity"/> bytes; empty when the limit is reached.</returns>
    public Span<byte> Reserve(int capacity)
    {
        var needed = _filled + LengthBytes + capacity;
        if (needed > Limit) return [];
        if (needed > _filling.Length) Array.Resize(ref _filling, Math.Min(Limit, Math.Max(needed, _filling.Length * 2)));
        return _filling.AsSpan(_filled + LengthBytes, capacity);
    }

    public void Commit(int length)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_filling.AsSpan(_filled), checked((ushort)length));
        _filled += LengthBytes + length;
    }

    /// <summary>What was filled; the caller is done with what it took before.</summary>
    public Memory<byte> TakeFilled()
    {
        (_filling, _leaving) = (_leaving, _filling);
        var taken = _leaving.AsMemory(0, _filled);
        _filled = 0;
        return taken;
    }
}
