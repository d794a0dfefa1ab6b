using System.Buffers.Binary;

namespace VirtualWindow.Rtc.Sctp;

/// <summary>Writes one packet, chunk by chunk; the caller has asked <see cref="Room"/> before.</summary>
internal ref struct SctpWriter
{
    private readonly Span<byte> _buffer;
    private int _length;
    private int _chunk;

    public SctpWriter(Span<byte> buffer, ushort sourcePort, ushort destinationPort, uint verificationTag)
    {
        _buffer = buffer;
        BinaryPrimitives.WriteUInt16BigEndian(buffer, sourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[2..], destinationPort);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[4..], verificationTag);
        _length = SctpPacket.HeaderLength;
    }

    /// <summary>Nothing but the common header so far.</summary>
    public readonly bool IsEmpty => _length == SctpPacket.HeaderLength;

    /// <summary>Bytes of chunk value that still fit behind a new chunk header.</summary>
    public readonly int Room => (_buffer.Length - _length & ~3) - SctpChunk.HeaderLength;

    public void Open(SctpChunkType type, byte flags = 0)
    {
        _chunk = _length;
        _buffer[_length] = (byte)type;
        _buffer[_length + 1] = flags;
        _length += SctpChunk.HeaderLength;
    }

    public void Write(ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_buffer[_length..], value);
        _length += sizeof(ushort);
    }

    public void Write(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_buffer[_length..], value);
        _length += sizeof(uint);
    }

    public void Write(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer[_length..]);
        _length += bytes.Length;
    }

    /// <summary>A parameter or error cause with its padding (RFC 9260 §3.2.1).</summary>
    public void WriteParameter(ushort type, scoped ReadOnlySpan<byte> value)
    {
        Write(type);
        Write((ushort)(SctpChunk.HeaderLength + value.Length));
        Write(value);
        Pad();
    }

    /// <summary>Sets the chunk's length and pads it.</summary>
    public void Close()
    {
        BinaryPrimitives.WriteUInt16BigEndian(_buffer[(_chunk + 2)..], (ushort)(_length - _chunk));
        Pad();
    }

    /// <summary>A chunk made elsewhere, header included.</summary>
    public void WriteChunk(scoped ReadOnlySpan<byte> chunk)
    {
        Write(chunk);
        Pad();
    }

    /// <returns>Bytes of the packet, checksum in place; 0 when it has no chunk.</returns>
    public readonly int Finish()
    {
        if (IsEmpty) return 0;
        SctpPacket.WriteChecksum(_buffer[.._length]);
        return _length;
    }

    private void Pad()
    {
        while (_length % 4 != 0) _buffer[_length++] = 0;
    }
}
