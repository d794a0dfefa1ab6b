using System.Buffers.Binary;

namespace VirtualWindow.Rtc.Rtcp;

/// <summary>Sources that leave (RFC 3550 §6.6); the reason text is not read.</summary>
public ref struct ByeReader
{
    private ReadOnlySpan<byte> _sources;

    public uint Current { get; private set; }

    public static bool TryParse(in RtcpPacket packet, out ByeReader sources)
    {
        sources = default;
        if (packet.Type != RtcpType.Bye || packet.Body.Length < packet.Count * 4) return false;
        sources = new ByeReader { _sources = packet.Body[..(packet.Count * 4)] };
        return true;
    }

    public bool MoveNext()
    {
        if (_sources.IsEmpty) return false;
        Current = BinaryPrimitives.ReadUInt32BigEndian(_sources);
        _sources = _sources[4..];
        return true;
    }
}
