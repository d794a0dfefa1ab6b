using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using VirtualWindow.Signaling.Negotiation;

namespace VirtualWindow.Signaling.Tests;

public sealed class IceServersTests
{
    [Fact]
    public void Turn_credentials_are_those_that_coturn_computes_from_the_shared_secret()
    {
        var options = new SignalingOptions { TurnUrls = ["turn:turn.example.cn:3478"], TurnSecret = "geheim" };
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

        var server = Assert.Single(new IceServers(Options.Create(options), clock).For("p1"));

        // printf '1795456800:p1' | openssl dgst -sha1 -hmac geheim -binary | base64
        Assert.Equal("1795456800:p1", server.Username);
        Assert.Equal("20mYV+PaFyUSuSnORPwG2XJ3Lyk=", server.Credential);
    }

    [Fact]
    public void Without_settings_there_are_none() => Assert.Empty(new IceServers(Options.Create(new SignalingOptions()), new MovableClock()).For("p1"));
}
