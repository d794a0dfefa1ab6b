using System.Net;
using VirtualWindow.FollowUp.Outside;
using VirtualWindow.Storage.Outside;

namespace VirtualWindow.FollowUp.Tests.Outside;

public sealed class WebhookSignatureTests
{
    // The vector that the libraries of Standard Webhooks share.
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", Id = "msg_p5jXN8AQM9LWM0D4loKWxJek", Body = """{"test": 2432232314}""";
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1614265330);

    [Fact]
    public void The_vector_of_standard_webhooks_holds() =>
        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", WebhookSignature.Sign(Id, At, Body, Secret));

    [Fact]
    public void A_new_secret_is_between_24_and_64_random_bytes()
    {
        var made = WebhookSecrets.Make();
        Assert.StartsWith("whsec_", made, StringComparison.Ordinal);
        Assert.InRange(Convert.FromBase64String(made["whsec_".Length..]).Length, 24, 64);
        Assert.NotEqual(made, WebhookSecrets.Make());
    }

    [Fact]
    public void Either_of_two_secrets_verifies_while_one_is_being_changed()
    {
        var (fresh, stale) = (WebhookSecrets.Make(), WebhookSecrets.Make());
        var signed = WebhookSignature.Sign(Id, At, Body, fresh, Secret);
        Assert.True(Verify(signed, secret: fresh));
        Assert.True(Verify(signed, secret: Secret));
        Assert.False(Verify(signed, secret: stale));
    }

    [Theory]
    [InlineData(299, true)]
    [InlineData(-299, true)]
    [InlineData(301, false)]
    [InlineData(-301, false)]
    public void A_request_that_was_copied_is_worth_nothing_five_minutes_later(int secondsLater, bool good) =>
        Assert.Equal(good, Verify(WebhookSignature.Sign(Id, At, Body, Secret), later: TimeSpan.FromSeconds(secondsLater)));

    [Fact]
    public void Whatever_is_changed_is_found()
    {
        var signed = WebhookSignature.Sign(Id, At, Body, Secret);
        Assert.True(Verify(signed));
        Assert.False(Verify(signed, body: Body.Replace('2', '3')));
        Assert.False(Verify(signed, id: Id + "x"));
        Assert.False(Verify(signed, timestamp: "1614265331"));
        Assert.False(Verify(signed, timestamp: "soon"));
        Assert.False(Verify("v1,AAAA"));
        Assert.False(Verify(""));
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("101.6.15.130", true)]
    [InlineData("2408:4003::1", true)]
    public void Only_public_addresses_are_outside(string address, bool outside) => Assert.Equal(outside, OutsideAddresses.IsPublic(IPAddress.Parse(address)));

    private static bool Verify(string signatures, string? id = null, string? timestamp = null, string? body = null, string? secret = null, TimeSpan later = default) =>
        WebhookSignature.Verify(id ?? Id, timestamp ?? "1614265330", signatures, body ?? Body, secret ?? Secret, At + later);
}
