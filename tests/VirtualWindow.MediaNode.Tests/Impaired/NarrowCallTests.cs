using VirtualWindow.Testing.Browser;
using VirtualWindow.Testing.Impairment;

namespace VirtualWindow.MediaNode.Tests.Impaired;

/// <summary>Real Chromium over a way that suddenly carries only 300 kbit/s: the picture gives way, the voice stays.</summary>
public sealed class NarrowCallTests(ChromiumBrowser browser)
{
    private const int BitsPerSecond = 300_000;

    private static readonly LinkSettings Narrow = new() { BitsPerSecond = BitsPerSecond, Delay = TimeSpan.FromMilliseconds(20), MaxQueueing = TimeSpan.FromMilliseconds(500) };

    [Theory]
    [InlineData(Side.Publisher, 31)]
    [InlineData(Side.Watcher, 41)]
    public async Task The_voice_stays_while_the_picture_adapts(Side side, int seed)
    {
        await using var call = await ImpairedCall.StartAsync(browser, seed);
        await FillAsync(call);

        call.WayOf(side).Set(Narrow);
        var adapting = await call.MeasureAsync("adapting", 8);
        Assert.True(adapting.ConcealedShare < MadeUpAtFirst(side), $"{adapting.ConcealedShare:P1} of the voice was made up in the first 8 s: {adapting}");
        var narrow = await call.MeasureAsync("300 kbit/s", 12);
        Assert.True(narrow.ConcealedShare < 0.02, $"{narrow.ConcealedShare:P1} of the voice was made up: {narrow}");
        Assert.True(narrow.ToneShare > 0.98, narrow.ToString());
        Assert.InRange(narrow.VideoBitsPerSecond, 60_000, BitsPerSecond);
        Assert.True(narrow.FramesPerSecond > 5, narrow.ToString());
    }

    /// <summary>
    /// Nobody foresees the fall: half a second of picture is under way, and its queue delays the voice by as much. To a watcher the node
    /// sends nothing but the voice until the queue is gone; from a publisher the browser decides what leaves, and repairs its picture first.
    /// </summary>
    private static double MadeUpAtFirst(Side side) => side == Side.Watcher ? 0.2 : 0.3;

    /// <summary>Chromium's sender finds its way up within seconds; a busy machine takes longer.</summary>
    private static async Task FillAsync(ImpairedCall call)
    {
        for (var look = 1; look <= 12; look++)
            if ((await call.MeasureAsync($"wide, look {look}", 2)).VideoBitsPerSecond > 1.5 * BitsPerSecond) return;
        Assert.Fail("The picture never took more than the narrow way will carry.");
    }
}
