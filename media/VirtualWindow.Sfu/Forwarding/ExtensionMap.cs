using VirtualWindow.Rtc.Rtp;

namespace VirtualWindow.Sfu.Forwarding;

/// <summary>
/// Header extensions that both sides negotiated, by the publisher's id (RFC 8285). Those that only mean something on
/// one connection (mid, rid, transport-wide sequence) are left out: receivers know the stream by its announced SSRC.
/// </summary>
internal sealed class ExtensionMap
{
    private const int MaxOneByteId = 14;
    private const int MaxOneByteLength = 16;
    private const int ProfileLength = 4;

    private static readonly string[] PerConnection =
    [
        "urn:ietf:params:rtp-hdrext:sdes:mid",
        "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id",
        "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id",
        "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
    ];

    public static readonly ExtensionMap Empty = new(null);

    private readonly byte[]? _target;

    private ExtensionMap(byte[]? target) => _target = target;

    /// <summary>Nothing to carry over: the header is then always 12 bytes and CSRCs.</summary>
    public bool IsEmpty => _target is null;

    public static ExtensionMap Between(IReadOnlyDictionary<string, byte> publisher, IReadOnlyDictionary<string, byte> subscriber)
    {
        byte[]? target = null;
        foreach (var (uri, id) in publisher)
        {
            if (PerConnection.Contains(uri) || !subscriber.TryGetValue(uri, out var targetId)) continue;
            if (id == 0 || targetId is 0 or > MaxOneByteId) continue;
            target ??= new byte[256];
            target[id] = targetId;
        }

        return target is null ? Empty : new ExtensionMap(target);
    }

    /// <summary>Writes profile, length and mapped elements in one-byte form; nothing when no element is mapped.</summary>
    /// <returns>Bytes written, a multiple of four.</returns>
    public int Write(RtpExtensionReader source, Span<byte> destination)
    {
        var at = ProfileLength;
        while (source.MoveNext())
        {
            var id = _target![source.Id];
            var length = source.Value.Length;
            if (id == 0 || length is 0 or > MaxOneByteLength || at + 1 + length > destination.Length) continue;
            destination[at] = (byte)((id << 4) | (length - 1));
            source.Value.CopyTo(destination[(at + 1)..]);
            at += 1 + length;
        }

        if (at == ProfileLength) return 0;
        while (at % 4 != 0) destination[at++] = 0;
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(destination, RtpExtensionReader.OneByteProfile);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)((at - ProfileLength) / 4));
        return at;
    }
}
