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

    private static readonly string[] PerConnection =
    [
        HeaderExtensionUri.Mid,
        HeaderExtensionUri.StreamId,
        HeaderExtensionUri.RepairedStreamId,
        HeaderExtensionUri.TransportSequence,
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

    /// <summary>Writes the mapped elements in one-byte form (RFC 8285 §4.2).</summary>
    /// <returns>Bytes written.</returns>
    public int WriteElements(RtpExtensionReader source, Span<byte> destination)
    {
        if (_target is null) return 0;
        var at = 0;
        while (source.MoveNext())
        {
            var id = _target[source.Id];
            var length = source.Value.Length;
            if (id == 0 || length is 0 or > MaxOneByteLength || at + 1 + length > destination.Length) continue;
            destination[at] = (byte)((id << 4) | (length - 1));
            source.Value.CopyTo(destination[(at + 1)..]);
            at += 1 + length;
        }

        return at;
    }
}
