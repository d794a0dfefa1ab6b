using System.Buffers.Binary;

namespace VirtualWindow.Rtc.Rtcp;

/// <summary>CNAMEs of a source description packet (RFC 3550 §6.5), chunk by chunk; other items are skipped.</summary>
public ref struct SourceDescriptionReader
{
    private const byte EndOfList = 0;
    private const byte CnameItem = 1;

    private ReadOnlySpan<byte> _rest;
    private int _left;

    public uint Ssrc { get; private set; }

    /// <summary>UTF-8, empty when the chunk names none.</summary>
    public ReadOnlySpan<byte> Cname { get; private set; }

    public static bool TryParse(in RtcpPacket packet, out SourceDescriptionReader chunks)
    {
        chunks = default;
        if (packet.Type != RtcpType.SourceDescription) return false;
        chunks = new SourceDescriptionReader { _rest = packet.Body, _left = packet.Count };
        return true;
    }

    public bool MoveNext()
    {
        if (_left == 0 || _rest.Length < 8) return false;
        Ssrc = BinaryPrimitives.ReadUInt32BigEndian(_rest);
        Cname = default;
        var at = 4;
        while (at < _rest.Length && _rest[at] != EndOfList)
        {
            if (_rest.Length < at + 2 || _rest.Length < at + 2 + _rest[at + 1]) return End();
            if (_rest[at] == CnameItem) Cname = _rest.Slice(at + 2, _rest[at + 1]);
            at += 2 + _rest[at + 1];
        }

        var next = (at / 4 * 4) + 4; // the list ends with 1 to 4 zero bytes
        if (at >= _rest.Length || next > _rest.Length) return End();
        _rest = _rest[next..];
        _left--;
        return true;
    }

    private bool End()
    {
        _left = 0;
        return false;
    }
}
