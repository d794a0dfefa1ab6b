using VirtualWindow.Testing.Browser;
using VirtualWindow.Testing.Impairment;

namespace VirtualWindow.MediaNode.Tests.Impaired;

/// <summary>Real Chromium over a way that loses datagrams: repair by retransmission on either side of the node.</summary>
public sealed class LossyCallTests(ChromiumBrowser browser)
{
    private const int Seconds = 20;

    private static readonly LinkSettings Lossy = new() { Loss = 0.05, Delay = TimeSpan.FromMilliseconds(50) };

    [Theory]
    [InlineData(Side.Publisher, 11)]
    [InlineData(Side.Watcher, 21)]
    public async Task Pictures_go_on_at_five_percent_loss_and_come_back_after_a_blackout(Side side, int seed)
    {
        await using var call = await ImpairedCall.StartAsync(browser, seed);
        var way = call.WayOf(side);
        way.Set(Lossy);
        var seen = await call.MeasureAsync("5 % loss, 100 ms round trip", Seconds);
        Assert.True(seen.LongestGap < 1_000, $"the picture stood still for {seen.LongestGap} ms: {seen}");
        Assert.True(seen.FramesPerSecond > 15, seen.ToString());
        // Lost sound is not sent again: what is missing is the way's own loss, made up by the decoder.
        Assert.True(seen.ConcealedShare < 0.08, seen.ToString());
        Assert.True(seen.ToneShare > 0.95, seen.ToString());

        way.Set(LinkSettings.Blackout);
        var dark = await call.MeasureAsync("blackout", 5);
        Assert.True(dark.LongestGap > 4_000, $"nothing was dark: {dark}");
        way.Set(LinkSettings.Perfect);
        var (picture, sound) = await call.RecoverAsync();
        Assert.InRange(picture, 1, 3_000);
        Assert.InRange(sound, 1, 3_000);
    }
}
