using System.Net;
using VirtualWindow.Rtc.Ice;
using VirtualWindow.Rtc.Rtp;
using VirtualWindow.Rtc.Sdp;

namespace VirtualWindow.Rtc.Tests.Sdp;

public class AnswerTests
{
    private const string ServerFingerprint = "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF";

    private static readonly AnswerTransport Transport = new(
        4242, new("serverUfrag1", "serverPassword1234567890"), ServerFingerprint, [IPEndPoint.Parse("203.0.113.5:50000"), IPEndPoint.Parse("[2001:db8::5]:50000")]);

    /// <summary>Line by line what each client is told: reviewed by hand, changed only on purpose.</summary>
    [Theory]
    [MemberData(nameof(SampleOffers.Names), MemberType = typeof(SampleOffers))]
    public void Real_offers_get_their_golden_answers(string name)
    {
        var actual = Answer(SampleOffers.Offer(name));
        // Beside the sample in the output folder, for the review of an intended change.
        File.WriteAllText(SampleOffers.PathOf(name + ".answer.actual.sdp"), actual.ReplaceLineEndings("\n"));
        Assert.Equal(SampleOffers.Answer(name), actual);
    }

    [Theory]
    [MemberData(nameof(SampleOffers.Names), MemberType = typeof(SampleOffers))]
    public void An_answer_has_the_offers_lines_in_the_offers_order(string name)
    {
        Assert.True(SdpParser.TryParse(SampleOffers.Offer(name), out var offer, out _));
        Assert.True(SdpParser.TryParse(Answer(SampleOffers.Offer(name)), out var answer, out _));

        Assert.Equal(offer.Media.Select(media => (media.Kind, media.Mid, media.Protocol)), answer.Media.Select(media => (media.Kind, media.Mid, media.Protocol)));
        foreach (var (asked, given) in offer.Media.Zip(answer.Media).Where(pair => pair.Second.Port != 0))
        {
            Assert.Contains(given.Mid, answer.Bundle);
            Assert.Equal("passive", given.Transport.Setup);
            Assert.Equal(Transport.Ice.Ufrag, given.Transport.Ufrag);
            Assert.Subset(asked.Formats.Split(' ').ToHashSet(), given.Formats.Split(' ').ToHashSet());
            Assert.Subset(asked.Extensions.ToHashSet(), given.Extensions.ToHashSet());
            Assert.Equal(given.Kind != "application", given.RtcpMux);
        }
    }

    [Theory]
    [InlineData("sendonly", "recvonly")]
    [InlineData("recvonly", "sendonly")]
    [InlineData("sendrecv", "sendrecv")]
    [InlineData("inactive", "inactive")]
    public void Directions_are_mirrored(string offered, string answered)
    {
        var answer = Answer(OfferOf(offered));
        Assert.Contains($"a={answered}\r\n", answer, StringComparison.Ordinal);
        Assert.Equal(answered is "sendonly" or "sendrecv", answer.Contains("a=ssrc:", StringComparison.Ordinal));
        Assert.Equal(answered is "sendonly" or "sendrecv", answer.Contains("a=msid:", StringComparison.Ordinal));
        // RTX both ways; what we send is repeated on an SSRC of its own, and the group says which (RFC 5576 §4.2).
        Assert.Contains("apt=96", answer, StringComparison.Ordinal);
        Assert.Equal(answered is "sendonly" or "sendrecv", answer.Contains("a=ssrc-group:FID 7001 7002", StringComparison.Ordinal));
    }

    [Fact]
    public void The_zone_of_a_link_local_address_stays_at_home()
    {
        var answer = Answer(OfferOf("sendonly"), Transport with { Candidates = [IPEndPoint.Parse("[fe80::1%3]:5")] });
        Assert.Contains(" fe80::1 5 typ host\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("c=IN IP6 fe80::1\r\n", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("q;h;f", "q;h;f")]
    [InlineData("q,x;~h", "q;h")] // first alternatives, paused or not
    [InlineData("q;h;f;g", "q;h;f")] // three are enough
    [InlineData("q;unknown;f", "q;f")] // without its a=rid line a layer has no meaning
    [InlineData("q;q;h", "q;h")]
    [InlineData("f", null)] // one layer is an ordinary stream
    [InlineData("q;h recv z", "q;h")]
    public void Simulcast_layers_are_taken_as_offered(string sent, string? taken)
    {
        var rids = string.Concat("qhfgz".Select(rid => $"a=rid:{rid} {(rid == 'z' ? "recv" : "send")}\r\n"));
        var offer = OfferOf("sendonly").TrimEnd() + $"\r\na=extmap:10 {HeaderExtensionUri.StreamId}\r\na=extmap:11 {HeaderExtensionUri.RepairedStreamId}\r\n{rids}a=simulcast:send {sent}\r\n";
        var answer = Answer(offer);
        Assert.Equal(taken is not null, answer.Contains("a=simulcast", StringComparison.Ordinal));
        Assert.Equal(taken is not null, answer.Contains("sdes:rtp-stream-id", StringComparison.Ordinal));
        if (taken is null) return;
        Assert.Contains($"a=simulcast:recv {taken}\r\n", answer, StringComparison.Ordinal);
        foreach (var rid in taken.Split(';')) Assert.Contains($"a=rid:{rid} recv\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Simulcast_without_the_rid_extension_is_an_ordinary_stream()
    {
        var answer = Answer(OfferOf("sendonly").TrimEnd() + "\r\na=rid:q send\r\na=rid:h send\r\na=simulcast:send q;h\r\n");
        Assert.DoesNotContain("simulcast", answer, StringComparison.Ordinal);
    }

    private static string OfferOf(string direction) =>
        Tests.Transport.Offers.Make(new("them", "theirPassword1234567890"), ServerFingerprint, direction);

    private static string Answer(string offer, AnswerTransport? transport = null)
    {
        Assert.True(SdpParser.TryParse(offer, out var session, out var reason), reason);
        var ssrc = 7000u;
        var negotiated = OfferNegotiation.TryNegotiate(session, acceptRtx: true, () => ssrc++, out reason);
        Assert.True(negotiated is not null, reason);
        return AnswerWriter.Write(negotiated, transport ?? Transport);
    }
}
