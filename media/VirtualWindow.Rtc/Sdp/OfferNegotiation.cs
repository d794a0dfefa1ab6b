using System.Globalization;
using VirtualWindow.Rtc.Ice;

namespace VirtualWindow.Rtc.Sdp;

/// <summary>What was agreed on: the transport once, and each m-line of the offer accepted or not, in order.</summary>
/// <param name="Lines">As many as the offer has; both parts of a <see cref="NegotiatedLine"/> are null for a rejected one.</param>
public sealed record NegotiatedSession(string RemoteUfrag, byte[] RemoteFingerprint, bool Bundled, IReadOnlyList<NegotiatedLine> Lines);

/// <param name="Data">Set for the line of data channels; a session has at most one (RFC 8841 §8.1 wants one association).</param>
public sealed record NegotiatedLine(MediaDescription Offered, NegotiatedMedia? Media, NegotiatedData? Data = null)
{
    public bool IsServed => Media is not null || Data is not null;
}

/// <summary>Decides what of an offer is served: Opus and VP8 and data channels over one DTLS transport, everything else is rejected.</summary>
public static class OfferNegotiation
{
    public const string MidExtension = "urn:ietf:params:rtp-hdrext:sdes:mid";
    public const string AbsoluteSendTimeExtension = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time";

    /// <summary>What an m-line keeps of the offer's extensions; the forwarding path knows exactly these.</summary>
    private static readonly string[] KeptExtensions = [MidExtension, AbsoluteSendTimeExtension];

    /// <summary>transport-cc stays out until its feedback is sent: a sender that waits for it would stay at its lowest bitrate.</summary>
    private static readonly string[] KeptFeedback = ["nack", "nack pli", "ccm fir", "goog-remb"];

    /// <param name="acceptRtx">Keep RTX where the server receives.</param>
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
        return new(
            media.Mid ?? "",
            media.Kind == "audio" ? MediaKind.Audio : MediaKind.Video,
            receives,
            sends,
            [Negotiate(FindCodec(media)!, media, acceptRtx && receives)],
            media.Ssrcs,
            sends ? nextSsrc() : 0,
            KeepExtensions(media));
    }

    private static NegotiatedCodec Negotiate(RtpMap codec, MediaDescription media, bool acceptRtx) => new(
        codec.PayloadType,
        codec.Name,
        codec.ClockRate,
        codec.Channels,
        media.Fmtp.GetValueOrDefault(codec.PayloadType),
        acceptRtx ? FindRtx(codec.PayloadType, media) : null,
        [.. KeptFeedback.Where(value => media.Feedback.Contains((codec.PayloadType, value)) || media.Feedback.Contains((null, value)))]);

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

    private static Dictionary<string, byte> KeepExtensions(MediaDescription media)
    {
        var kept = new Dictionary<string, byte>(StringComparer.Ordinal);
        foreach (var uri in KeptExtensions)
        {
            // One-byte headers only (RFC 8285 §4.2): ids 1..14.
            if (media.Extensions.TryGetValue(uri, out var id) && id is >= 1 and <= 14) kept.Add(uri, id);
        }
        return kept;
    }
}
