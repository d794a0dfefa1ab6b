using VirtualWindow.Contracts.Media;
using VirtualWindow.MediaNode.Whip;

namespace VirtualWindow.MediaNode.Tests.Whip;

public sealed class MediaTokensTests
{
    private static readonly MediaGrant Grant = new("session-7", "申请人", MayPublish: true, MayWatch: false);

    private readonly Clock _clock = new();

    [Fact]
    public void A_token_gives_its_grant_back()
    {
        var tokens = new MediaTokens(new MediaOptions(), _clock);
        Assert.Equal(Grant, tokens.Check(tokens.Mint(Grant, TimeSpan.FromMinutes(1))));
        var watch = Grant with { MayPublish = false, MayWatch = true, Room = "", Participant = "*" };
        Assert.Equal(watch, tokens.Check(tokens.Mint(watch, TimeSpan.FromMinutes(1))));
    }

    [Fact]
    public void It_ends_with_its_lifetime()
    {
        var tokens = new MediaTokens(new MediaOptions(), _clock);
        var token = tokens.Mint(Grant, TimeSpan.FromMinutes(1));
        _clock.Now += TimeSpan.FromSeconds(59);
        Assert.NotNull(tokens.Check(token));
        _clock.Now += TimeSpan.FromSeconds(1);
        Assert.Null(tokens.Check(token));
    }

    [Fact]
    public void Changing_any_character_makes_it_worthless()
    {
        var tokens = new MediaTokens(new MediaOptions(), _clock);
        var token = tokens.Mint(Grant, TimeSpan.FromMinutes(1));
        for (var i = 0; i < token.Length - 1; i++) // the last one also carries unused bits
        {
            var forged = token.ToCharArray();
            forged[i] = forged[i] == 'A' ? 'B' : 'A';
            Assert.Null(tokens.Check(new string(forged)));
        }
        for (var length = 0; length < token.Length; length++)
            Assert.Null(tokens.Check(token[..length]));
    }

    [Fact]
    public void Nodes_with_one_key_trust_each_other_and_no_other()
    {
        var shared = new MediaOptions { TokenKey = Convert.ToBase64String(new byte[32]) };
        var token = new MediaTokens(shared, _clock).Mint(Grant, TimeSpan.FromMinutes(1));
        Assert.Equal(Grant, new MediaTokens(shared, _clock).Check(token));
        Assert.Null(new MediaTokens(new MediaOptions(), _clock).Check(token));
    }

    [Fact]
    public void The_bench_token_opens_any_room_and_exists_only_when_set()
    {
        const string bench = "a-bench-token-of-some-length";
        Assert.Equal(new("*", "*", true, true), new MediaTokens(new MediaOptions { BenchToken = bench }, _clock).Check(bench));
        Assert.Null(new MediaTokens(new MediaOptions { BenchToken = bench }, _clock).Check(bench + "x"));
        Assert.Null(new MediaTokens(new MediaOptions(), _clock).Check(bench));
        Assert.Null(new MediaTokens(new MediaOptions { BenchToken = "" }, _clock).Check(""));
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
