using System.Globalization;
using System.Net;
using System.Text;
using VirtualWindow.Rtc.Ice;

namespace VirtualWindow.Rtc.Sdp;

/// <summary>What of the server goes into an answer.</summary>
/// <param name="SessionId">Number for the o-line, below 2^63 (RFC 8829 §5.2.1).</param>
/// <param name="Fingerprint">"AA:BB:…", sha-256.</param>
/// <param name="Candidates">Addresses of the host candidates, best first; at least one.</param>
/// <param name="AcceptsTcp">Each address is a passive TCP candidate too.</param>
/// <param name="MaxMessageBytes">Longest data channel message taken.</param>
public sealed record AnswerTransport(ulong SessionId, IceCredentials Ice, string Fingerprint, IReadOnlyList<IPEndPoint> Candidates, bool AcceptsTcp = false, int MaxMessageBytes = 256 * 1024)
{
    /// <summary>"passive" in an answer, "actpass" in an offer (RFC 8842 §5.1, RFC 8829 §5.2.1).</summary>
    public string Setup { get; init; } = "passive";

    /// <summary>Grows with each description of one session (RFC 8866 §5.2).</summary>
    public int Version { get; init; } = 1;
}

/// <summary>Writes the answer to a negotiated offer (RFC 8829 §5.3, RFC 8839, RFC 9143).</summary>
public static class AnswerWriter
{
    public static string Write(NegotiatedSession session, AnswerTransport transport)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(transport);
        var answer = new Lines();
        WriteSession(answer, session, transport);
        var first = true;
        foreach (var line in session.Lines)
        {
            if (line.Media is { } media) WriteMedia(answer, line, media, transport, first);
            else if (line.Data is { } data) WriteData(answer, line.Offered, data, transport, first);
            else WriteRejected(answer, line.Offered);
            first &= !line.IsServed;
        }
        return answer.ToString();
    }

    private static void WriteSession(Lines answer, NegotiatedSession session, AnswerTransport transport)
    {
        answer.Add($"v=0");
        answer.Add($"o=- {transport.SessionId} {transport.Version} IN IP4 0.0.0.0");
        answer.Add($"s=-");
        answer.Add($"t=0 0");
        // Session level on purpose: some stacks ignore it elsewhere (RFC 8839 §5.3 allows nothing else).
        answer.Add($"a=ice-lite");
        if (session.Bundled) answer.Add($"a=group:BUNDLE {string.Join(' ', session.Lines.Where(line => line.IsServed).Select(line => line.Offered.Mid))}");
        answer.Add($"a=msid-semantic: WMS *");
    }

    private static void WriteRejected(Lines answer, MediaDescription offered)
    {
        answer.Add($"m={offered.Kind} 0 {offered.Protocol} {offered.Formats}");
        answer.Add($"c=IN IP4 0.0.0.0");
        if (offered.Mid is not null) answer.Add($"a=mid:{offered.Mid}");
        answer.Add($"a=inactive");
    }

    private static void WriteMedia(Lines answer, NegotiatedLine line, NegotiatedMedia media, AnswerTransport transport, bool first)
    {
        var offered = line.Offered;
        var formats = media.Codecs.SelectMany(codec => codec.RtxPayloadType is { } rtx ? [codec.PayloadType, rtx] : new[] { codec.PayloadType });
        WriteOpening(answer, offered, string.Join(' ', formats), transport, first);
        if (media.Mid.Length > 0) answer.Add($"a=mid:{media.Mid}");
        answer.Add($"a={DirectionOf(media)}");
        foreach (var (uri, id) in media.Extensions) answer.Add($"a=extmap:{id} {uri}");
        answer.Add($"a=rtcp-mux");
        if (offered.RtcpReducedSize) answer.Add($"a=rtcp-rsize");
        foreach (var codec in media.Codecs) WriteCodec(answer, codec);
        WriteLayers(answer, media);
        if (media.Sends) WriteSource(answer, media, line.Stream ?? StreamOf(media, transport));
    }

    private static void WriteData(Lines answer, MediaDescription offered, NegotiatedData data, AnswerTransport transport, bool first)
    {
        WriteOpening(answer, offered, offered.Formats, transport, first);
        if (data.Mid.Length > 0) answer.Add($"a=mid:{data.Mid}");
        foreach (var attribute in DataLine.Attributes(data, transport.MaxMessageBytes)) answer.Add($"{attribute}");
    }

    private static void WriteOpening(Lines answer, MediaDescription offered, string formats, AnswerTransport transport, bool first)
    {
        var main = transport.Candidates[0];
        answer.Add($"m={offered.Kind} {main.Port} {offered.Protocol} {formats}");
        var address = HostCandidate.TextOf(main.Address);
        answer.Add($"c=IN {(address.Contains(':') ? "IP6" : "IP4")} {address}");
        WriteTransport(answer, transport, first);
    }

    /// <summary>The candidates stand once: the bundle's other m-lines share the transport (RFC 9143 §7.1.3).</summary>
    private static void WriteTransport(Lines answer, AnswerTransport transport, bool withCandidates)
    {
        answer.Add($"a=ice-ufrag:{transport.Ice.Ufrag}");
        answer.Add($"a=ice-pwd:{transport.Ice.Password}");
        answer.Add($"a=fingerprint:sha-256 {transport.Fingerprint}");
        answer.Add($"a=setup:{transport.Setup}");
        if (!withCandidates) return;
        var foundation = 0;
        foreach (var candidate in HostCandidate.All(transport.Candidates, transport.AcceptsTcp)) answer.Add($"a=candidate:{candidate.ToSdp(++foundation)}");
        answer.Add($"a=end-of-candidates");
    }

    private static void WriteCodec(Lines answer, NegotiatedCodec codec)
    {
        var channels = codec.Channels == 1 ? "" : "/" + codec.Channels.ToString(CultureInfo.InvariantCulture);
        answer.Add($"a=rtpmap:{codec.PayloadType} {codec.Name}/{codec.ClockRate}{channels}");
        if (codec.Fmtp is not null) answer.Add($"a=fmtp:{codec.PayloadType} {codec.Fmtp}");
        foreach (var feedback in codec.Feedback) answer.Add($"a=rtcp-fb:{codec.PayloadType} {feedback}");
        if (codec.RtxPayloadType is not { } rtx) return;
        answer.Add($"a=rtpmap:{rtx} rtx/{codec.ClockRate}");
        answer.Add($"a=fmtp:{rtx} apt={codec.PayloadType}");
    }

    /// <summary>All the layers that were offered and taken (RFC 8853 §5.3.2).</summary>
    private static void WriteLayers(Lines answer, NegotiatedMedia media)
    {
        if (media.Rids.Count == 0) return;
        foreach (var rid in media.Rids) answer.Add($"a=rid:{rid} recv");
        answer.Add($"a=simulcast:recv {string.Join(';', media.Rids)}");
    }

    /// <summary>One stream for all that a peer is sent, so that audio and video are played in step; one cname for the same reason.</summary>
    private static StreamName StreamOf(NegotiatedMedia media, AnswerTransport transport) => new(
        "s" + transport.SessionId.ToString(CultureInfo.InvariantCulture),
        (media.Kind == MediaKind.Audio ? "a" : "v") + media.LocalSsrc.ToString(CultureInfo.InvariantCulture));

    private static void WriteSource(Lines answer, NegotiatedMedia media, StreamName name)
    {
        var (stream, track) = (name.Stream, name.Track);
        answer.Add($"a=msid:{stream} {track}");
        // Which stream repeats which (RFC 5576 §4.2, RFC 4588 §8.3).
        if (media.LocalRepairSsrc != 0) answer.Add($"a=ssrc-group:FID {media.LocalSsrc} {media.LocalRepairSsrc}");
        WriteSource(answer, media.LocalSsrc, stream, track);
        if (media.LocalRepairSsrc != 0) WriteSource(answer, media.LocalRepairSsrc, stream, track);
    }

    private static void WriteSource(Lines answer, uint ssrc, string stream, string track)
    {
        answer.Add($"a=ssrc:{ssrc} cname:{stream}");
        answer.Add($"a=ssrc:{ssrc} msid:{stream} {track}");
    }

    private static string DirectionOf(NegotiatedMedia media) => (media.Receives, media.Sends) switch
    {
        (true, true) => "sendrecv",
        (true, false) => "recvonly",
        (false, true) => "sendonly",
        _ => "inactive",
    };

    /// <summary>CRLF lines, numbers in the invariant culture.</summary>
    private sealed class Lines
    {
        private readonly StringBuilder _text = new(2048);

        public void Add(FormattableString line) => _text.Append(line.ToString(CultureInfo.InvariantCulture)).Append("\r\n");

        public override string ToString() => _text.ToString();
    }
}
