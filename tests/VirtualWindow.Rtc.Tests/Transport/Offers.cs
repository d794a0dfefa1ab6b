using VirtualWindow.Rtc.Ice;

namespace VirtualWindow.Rtc.Tests.Transport;

/// <summary>A small but complete offer: Opus and VP8 in one bundle.</summary>
internal static class Offers
{
    public static string Make(IceCredentials ice, string fingerprint, string direction = "sendrecv", string hash = "sha-256", string setup = "actpass")
    {
        var transport =
            $"""
            c=IN IP4 0.0.0.0
            a=ice-ufrag:{ice.Ufrag}
            a=ice-pwd:{ice.Password}
            a=fingerprint:{hash} {fingerprint}
            a=setup:{setup}
            a=rtcp-mux
            a=rtcp-rsize
            a={direction}
            a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
            """;
        return
            $"""
            v=0
            o=- 1 2 IN IP4 127.0.0.1
            s=-
            t=0 0
            a=group:BUNDLE 0 1
            m=audio 9 UDP/TLS/RTP/SAVPF 111
            {transport}
            a=mid:0
            a=rtpmap:111 opus/48000/2
            a=fmtp:111 minptime=10;useinbandfec=1
            a=ssrc:1001 cname:c
            m=video 9 UDP/TLS/RTP/SAVPF 96 97
            {transport}
            a=mid:1
            a=rtpmap:96 VP8/90000
            a=rtcp-fb:96 goog-remb
            a=rtcp-fb:96 ccm fir
            a=rtcp-fb:96 nack
            a=rtcp-fb:96 nack pli
            a=rtpmap:97 rtx/90000
            a=fmtp:97 apt=96
            a=ssrc:1002 cname:c

            """.ReplaceLineEndings("\r\n");
    }

    /// <summary>The same with a line of data channels.</summary>
    public static string WithData(string offer) =>
        offer.Replace("BUNDLE 0 1", "BUNDLE 0 1 2", StringComparison.Ordinal) + "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:2\r\na=sctp-port:5000\r\n";
}
