using System.Buffers.Binary;
using VirtualWindow.Rtc.Rtp;

namespace VirtualWindow.Sfu.Recording;

/// <summary>Joins the packets of a VP8 frame (RFC 7741 §4): descriptors off, payloads in order, complete only without a gap.</summary>
internal sealed class Vp8Assembly
{
    /// <summary>Frame tag, start code and size of a key frame (RFC 6386 §9.1).</summary>
    private const int KeyFrameHeader = 10;

    private byte[] _frame = new byte[32 << 10];
    private int _length;
    private uint _timestamp;
    private bool _assembling;

    /// <summary>True until a key frame begins: inter frames before it cannot be decoded.</summary>
    public bool AwaitsKeyFrame { get; private set; } = true;

    public ReadOnlySpan<byte> Frame => _frame.AsSpan(0, _length);

    public bool IsKeyFrame { get; private set; }

    public int Width { get; private set; }

    public int Height { get; private set; }

    /// <summary>Takes the next packet in order.</summary>
    /// <returns>True when <see cref="Frame"/> is complete with it.</returns>
    public bool Take(in RtpHeader header, ReadOnlySpan<byte> payload)
    {
        if (!Vp8Descriptor.TryParse(payload, out var descriptor)) return false;
        var data = payload[descriptor.Length..];
        if (descriptor.StartsFrame && !TryBegin(header, descriptor.StartsKeyFrame, data)) return false;
        if (!_assembling || header.Timestamp != _timestamp) return false;
        Append(data);
        if (!header.Marker) return false;
        _assembling = false;
        return true;
    }

    /// <summary>Packets are missing: whatever depends on them is of no use.</summary>
    public void Lose()
    {
        _assembling = false;
        AwaitsKeyFrame = true;
    }

    private bool TryBegin(in RtpHeader header, bool isKeyFrame, ReadOnlySpan<byte> data)
    {
        _assembling = false;
        if (AwaitsKeyFrame && !isKeyFrame) return false;
        if (isKeyFrame && !TryReadSize(data)) return false;
        (AwaitsKeyFrame, IsKeyFrame) = (false, isKeyFrame);
        (_assembling, _length, _timestamp) = (true, 0, header.Timestamp);
        return true;
    }

    private bool TryReadSize(ReadOnlySpan<byte> data)
    {
        const int sizeMask = 0x3FFF; // the upper two bits ask for upscaling
        if (data.Length < KeyFrameHeader || data[3] != 0x9D || data[4] != 0x01 || data[5] != 0x2A) return false;
        Width = BinaryPrimitives.ReadUInt16LittleEndian(data[6..]) & sizeMask;
        Height = BinaryPrimitives.ReadUInt16LittleEndian(data[8..]) & sizeMask;
        return Width > 0 && Height > 0;
    }

    private void Append(ReadOnlySpan<byte> data)
    {
        if (_length + data.Length > _frame.Length) Array.Resize(ref _frame, Math.Max(_frame.Length * 2, _length + data.Length));
        data.CopyTo(_frame.AsSpan(_length));
        _length += data.Length;
    }
}
