using System.Globalization;

namespace VirtualWindow.Rtc.Sdp;

/// <summary>Reads an offer. Bounded in every direction and forgiving about what it does not need; never throws.</summary>
public static class SdpParser
{
    public const int MaxLength = 64 * 1024;
    public const int MaxLineLength = 4096;
    public const int MaxMedia = 64;

    /// <summary>Per m-line: more rtpmap, rtcp-fb, extmap or ssrc lines than any browser writes are ignored.</summary>
    internal const int MaxEntries = 128;

    /// <param name="reason">A code of <see cref="SdpRefusal"/> when false.</param>
    public static bool TryParse(string? text, out SessionDescription session, out string? reason)
    {
        session = new();
        reason = text is null || text.Length > MaxLength ? SdpRefusal.TooLarge : null;
        if (reason is not null) return false;

        MediaDescription? media = null;
        var first = true;
        foreach (var raw in text.AsSpan().EnumerateLines())
        {
            var line = raw.TrimEnd();
            if (line.IsEmpty) continue;
            reason = FaultOf(line, first);
            if (reason is not null) return false;
            first = false;
            if (line[0] == 'm' && !TryAddMedia(line[2..], session, out media, out reason)) return false;
            if (line[0] == 'a') ReadAttribute(line[2..], session, media);
        }
        reason = first ? SdpRefusal.Malformed : null;
        return reason is null;
    }

    private static string? FaultOf(ReadOnlySpan<char> line, bool first)
    {
        if (line.Length < 2 || line.Length > MaxLineLength || line[1] != '=') return SdpRefusal.Malformed;
        if (first && line is not "v=0") return SdpRefusal.Malformed;
        // Parts of lines are echoed in the answer; a control character there could forge another line.
        foreach (var c in line)
        {
            if (char.IsControl(c) && c != '\t') return SdpRefusal.Malformed;
        }
        return null;
    }

    private static bool TryAddMedia(ReadOnlySpan<char> value, SessionDescription session, out MediaDescription? media, out string? reason)
    {
        media = null;
        reason = SdpRefusal.Malformed;
        Span<Range> parts = stackalloc Range[4];
        if (value.Split(parts, ' ', StringSplitOptions.RemoveEmptyEntries) < 4) return false;
        var port = value[parts[1]];
        var slash = port.IndexOf('/');
        if (!ushort.TryParse(slash < 0 ? port : port[..slash], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return false;
        reason = SdpRefusal.TooManyMedia;
        if (session.Media.Count == MaxMedia) return false;
        media = new(value[parts[0]].ToString(), number, value[parts[2]].ToString(), value[parts[3]].ToString());
        session.Media.Add(media);
        reason = null;
        return true;
    }

    private static void ReadAttribute(ReadOnlySpan<char> attribute, SessionDescription session, MediaDescription? media)
    {
        var colon = attribute.IndexOf(':');
        var name = colon < 0 ? attribute : attribute[..colon];
        var value = colon < 0 ? default : attribute[(colon + 1)..].Trim();
        if (ReadDirection(name) is { } direction)
        {
            if (media is null) session.Direction = direction;
            else media.Direction = direction;
        }
        else if (!ReadTransport(name, value, media?.Transport ?? session.Transport))
        {
            if (media is not null) ReadMedia(name, value, media);
            else if (name is "group") ReadGroup(value, session);
        }
    }

    private static MediaDirection? ReadDirection(ReadOnlySpan<char> name) => name switch
    {
        "sendrecv" => MediaDirection.SendRecv,
        "sendonly" => MediaDirection.SendOnly,
        "recvonly" => MediaDirection.RecvOnly,
        "inactive" => MediaDirection.Inactive,
        _ => null,
    };

    private static bool ReadTransport(ReadOnlySpan<char> name, ReadOnlySpan<char> value, TransportDescription transport)
    {
        switch (name)
        {
            case "ice-ufrag": transport.Ufrag ??= value.ToString(); return true;
            case "ice-pwd": transport.Password ??= value.ToString(); return true;
            case "setup": transport.Setup ??= value.ToString(); return true;
            case "fingerprint": transport.Sha256Fingerprint ??= ReadFingerprint(value); return true;
            default: return false;
        }
    }

    /// <summary>"sha-256 AA:BB:…" (RFC 8122 §5) to 32 bytes; null for every other hash or shape.</summary>
    private static byte[]? ReadFingerprint(ReadOnlySpan<char> value)
    {
        const string hash = "sha-256 ";
        const int hexLength = (32 * 3) - 1;
        if (!value.StartsWith(hash, StringComparison.OrdinalIgnoreCase)) return null;
        var hex = value[hash.Length..].Trim();
        if (hex.Length != hexLength) return null;
        var bytes = new byte[32];
        for (var i = 0; i < bytes.Length; i++)
        {
            if (i > 0 && hex[(i * 3) - 1] != ':') return null;
            if (!byte.TryParse(hex.Slice(i * 3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[i])) return null;
        }
        return bytes;
    }

    private static void ReadGroup(ReadOnlySpan<char> value, SessionDescription session)
    {
        if (!value.StartsWith("BUNDLE ") || session.Bundle.Count > 0) return;
        foreach (var part in value["BUNDLE ".Length..].Split(' '))
        {
            var mid = value["BUNDLE ".Length..][part];
            if (!mid.IsEmpty && session.Bundle.Count < MaxMedia) session.Bundle.Add(mid.ToString());
        }
    }

    private static void ReadMedia(ReadOnlySpan<char> name, ReadOnlySpan<char> value, MediaDescription media)
    {
        switch (name)
        {
            case "mid": media.Mid ??= value.IsEmpty ? null : value.ToString(); break;
            case "rtcp-mux": media.RtcpMux = true; break;
            case "rtcp-rsize": media.RtcpReducedSize = true; break;
            case "bundle-only": media.BundleOnly = true; break;
            case "rtpmap": ReadRtpMap(value, media); break;
            case "fmtp": ReadFmtp(value, media); break;
            case "rtcp-fb": ReadFeedback(value, media); break;
            case "extmap": ReadExtension(value, media); break;
            case "ssrc": ReadSsrc(value, media); break;
            case "rid": ReadRid(value, media); break;
            case "simulcast": ReadSimulcast(value, media); break;
            case "sctp-port" or "sctpmap" or "max-message-size": DataLine.ReadAttribute(name, value, media); break;
        }
    }

    private static void ReadRtpMap(ReadOnlySpan<char> value, MediaDescription media)
    {
        if (!TryReadPayloadType(value, out var payloadType, out var rest) || media.RtpMaps.Count >= MaxEntries) return;
        Span<Range> parts = stackalloc Range[3];
        var count = rest.Split(parts, '/');
        if (count < 2 || !int.TryParse(rest[parts[1]], NumberStyles.None, CultureInfo.InvariantCulture, out var clockRate)) return;
        var channels = 1;
        if (count == 3 && !int.TryParse(rest[parts[2]], NumberStyles.None, CultureInfo.InvariantCulture, out channels)) return;
        media.RtpMaps.Add(new(payloadType, rest[parts[0]].ToString(), clockRate, channels));
    }

    private static void ReadFmtp(ReadOnlySpan<char> value, MediaDescription media)
    {
        if (TryReadPayloadType(value, out var payloadType, out var rest) && media.Fmtp.Count < MaxEntries) media.Fmtp.TryAdd(payloadType, rest.ToString());
    }

    private static void ReadFeedback(ReadOnlySpan<char> value, MediaDescription media)
    {
        if (media.Feedback.Count >= MaxEntries) return;
        if (value.StartsWith("* ")) media.Feedback.Add((null, value[2..].Trim().ToString()));
        else if (TryReadPayloadType(value, out var payloadType, out var rest)) media.Feedback.Add((payloadType, rest.ToString()));
    }

    private static void ReadExtension(ReadOnlySpan<char> value, MediaDescription media)
    {
        Span<Range> parts = stackalloc Range[3];
        if (value.Split(parts, ' ', StringSplitOptions.RemoveEmptyEntries) < 2 || media.Extensions.Count >= MaxEntries) return;
        var id = value[parts[0]];
        var slash = id.IndexOf('/');
        if (!byte.TryParse(slash < 0 ? id : id[..slash], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return;
        media.Extensions.TryAdd(value[parts[1]].ToString(), number);
    }

    private static void ReadSsrc(ReadOnlySpan<char> value, MediaDescription media)
    {
        var space = value.IndexOf(' ');
        if (!uint.TryParse(space < 0 ? value : value[..space], NumberStyles.None, CultureInfo.InvariantCulture, out var ssrc)) return;
        if (media.Ssrcs.Count < MaxEntries && !media.Ssrcs.Contains(ssrc)) media.Ssrcs.Add(ssrc);
    }

    /// <summary>"hi send pt=96;max-width=1280": what the layer is restricted to does not matter to a server that only chooses.</summary>
    private static void ReadRid(ReadOnlySpan<char> value, MediaDescription media)
    {
        Span<Range> parts = stackalloc Range[3];
        if (value.Split(parts, ' ', StringSplitOptions.RemoveEmptyEntries) < 2 || value[parts[1]] is not "send") return;
        var id = value[parts[0]];
        if (IsRid(id) && media.SentRids.Count < MaxEntries) media.SentRids.Add(id.ToString());
    }

    /// <summary>"send hi,hi2;~lo recv x" (RFC 8853 §5.1): layers by semicolon, alternatives by comma, "~" is initially paused.</summary>
    private static void ReadSimulcast(ReadOnlySpan<char> value, MediaDescription media)
    {
        Span<Range> parts = stackalloc Range[5];
        var count = value.Split(parts, ' ', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i + 1 < count; i += 2)
        {
            if (value[parts[i]] is not "send" || media.SentLayers.Count > 0) continue;
            var layers = value[parts[i + 1]];
            foreach (var range in layers.Split(';'))
            {
                var layer = layers[range].TrimStart('~');
                var comma = layer.IndexOf(',');
                if (comma >= 0) layer = layer[..comma];
                if (IsRid(layer) && media.SentLayers.Count < MaxEntries) media.SentLayers.Add(layer.ToString());
            }
        }
    }

    /// <summary>RFC 8851 §10: letters, digits, "-" and "_"; 16 is what a one-byte header extension can carry.</summary>
    private static bool IsRid(ReadOnlySpan<char> id)
    {
        foreach (var c in id)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not '-' and not '_') return false;
        }
        return id.Length is > 0 and <= 16;
    }

    private static bool TryReadPayloadType(ReadOnlySpan<char> value, out byte payloadType, out ReadOnlySpan<char> rest)
    {
        var space = value.IndexOf(' ');
        payloadType = 0;
        rest = space < 0 ? default : value[(space + 1)..].Trim();
        return space > 0 && byte.TryParse(value[..space], NumberStyles.None, CultureInfo.InvariantCulture, out payloadType) && payloadType < 128;
    }
}
