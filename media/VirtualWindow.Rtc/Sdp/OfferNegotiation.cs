using System.Globalization;
using VirtualWindow.Rtc.Ice;
using VirtualWindow.Rtc.Rtp;

namespace VirtualWindow.Rtc.Sdp;

/// <summary>What was agreed on: the transport once, and each m-line of the offer accepted or not, in order.</summary>
/// <param name="Lines">As many as the offer has; both parts of a <see cref="NegotiatedLine"/> are null for a rejected one.</param>
public sealed record NegotiatedSession(string RemoteUfrag, byte[] RemoteFingerprint, bool Bundled, IReadOnlyList<NegotiatedLine> Lines);

/// <param name="Data">Set for the line of data channels; a session has at most one (RFC 8841 §8.1 wants one association).</param>
public sealed record NegotiatedLine(MediaDescription Offered, NegotiatedMedia? Media, NegotiatedData? Data = null)
{
    public bool IsServed => Media is not null || Data is not null;

    /// <summary>Stream and track (RFC 8830) that the server names what it sends by; null: one stream for all.</summary>
    public StreamName? Stream { get; init; }
}

/// <param name="Stream">What is played in step: a participant.</param>
/// <param name="Track">Which of the stream's sources: microphone, camera, screen.</param>
public sealed record StreamName(string Stream, string Track);

/// <summary>Decides what of an offer is served: Opus and VP8 and data channels over one DTLS transport, everything else is rejected.</summary>
public static class OfferNegotiation
{
    /// <summary>Three sizes of one picture; a fourth would cost the publisher more than it gives a watcher.</summary>
    public const int MaxLayers = 3;

    private const string TransportFeedback = "transport-cc";

    /// <summary>REMB stays beside transport-cc: it tells a publisher what its watchers can take, which feedback about its own link cannot.</summary>
    private static readonly string[] KeptFeedback = ["nack", "nack pli", "ccm fir", TransportFeedback, "goog-remb"];

    /// <param name="acceptRtx">Keep RTX, both ways.</param>
    /// <param name="nextSsrc">Gives the SSRCs that the server will send with.</param>
    /// <param name="reason">A code of <see cref="SdpRefusal"/> when null is returned.</param>
    public static NegotiatedSession? TryNegotiate(SessionDescription offer, bool acceptRtx, Func<uint> nextSsrc, out string? reason)
    {
        ArgumentNullException.ThrowIfNull(offer);
        ArgumentNullException.ThrowIfNull(nextSsrc);
        var bundled = offer.Bundle.Count > 0;
        var data = offer.Media.Find(media => DataLine.IsServed(media, offer));
        var lines = offer.Media.ConvertAll(media => new NegotiatedLine(
            media,
            IsServed(media, offer) ? Negotiate(media, offer, acceptRtx, nextSsrc) : null,
            ReferenceEquals(media, data) ? DataLine.Negotiate(media) : null));
        var served = lines.FindAll(line => line.IsServed);
        reason = ReasonAgainst(offer, served, bundled, out var transport);
        return reason is null ? new(transport.Ufrag!, transport.Sha256Fingerprint!, bundled, lines) : null;
    }

    private static string? ReasonAgainst(SessionDescription offer, List<NegotiatedLine> served, bool bundled, out TransportDescription transport)
    {
        transport = offer.Transport;
        if (served.Count == 0) return SdpRefusal.NoMedia;
        if (!bundled && served.Count > 1) return SdpRefusal.NoBundle;
        // With BUNDLE the first accepted m-line of the group speaks for all (RFC 9143 §7.2).
        transport = Effective(served[0].Offered.Transport, offer.Transport);
        if (!IceCredentials.IsValid(transport.Ufrag, transport.Password)) return SdpRefusal.NoIce;
        if (transport.Sha256Fingerprint is null) return SdpRefusal.NoFingerprint;
        // Absent means active for an offer (RFC 4145 §4); holdconn cannot be served either.
        return transport.Setup is null or "actpass" or "active" ? null : SdpRefusal.SetupPassive;
    }

    private static TransportDescription Effective(TransportDescription media, TransportDescription session) => new()
    {
        Ufrag = media.Ufrag ?? session.Ufrag,
        Password = media.Password ?? session.Password,
        Setup = media.Setup ?? session.Setup,
        Sha256Fingerprint = media.Sha256Fingerprint ?? session.Sha256Fingerprint,
    };

    private static bool IsServed(MediaDescription media, SessionDescription offer) =>
        media.Kind is "audio" or "video"
        && (media.Port != 0 || media.BundleOnly)
        && media.Protocol is "UDP/TLS/RTP/SAVPF" or "UDP/TLS/RTP/SAVP" or "RTP/SAVPF"
        && media.RtcpMux
        && (offer.Bundle.Count == 0 || (media.Mid is not null && offer.Bundle.Contains(media.Mid)))
        && FindCodec(media) is not null;

    private static NegotiatedMedia Negotiate(MediaDescription media, SessionDescription offer, bool acceptRtx, Func<uint> nextSsrc)
    {
        var direction = media.Direction ?? offer.Direction;
        var receives = direction is MediaDirection.SendRecv or MediaDirection.SendOnly;
        var sends = direction is MediaDirection.SendRecv or MediaDirection.RecvOnly;
        var codec = Negotiate(FindCodec(media)!, media, acceptRtx);
        var rids = receives ? LayersOf(media) : [];
        return new(
            media.Mid ?? "",
            media.Kind == "audio" ? MediaKind.Audio : MediaKind.Video,
            receives,
            sends,
            [codec],
            media.Ssrcs,
            sends ? nextSsrc() : 0,
            KeepExtensions(media, ExtensionsFor(codec, receives, rids.Count > 0)))
        {
            Rids = rids,
            LocalRepairSsrc = sends && codec.RtxPayloadType is not null ? nextSsrc() : 0,
        };
    }

    /// <summary>Layers are told apart by the rid extension; without it, or with one layer, the m-line is an ordinary stream.</summary>
    private static List<string> LayersOf(MediaDescription media)
    {
        if (media.Kind != "video" || !media.Extensions.ContainsKey(HeaderExtensionUri.StreamId)) return [];
        List<string> layers = [.. media.SentLayers.Where(media.SentRids.Contains).Distinct().Take(MaxLayers)];
        return layers.Count > 1 ? layers : [];
    }

    /// <summary>What an m-line keeps of the offer's extensions; the forwarding path knows exactly these.</summary>
    private static IEnumerable<string> ExtensionsFor(NegotiatedCodec codec, bool receives, bool layered)
    {
        yield return HeaderExtensionUri.Mid;
        // The send time is what REMB is made of; with transport-wide numbers it would be four idle bytes a packet.
        yield return codec.Feedback.Contains(TransportFeedback) ? HeaderExtensionUri.TransportSequence : HeaderExtensionUri.AbsoluteSendTime;
        if (receives && codec.Name.Equals("opus", StringComparison.OrdinalIgnoreCase)) yield return HeaderExtensionUri.AudioLevel;
        if (!layered) yield break;
        yield return HeaderExtensionUri.StreamId;
        yield return HeaderExtensionUri.RepairedStreamId;
    }

    private static NegotiatedCodec Negotiate(RtpMap codec, MediaDescription media, bool acceptRtx) => new(
        codec.PayloadType,
        codec.Name,
        codec.ClockRate,
        codec.Channels,
        media.Fmtp.GetValueOrDefault(codec.PayloadType),
        acceptRtx ? FindRtx(codec.PayloadType, media) : null,
        [.. KeptFeedback.Where(value => IsOffered(value, codec.PayloadType, media))]);

    /// <summary>Feedback about transport-wide numbers needs the numbers.</summary>
    private static bool IsOffered(string feedback, byte payloadType, MediaDescription media) =>
        (media.Feedback.Contains((payloadType, feedback)) || media.Feedback.Contains((null, feedback)))
        && (feedback != TransportFeedback || media.Extensions.ContainsKey(HeaderExtensionUri.TransportSequence));

    private static RtpMap? FindCodec(MediaDescription media) => media.RtpMaps.Find(map => IsUsable(map.PayloadType) && media.Kind switch
    {
        "audio" => map is { ClockRate: 48000, Channels: 2 } && map.Name.Equals("opus", StringComparison.OrdinalIgnoreCase),
        _ => map.ClockRate == 90000 && map.Name.Equals("VP8", StringComparison.OrdinalIgnoreCase),
    });

    private static byte? FindRtx(byte payloadType, MediaDescription media)
    {
        var apt = "apt=" + payloadType.ToString(CultureInfo.InvariantCulture);
        var rtx = media.RtpMaps.Find(map => IsUsable(map.PayloadType)
            && map.Name.Equals("rtx", StringComparison.OrdinalIgnoreCase)
            && media.Fmtp.TryGetValue(map.PayloadType, out var fmtp)
            && fmtp.Split(';', StringSplitOptions.TrimEntries).Contains(apt));
        return rtx?.PayloadType;
    }

    /// <summary>64..95 would be taken for RTCP when multiplexed (RFC 5761 §4).</summary>
    private static bool IsUsable(byte payloadType) => payloadType is < 64 or > 95;

    private static Dictionary<string, byte> KeepExtensions(MediaDescription media, IEnumerable<string> uris)
    {
        var kept = new Dictionary<string, byte>(StringComparer.Ordinal);
        foreach (var uri in uris)
        {
            // One-byte headers only (RFC 8285 §4.2): ids 1..14.
            if (media.Extensions.TryGetValue(uri, out var id) && id is >= 1 and <= 14) kept.Add(uri, id);
        }
        return kept;
    }
}
