using System.Buffers.Binary;
using VirtualWindow.MediaNode.Udp;

namespace VirtualWindow.MediaNode.Tcp;

/// <summary>
/// Cuts a byte stream into packets (RFC 4571 §2). The memory is pinned: rooms keep pointers into it until their batch ends.
/// <code>
/// |  length (16)  |  packet of STUN, DTLS, SRTP or SRTCP  |  length (16)  | …
/// </code>
/// </summary>
internal sealed class IncomingFrames
{
    /// <summary>A handful of full packets: more would only wait in the kernel's buffer instead.</summary>
    public const int Capacity = 16 << 10;

    private const int LengthBytes = 2;

    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(Capacity, pinned: true);
    private int _start;
    private int _end;

    /// <summary>Where the next bytes of the stream go; never empty after <see cref="MakeRoom"/>.</summary>
    public Memory<byte> Free => _bytes.AsMemory(_end);

    /// <summary>The sender announced a packet that no peer sends: whatever follows cannot be trusted.</summary>
    public bool IsBroken { get; private set; }

    public void Take(int count) => _end += count;

    /// <summary>The next whole packet, valid until <see cref="MakeRoom"/>; empty packets are skipped.</summary>
    public bool TryNext(out Span<byte> packet)
    {
        packet = default;
        while (!IsBroken && _end - _start >= LengthBytes)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(_bytes.AsSpan(_start));
            IsBroken = length > UdpPort.MaxDatagram;
            if (IsBroken || _end - _start < LengthBytes + length) return false;
            packet = _bytes.AsSpan(_start + LengthBytes, length);
            _start += LengthBytes + length;
            if (length > 0) return true;
        }
        return false;
    }

    /// <summary>Moves the beginning of an unfinished packet to the front; packets given out are gone.</summary>
    public void MakeRoom()
    {
        _bytes.AsSpan(_start.._end).CopyTo(_bytes);
        _end -= _start;
        _start = 0;
    }
}
