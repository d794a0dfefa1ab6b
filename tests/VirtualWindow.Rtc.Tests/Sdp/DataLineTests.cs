using System.Net;
using VirtualWindow.Rtc.Sdp;

namespace VirtualWindow.Rtc.Tests.Sdp;

/// <summary>m=application alone and beside others.</summary>
public class DataLineTests
{
    private const string Transport = "a=ice-ufrag:abcd\r\na=ice-pwd:0123456789012345678901\r\na=setup:actpass\r\na=fingerprint:sha-256 "
        + "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF\r\n";

    [Fact]
    public void A_peer_with_nothing_but_data_channels_is_served()
    {
        var answer = Answer("m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:0\r\na=sctp-port:5001\r\na=max-message-size:100000\r\n", out var session);
        Assert.Equal(new NegotiatedData("0", 5001, 100_000), Assert.Single(session!.Lines).Data);
        Assert.Contains("m=application 50000 UDP/DTLS/SCTP webrtc-datachannel\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("a=sctp-port:5001\r\na=max-message-size:262144\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("a=group:BUNDLE 0\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("typ host", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("a=rtcp-mux", answer, StringComparison.Ordinal);
    }

    /// <summary>As aiortc 1.4 writes it (draft-ietf-mmusic-sctp-sdp-05).</summary>
    [Fact]
    public void The_form_before_RFC_8841_is_answered_in_kind()
    {
        var answer = Answer("m=application 36224 DTLS/SCTP 5000\r\na=mid:0\r\na=sctpmap:5000 webrtc-datachannel 65535\r\na=max-message-size:65536\r\n", out _);
        Assert.Contains("m=application 50000 DTLS/SCTP 5000\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("a=sctpmap:5000 webrtc-datachannel 65535\r\n", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("sctp-port", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a=sctp-port:5000\r\n", 65536)]
    [InlineData("a=sctp-port:5000\r\na=max-message-size:0\r\n", null)]
    [InlineData("a=sctp-port:5000\r\na=max-message-size:99999999999\r\n", int.MaxValue)]
    public void What_the_other_side_takes_at_most(string attributes, int? expected)
    {
        Answer("m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:0\r\n" + attributes, out var session);
        Assert.Equal(expected, session!.Lines[0].Data!.MaxMessageBytes);
    }

    [Theory]
    [InlineData("m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:0\r\n")]
    [InlineData("m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:0\r\na=sctp-port:0\r\n")]
    [InlineData("m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:0\r\na=sctp-port:70000\r\n")]
    [InlineData("m=application 9 UDP/DTLS/SCTP other\r\na=mid:0\r\na=sctp-port:5000\r\n")]
    [InlineData("m=application 9 DTLS/SCTP 5001\r\na=mid:0\r\na=sctpmap:5000 webrtc-datachannel 1\r\n")]
    [InlineData("m=application 9 RTP/AVP webrtc-datachannel\r\na=mid:0\r\na=sctp-port:5000\r\n")]
    [InlineData("m=application 0 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:0\r\na=sctp-port:5000\r\n")]
    [InlineData("m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:7\r\na=sctp-port:5000\r\n")]
    public void What_cannot_be_served_is_refused(string line) => Assert.Null(Answer(line, out _));

    [Fact]
    public void Of_two_data_lines_the_first_is_served()
    {
        Answer("m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:0\r\na=sctp-port:5000\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:1\r\na=sctp-port:5000\r\n", out var session);
        Assert.Equal([true, false], session!.Lines.Select(line => line.IsServed));
    }

    private static string? Answer(string lines, out NegotiatedSession? session)
    {
        Assert.True(SdpParser.TryParse("v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1\r\n" + Transport + lines, out var offer, out var reason), reason);
        session = OfferNegotiation.TryNegotiate(offer, acceptRtx: true, () => 1, out reason);
        Assert.Equal(session is null, reason is not null);
        return session is null ? null : AnswerWriter.Write(session, new(1, new("ufrag", "passwordpasswordpassword"), "AA", [IPEndPoint.Parse("203.0.113.5:50000")]));
    }
}
