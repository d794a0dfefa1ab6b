using System.Net;
using VirtualWindow.Rtc.Ice;
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
        // RTX is understood where we receive; what we send is repeated on its own SSRC.
        Assert.Equal(answered is "recvonly" or "sendrecv", answer.Contains("apt=96", StringComparison.Ordinal));
    }

    [Fact]
    public void The_zone_of_a_link_local_address_stays_at_home()
    {
        var answer = Answer(OfferOf("sendonly"), Transport with { Candidates = [IPEndPoint.Parse("[fe80::1%3]:5")] });
        Assert.Contains(" fe80::1 5 typ host\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("c=IN IP6 fe80::1\r\n", answer, StringComparison.Ordinal);
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
