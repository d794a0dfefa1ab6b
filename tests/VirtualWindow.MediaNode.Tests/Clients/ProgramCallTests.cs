using System.Net.Http;
using System.Text.Json;
using VirtualWindow.MediaNode.Tests.Whip;
using VirtualWindow.Testing;

namespace VirtualWindow.MediaNode.Tests.Clients;

/// <summary>Clients that are no browsers, as Debian has them, publish by WHIP and watch by WHEP from a network of their own.</summary>
public sealed class ProgramCallTests(NetworkNamespace network)
{
    private const string Python = "/usr/bin/python3";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    [Theory]
    [InlineData("aiortc", "aiortc")]
    [InlineData("gstreamer", "gstreamer")]
    [InlineData("gstreamer", "aiortc")]
    [InlineData("aiortc", "gstreamer")]
    public async Task One_program_sees_and_hears_the_other(string publisher, string watcher)
    {
        Require(publisher);
        Require(watcher);
        network.RequireAvailable();
        await using var host = await ClientHost.StartAsync(network);
        using var sending = Call(publisher, "publish", host, "whip");
        using var watching = Call(watcher, "watch", host, "whep");

        var tone = watching.Wait(r => IsKind(r, "audio") && r.GetProperty("loudest").GetInt32() > 4_000, Patience, sending);
        var picture = watching.Wait(r => IsKind(r, "video") && r.GetProperty("frames").GetInt32() >= 45, Patience, sending);

        Assert.True(tone.GetProperty("samples").GetInt32() >= 48_000, tone.ToString());
        Assert.Equal((640, 480), (picture.GetProperty("width").GetInt32(), picture.GetProperty("height").GetInt32()));
        var (red, green, blue) = (picture.GetProperty("red").GetInt32(), picture.GetProperty("green").GetInt32(), picture.GetProperty("blue").GetInt32());
        Assert.True(red > 180 && green < 80 && blue < 80, $"the publisher shows red, this was {red},{green},{blue}");
    }

    /// <summary>Data channels alone, without sound and picture.</summary>
    [Fact]
    public async Task One_program_sends_the_other_a_file_and_a_pointer_and_closes_its_channel()
    {
        Require("aiortc");
        network.RequireAvailable();
        await using var host = await ClientHost.StartAsync(network);
        using var receiver = Channels(host, "receive", "clerk");
        receiver.Wait(static report => report.TryGetProperty("ready", out _), Patience, receiver);
        using var sender = Channels(host, "send", "applicant");

        var pointer = receiver.Wait(static report => report.TryGetProperty("live", out _), Patience, sender);
        var sent = sender.Wait(static report => report.TryGetProperty("sent", out _), Patience, receiver);
        var received = receiver.Wait(static report => report.TryGetProperty("received", out _), Patience, sender);
        Assert.Equal("指针", pointer.GetProperty("live").GetString());
        Assert.Equal(512 << 10, received.GetProperty("length").GetInt32());
        Assert.Equal(sent.GetProperty("sent").GetString(), received.GetProperty("received").GetString());
        sender.Wait(static report => report.TryGetProperty("closed", out _), Patience, receiver);
    }

    private ClientProcess Channels(WhipHost host, string role, string who) => network.Start(
        Python, RepositoryRoot.File("tests", "VirtualWindow.MediaNode.Tests", "Clients", "aiortc_channels.py"), role, $"{host.Url}/whip/r/{who}", host.Token("r", who));

    private static bool IsKind(JsonElement report, string kind) => report.TryGetProperty("kind", out var found) && found.ValueEquals(kind);

    private ClientProcess Call(string program, string role, WhipHost host, string way) => network.Start(
        Python, Script(program), role, $"{host.Url}/{way}/r/camera", host.Token("r", role == "publish" ? "camera" : "clerk"));

    private static string Script(string program) => RepositoryRoot.File("tests", "VirtualWindow.MediaNode.Tests", "Clients", program + "_call.py");

    private static void Require(string program)
    {
        var (file, packages) = program == "aiortc"
            ? ("aiortc/__init__.py", "python3-aiortc")
            : ("gi/overrides/Gst.py", "python3-gst-1.0, gir1.2-gst-plugins-bad-1.0, gstreamer1.0-nice and gstreamer1.0-plugins-{base,good,bad}");
        NetworkNamespace.Require(File.Exists("/usr/lib/python3/dist-packages/" + file), $"{program} for Python is not installed (Debian packages {packages}).");
    }
}
