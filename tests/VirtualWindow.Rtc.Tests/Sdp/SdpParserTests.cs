using System.Text;
using CsCheck;
using VirtualWindow.Rtc.Ice;
using VirtualWindow.Rtc.Rtp;
using VirtualWindow.Rtc.Sdp;
using VirtualWindow.Rtc.Tests.Transport;

namespace VirtualWindow.Rtc.Tests.Sdp;

public class SdpParserTests
{
    private const string Fingerprint = "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF";
    private static readonly IceCredentials Theirs = new("them", "theirPassword1234567890");
    private static readonly string Good = Offers.Make(Theirs, Fingerprint);

    [Fact]
    public void A_real_offer_is_read_whole()
    {
        Assert.True(SdpParser.TryParse(SampleOffers.Offer("chromium-publish"), out var offer, out _));

        Assert.Equal(["0", "1"], offer.Bundle);
        var video = offer.Media[1];
        Assert.Equal(("video", "1", MediaDirection.SendOnly, true, true), (video.Kind, video.Mid, video.Direction, video.RtcpMux, video.RtcpReducedSize));
        Assert.Equal(("+jw1", "DzUVSBF/W7KwgNpmeo9Yyud5", "actpass"), (video.Transport.Ufrag, video.Transport.Password, video.Transport.Setup));
        Assert.Equal(0xE2, video.Transport.Sha256Fingerprint![0]);
        Assert.Equal([2261233518u, 1252282288u], video.Ssrcs);
        Assert.Equal(new RtpMap(96, "VP8", 90000, 1), video.RtpMaps[0]);
        Assert.Equal("apt=96", video.Fmtp[97]);
        Assert.Equal(4, video.Extensions[HeaderExtensionUri.Mid]);
        Assert.Contains(((byte?)96, "nack pli"), video.Feedback);
    }

    [Fact]
    public void Negotiation_tells_the_room_what_it_needs()
    {
        Assert.True(SdpParser.TryParse(SampleOffers.Offer("chromium-publish"), out var offer, out _));
        var session = OfferNegotiation.TryNegotiate(offer, acceptRtx: true, () => 1, out _)!;

        Assert.Equal("+jw1", session.RemoteUfrag);
        var video = session.Lines[1].Media!;
        Assert.Equal((MediaKind.Video, true, false, 0u), (video.Kind, video.Receives, video.Sends, video.LocalSsrc));
        var codec = Assert.Single(video.Codecs);
        Assert.Equal((96, "VP8", 90000, 97), (codec.PayloadType, codec.Name, codec.ClockRate, codec.RtxPayloadType!.Value));
        Assert.Equal(["nack", "nack pli", "ccm fir", "transport-cc", "goog-remb"], codec.Feedback);
        Assert.Equal([2261233518u, 1252282288u], video.RemoteSsrcs);
        Assert.Equal([HeaderExtensionUri.TransportSequence, HeaderExtensionUri.Mid], video.Extensions.Keys.Order());
    }

    public static TheoryData<string, string?, string> Refused => new()
    {
        { "nothing", null, SdpRefusal.TooLarge },
        { "empty", "", SdpRefusal.Malformed },
        { "no version", "o=- 1 2 IN IP4 0.0.0.0\r\n", SdpRefusal.Malformed },
        { "more than 64 KiB", Good + new string('\n', SdpParser.MaxLength), SdpRefusal.TooLarge },
        { "an endless line", Good + "a=x:" + new string('y', SdpParser.MaxLineLength), SdpRefusal.Malformed },
        { "not a line", Good + "hello\r\n", SdpRefusal.Malformed },
        { "a control character", Good + "a=mid:\u0001\r\n", SdpRefusal.Malformed },
        { "an m-line without a port", Good + "m=audio x UDP/TLS/RTP/SAVPF 1\r\n", SdpRefusal.Malformed },
        { "an m-line without formats", Good + "m=audio 9 UDP/TLS/RTP/SAVPF\r\n", SdpRefusal.Malformed },
        { "too many m-lines", Good + string.Concat(Enumerable.Repeat("m=audio 9 UDP/TLS/RTP/SAVPF 1\r\n", SdpParser.MaxMedia + 1)), SdpRefusal.TooManyMedia },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_no_description_is_refused(string what, string? text, string reason)
    {
        Assert.False(SdpParser.TryParse(text, out _, out var refusal), what);
        Assert.Equal(reason, refusal);
    }

    public static TheoryData<string, string, string> Unserved => new()
    {
        { "no ICE", Good.Replace("a=ice-ufrag:them\r\n", "", StringComparison.Ordinal), SdpRefusal.NoIce },
        { "a short ICE password", Good.Replace("theirPassword1234567890", "short", StringComparison.Ordinal), SdpRefusal.NoIce },
        { "no fingerprint", Good.Replace("a=fingerprint:", "a=x-fingerprint:", StringComparison.Ordinal), SdpRefusal.NoFingerprint },
        { "a sha-1 fingerprint", Offers.Make(Theirs, Fingerprint, hash: "sha-1"), SdpRefusal.NoFingerprint },
        { "a cut fingerprint", Offers.Make(Theirs, Fingerprint[3..]), SdpRefusal.NoFingerprint },
        { "a fingerprint of other characters", Offers.Make(Theirs, "GG" + Fingerprint[2..]), SdpRefusal.NoFingerprint },
        { "setup passive", Offers.Make(Theirs, Fingerprint, setup: "passive"), SdpRefusal.SetupPassive },
        { "setup holdconn", Offers.Make(Theirs, Fingerprint, setup: "holdconn"), SdpRefusal.SetupPassive },
        { "no bundle", Good.Replace("a=group:BUNDLE 0 1\r\n", "", StringComparison.Ordinal), SdpRefusal.NoBundle },
        { "no rtcp-mux", Good.Replace("a=rtcp-mux\r\n", "", StringComparison.Ordinal), SdpRefusal.NoMedia },
        { "no m-line", "v=0\r\n", SdpRefusal.NoMedia },
        { "only unknown codecs", Good.Replace("opus", "speex", StringComparison.Ordinal).Replace("VP8", "H264", StringComparison.Ordinal), SdpRefusal.NoMedia },
        { "plain RTP", Good.Replace("UDP/TLS/RTP/SAVPF", "RTP/AVP", StringComparison.Ordinal), SdpRefusal.NoMedia },
        { "payload types that look like RTCP", Good.Replace(":111 ", ":72 ", StringComparison.Ordinal).Replace(":96 ", ":73 ", StringComparison.Ordinal), SdpRefusal.NoMedia },
    };

    [Theory]
    [MemberData(nameof(Unserved))]
    public void What_cannot_be_served_is_refused_with_its_reason(string what, string text, string reason)
    {
        var loop = new TestLoop();
        Assert.Null(loop.Factory.TryAnswer(text, null!, loop.Now, out var refusal));
        Assert.True(reason == refusal, $"{what}: {refusal}");
        Assert.Equal(0, loop.Peers.Count);
    }

    [Fact]
    public void One_line_without_a_bundle_is_served()
    {
        var start = Good.IndexOf("m=video", StringComparison.Ordinal);
        var single = Good[..start].Replace("a=group:BUNDLE 0 1\r\n", "", StringComparison.Ordinal);
        var loop = new TestLoop();
        Assert.NotNull(loop.Factory.TryAnswer(single, null!, loop.Now, out _));
    }

    [Fact]
    public void Session_level_transport_and_lower_case_fingerprints_are_understood()
    {
        var text = Good.Replace($"a=fingerprint:sha-256 {Fingerprint}\r\n", "", StringComparison.Ordinal)
            .Replace("t=0 0\r\n", $"t=0 0\r\na=fingerprint:SHA-256 {Fingerprint.ToLowerInvariant()}\r\n", StringComparison.Ordinal);
        var loop = new TestLoop();
        Assert.NotNull(loop.Factory.TryAnswer(text, null!, loop.Now, out var reason));
        Assert.Null(reason);
    }

    [Fact]
    public void Any_line_end_is_accepted()
    {
        Assert.True(SdpParser.TryParse(Good.ReplaceLineEndings("\n"), out var offer, out _));
        Assert.Equal(2, offer.Media.Count);
    }

    [Theory]
    [MemberData(nameof(SampleOffers.Names), MemberType = typeof(SampleOffers))]
    public void Every_truncation_is_answered_or_refused_but_never_throws(string name)
    {
        var offer = SampleOffers.Offer(name);
        for (var length = 0; length < offer.Length; length += 7) Exercise(offer[..length]);
    }

    [Fact]
    public void Random_text_never_throws() => Gen.String.Sample(text => Exercise("v=0\r\n" + text));

    /// <summary>Real lines in random order, each perhaps bitten by a random character.</summary>
    [Fact]
    public void Shuffled_and_bitten_lines_never_throw()
    {
        var lines = SampleOffers.Offer("chromium-mixed").Split("\r\n");
        var bite = Gen.Select(Gen.Int[0, lines.Length - 1], Gen.Int[0, 200], Gen.Char);
        bite.Array[0, 300].Sample(bites =>
        {
            var text = new StringBuilder("v=0\r\n");
            foreach (var (line, at, with) in bites)
            {
                var bitten = lines[line].ToCharArray();
                if (at < bitten.Length) bitten[at] = with;
                text.Append(bitten).Append("\r\n");
            }
            Exercise(text.ToString());
        });
    }

    private static void Exercise(string text)
    {
        if (!SdpParser.TryParse(text, out var offer, out var reason))
        {
            Assert.NotNull(reason);
            return;
        }
        var session = OfferNegotiation.TryNegotiate(offer, acceptRtx: true, () => 1, out reason);
        Assert.Equal(session is null, reason is not null);
        if (session is null) return;
        var answer = AnswerWriter.Write(session, new(1, Theirs, Fingerprint, TestLoop.DefaultOptions.Candidates));
        Assert.True(SdpParser.TryParse(answer, out _, out _), "the answer must be readable whatever was echoed");
    }
}
