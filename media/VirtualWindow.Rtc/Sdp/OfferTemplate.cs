using VirtualWindow.Rtc.Ice;
using VirtualWindow.Rtc.Rtp;

namespace VirtualWindow.Rtc.Sdp;

/// <summary>
/// What a client would ask for that could everything: <see cref="OfferNegotiation"/> takes of it what this server does, and that is what
/// the server offers. So there is one place that says what is served.
/// </summary>
internal static class OfferTemplate
{
    private const byte Opus = 111;
    private const byte Vp8 = 96;
    private const byte Vp8Repair = 97;

    private static readonly string[] Extensions =
    [
        HeaderExtensionUri.Mid, HeaderExtensionUri.AudioLevel, HeaderExtensionUri.TransportSequence, HeaderExtensionUri.AbsoluteSendTime,
    ];

    private static readonly string[] VideoFeedback = ["nack", "nack pli", "ccm fir", "goog-remb", "transport-cc"];

    /// <summary>A description with this one line, from the client's point of view.</summary>
    public static SessionDescription For(OfferedLine line)
    {
        var session = new SessionDescription();
        var nobody = IceCredentials.Create();
        (session.Transport.Ufrag, session.Transport.Password, session.Transport.Sha256Fingerprint) = (nobody.Ufrag, nobody.Password, new byte[32]);
        session.Bundle.Add(line.Mid);
        session.Media.Add(line.Kind == MediaKind.Audio ? Audio(line) : Video(line));
        return session;
    }

    private static MediaDescription Audio(OfferedLine line)
    {
        var media = Line(line, "audio", $"{Opus}");
        media.RtpMaps.Add(new(Opus, "opus", 48_000, 2));
        media.Fmtp.Add(Opus, "minptime=10;useinbandfec=1");
        media.Feedback.Add((Opus, "transport-cc"));
        return media;
    }

    private static MediaDescription Video(OfferedLine line)
    {
        var media = Line(line, "video", $"{Vp8} {Vp8Repair}");
        media.RtpMaps.Add(new(Vp8, "VP8", 90_000, 1));
        media.RtpMaps.Add(new(Vp8Repair, "rtx", 90_000, 1));
        media.Fmtp.Add(Vp8Repair, $"apt={Vp8}");
        foreach (var feedback in VideoFeedback) media.Feedback.Add((Vp8, feedback));
        return media;
    }

    private static MediaDescription Line(OfferedLine line, string kind, string formats)
    {
        var media = new MediaDescription(kind, 9, "UDP/TLS/RTP/SAVPF", formats)
        {
            Mid = line.Mid,
            RtcpMux = true,
            RtcpReducedSize = true,
            Direction = line.Stream is null ? MediaDirection.Inactive : MediaDirection.RecvOnly,
        };
        // The same ids on every line, as a bundle wants it (RFC 9143 §9.2).
        for (var i = 0; i < Extensions.Length; i++) media.Extensions.Add(Extensions[i], (byte)(i + 1));
        return media;
    }
}
