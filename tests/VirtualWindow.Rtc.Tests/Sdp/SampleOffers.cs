namespace VirtualWindow.Rtc.Tests.Sdp;

/// <summary>Offers as real clients write them, and the answers they get; files in Samples/.</summary>
internal static class SampleOffers
{
    public static TheoryData<string> Names =>
        ["chromium-publish", "chromium-subscribe", "chromium-mixed", "firefox-publish", "pion-whip", "aiortc-publish", "aiortc-sendrecv", "gstreamer-whip"];

    public static string Offer(string name) => Read(name + ".offer.sdp");

    public static string Answer(string name) => Read(name + ".answer.sdp");

    public static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Sdp", "Samples", file);

    private static string Read(string file) => File.ReadAllText(PathOf(file)).ReplaceLineEndings("\r\n");
}
