using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using VirtualWindow.MediaNode.Tests.Whip;

namespace VirtualWindow.MediaNode.Tests;

public sealed class MediaOptionsTests
{
    [Fact]
    public void The_defaults_are_fine_everywhere()
    {
        Assert.Empty(new MediaOptions().Faults("Production"));
        Assert.Empty(new MediaOptions { PublicAddress = "203.0.113.7, 2001:db8::7", BindAddress = "0.0.0.0" }.Faults("Production"));
        Assert.Empty(new MediaOptions { PublicAddress = "", BindAddress = "", TokenKey = "", BenchToken = "" }.Faults("Production"));
    }

    public static TheoryData<MediaOptions> Wrong =>
    [
        new MediaOptions { Port = 70_000 },
        new MediaOptions { Port = -1 },
        new MediaOptions { Loops = -1 },
        new MediaOptions { Port = 65_535, Loops = 2 },
        new MediaOptions { PublicAddress = "hall.example" },
        new MediaOptions { BindAddress = "everywhere" },
        new MediaOptions { SocketBufferBytes = 1 },
        new MediaOptions { GatherMicroseconds = 100_000 },
        new MediaOptions { MaxRooms = 0 },
        new MediaOptions { MaxLoopPercent = 0 },
        new MediaOptions { MaxDropsPerSecond = -1 },
        new MediaOptions { HandshakeThreads = 0 },
        new MediaOptions { TokenKey = "short" },
        new MediaOptions { BenchToken = "short" },
    ];

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Each_fault_is_a_sentence_that_names_the_setting(MediaOptions options)
    {
        var fault = Assert.Single(options.Faults("Development"));
        Assert.Matches(@"Media:[A-Z].*\.$", fault);
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public async Task The_bench_token_stops_the_start_outside_development_and_bench(string environment)
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => WhipHost.StartAsync(environment, settings: ("Media:BenchToken", "a-bench-token-of-some-length")));
        Assert.Contains("BenchToken", refused.Message);
    }

    [Theory]
    [InlineData("Development")]
    [InlineData("Bench")]
    public async Task The_bench_token_is_fine_in_development_and_bench(string environment)
    {
        await using var host = await WhipHost.StartAsync(environment, settings: ("Media:BenchToken", "a-bench-token-of-some-length"));
        using var answer = await host.SendAsync(HttpMethod.Delete, "/whip/any/one/none", "a-bench-token-of-some-length");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_taken_port_stops_the_start_with_what_to_do()
    {
        using var squatter = new Socket(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp) { DualMode = true };
        squatter.Bind(new IPEndPoint(IPAddress.IPv6Any, 0));
        var taken = ((IPEndPoint)squatter.LocalEndPoint!).Port;
        var refused = await Assert.ThrowsAsync<MediaPortUnavailableException>(() => WhipHost.StartAsync(settings: ("Media:Port", taken.ToString())));
        Assert.Contains("Media__Port", refused.Message);
    }
}
