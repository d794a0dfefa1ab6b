namespace VirtualWindow.Rtc.Rtp;

/// <summary>Walks header extension elements, one-byte or two-byte form (RFC 8285 §4.2, §4.3); a broken tail ends the walk.</summary>
public ref struct RtpExtensionReader(ushort profile, ReadOnlySpan<byte> elements)
{
    public const ushort OneByteProfile = 0xBEDE;
    public const ushort TwoByteProfile = 0x1000;
    private const ushort TwoByteProfileMask = 0xFFF0;
    private const byte PaddingId = 0;
    private const byte StopId = 15;

    private readonly bool _oneByte = profile == OneByteProfile;
    private ReadOnlySpan<byte> _rest = profile == OneByteProfile || (profile & TwoByteProfileMask) == TwoByteProfile ? elements : default;

    public byte Id { get; private set; }

    public ReadOnlySpan<byte> Value { get; private set; }

    public bool MoveNext()
    {
        while (!_rest.IsEmpty && _rest[0] == PaddingId) _rest = _rest[1..];
        return _oneByte ? MoveNextOneByte() : MoveNextTwoByte();
    }

    private bool MoveNextOneByte()
    {
        if (_rest.IsEmpty) return false;
        Id = (byte)(_rest[0] >> 4);
        var length = (_rest[0] & 0x0F) + 1;
        return Id is not StopId and not PaddingId && Take(1, length);
    }

    private bool MoveNextTwoByte()
    {
        if (_rest.Length < 2) return false;
        Id = _rest[0];
        return Take(2, _rest[1]);
    }

    private bool Take(int prefix, int length)
    {
        if (_rest.Length < prefix + length) return false;
        Value = _rest.Slice(prefix, length);
        _rest = _rest[(prefix + length)..];
        return true;
    }
}
