using System.Buffers.Binary;

namespace VirtualWindow.Rtc.Rtcp;

/// <summary>
/// Full intra requests (RFC 5104 §4.3.1): each entry names a media source and numbers the command.
/// <code>
/// |                  SSRC of packet sender                        |
/// |                  SSRC of media source (0)                     |
/// |                              SSRC                             |
/// | command number|                 reserved                      | …
/// </code>
/// </summary>
public ref struct FullIntraReader
{
    private ReadOnlySpan<byte> _entries;

    public uint MediaSsrc { get; private set; }

    public byte CommandNumber { get; private set; }

    public static bool TryParse(in RtcpPacket packet, out FullIntraReader requests)
    {
        requests = default;
        if (packet.Type != RtcpType.PayloadFeedback || packet.Count != FeedbackFormat.FullIntra || packet.Body.Length < 16) return false;
        requests = new FullIntraReader { _entries = packet.Body[8..] };
        return true;
    }

    public bool MoveNext()
    {
        if (_entries.Length < 8) return false;
        MediaSsrc = BinaryPrimitives.ReadUInt32BigEndian(_entries);
        CommandNumber = _entries[4];
        _entries = _entries[8..];
        return true;
    }
}
