using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using VirtualWindow.Fuzz.Engine;
using VirtualWindow.Fuzz.Targets;
using VirtualWindow.Testing;
using VirtualWindow.Testing.Processes;

namespace VirtualWindow.Fuzz;

/// <summary>
/// What strangers can send to the whole program: WHIP bodies and SignalR frames, over real connections to the real process. Blind, since
/// its branches are not seen from outside; the same mutations, by a seed of the day.
/// </summary>
public sealed class WireFuzzTests(WireFuzzTests.Stranger stranger) : IClassFixture<WireFuzzTests.Stranger>
{
    private const string Token = "bench-token-for-fuzzing";
    private const char EndOfFrame = '\u001e';
    private const int MaxFrame = 8_000;
    private const long MaxWorkingSet = 1L << 30;

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly int _seed = DateTime.UtcNow.DayOfYear;
    private readonly Mutator _mutator = new(DateTime.UtcNow.DayOfYear);
    private readonly HostProcess _host = stranger.Host;

    /// <summary>One program for both, that takes as many requests as are sent.</summary>
    public sealed class Stranger : IAsyncLifetime
    {
        public HostProcess Host { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Host = await HostProcess.StartAsync(new HostLaunch
        {
            Settings = new Dictionary<string, string> { ["Media__BenchToken"] = Token, ["Signaling__RequestBurst"] = "1000000" },
        });

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }

    [Fact]
    public async Task Every_whip_body_is_answered_or_refused()
    {
        var offers = Corpus("tests", "VirtualWindow.Rtc.Tests", "Sdp", "Samples").Where(o => o.Name.EndsWith(".offer.sdp", StringComparison.Ordinal)).Select(o => o.Bytes).ToList();
        var target = new SdpTarget();
        using var http = _host.CreateClient();
        http.Timeout = Patience;
        var (count, answered) = (0, 0);
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < Time; count++)
        {
            var body = target.Mutate(_mutator.Pick(offers), _mutator.Pick(offers), _mutator);
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{(_mutator.OneIn(2) ? "whip" : "whep")}/fuzz{_mutator.Below(8)}/somebody{_mutator.Below(4)}");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/sdp");
            using var response = await http.SendAsync(request);
            var answer = await response.Content.ReadAsStringAsync();
            // 503 says that the node is full, which is a refusal too.
            Assert.True((int)response.StatusCode is 201 or (>= 400 and < 500) or 503, $"seed {_seed}: {response.StatusCode} {answer} for\n{Encoding.UTF8.GetString(body)}");
            Assert.DoesNotContain("Exception", answer, StringComparison.Ordinal);
            if (response.IsSuccessStatusCode) answered++;
        }

        await StillWellAsync(http, $"whip: seed {_seed}, {count} bodies, {answered} answered");
        Assert.InRange(answered, 1, count - 1);
    }

    [Fact]
    public async Task Every_hub_frame_is_answered_refused_or_ends_its_own_connection()
    {
        var frames = Corpus("tests", "VirtualWindow.Fuzz", "Corpus", "hub").Select(f => f.Bytes).ToList();
        var (count, ended) = (0, 0);
        var socket = await ConnectAsync();
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < Time; count++)
        {
            // Whatever is no JSON ends the connection at once; most frames are, so that what lies behind is reached too.
            var frame = _mutator.OneIn(5) ? _mutator.Change(_mutator.Pick(frames), _mutator.Pick(frames), MaxFrame) : HubFrame.Change(_mutator.Pick(frames), _mutator);
            if (await IsAliveAfterAsync(socket, frame, count)) continue;
            ended++;
            socket.Dispose();
            socket = await ConnectAsync();
        }

        socket.Dispose();
        using var http = _host.CreateClient();
        await StillWellAsync(http, $"hub: seed {_seed}, {count} frames, {ended} ended their connection");
        Assert.True(ended < count / 2, $"{ended} of {count} ended their connection: little is reached behind the parser");
    }

    /// <summary>True when a sane request behind the frame is still answered.</summary>
    private async Task<bool> IsAliveAfterAsync(ClientWebSocket socket, byte[] frame, int number)
    {
        var probe = $$"""{"type":1,"invocationId":"probe{{number}}","target":"Snapshot","arguments":[]}""";
        using var patience = new CancellationTokenSource(Patience);
        var received = new StringBuilder();
        var buffer = new byte[16_384];
        try
        {
            await socket.SendAsync((byte[])[.. frame, (byte)EndOfFrame, .. Encoding.UTF8.GetBytes(probe), (byte)EndOfFrame], WebSocketMessageType.Text, true, patience.Token);
            while (!received.ToString().Contains($"\"probe{number}\"", StringComparison.Ordinal))
            {
                var part = await socket.ReceiveAsync(buffer, patience.Token);
                if (part.MessageType == WebSocketMessageType.Close) return false;
                received.Append(Encoding.UTF8.GetString(buffer, 0, part.Count));
            }

            Assert.DoesNotContain("Exception", received.ToString(), StringComparison.Ordinal);
            return true;
        }
        catch (WebSocketException)
        {
            return false;
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"seed {_seed}: no answer after\n{Encoding.UTF8.GetString(frame)}");
            return false;
        }
    }

    private async Task<ClientWebSocket> ConnectAsync()
    {
        var socket = new ClientWebSocket();
        using var patience = new CancellationTokenSource(Patience);
        await socket.ConnectAsync(new UriBuilder(new Uri(_host.Address, "/hubs/applicant")) { Scheme = "ws" }.Uri, patience.Token);
        var hello = Encoding.UTF8.GetBytes("""{"protocol":"json","version":1}""" + EndOfFrame);
        await socket.SendAsync(hello, WebSocketMessageType.Text, true, patience.Token);
        await socket.ReceiveAsync(new byte[256], patience.Token);
        return socket;
    }

    private async Task StillWellAsync(HttpClient http, string summary)
    {
        using var live = await http.GetAsync("healthz/live");
        using var process = Process.GetProcessById(_host.ProcessId);
        TestContext.Current.TestOutputHelper!.WriteLine($"{summary}, {process.WorkingSet64 >> 20} MiB");
        Assert.True(live.IsSuccessStatusCode, $"{summary}: {live.StatusCode}");
        Assert.True(process.WorkingSet64 < MaxWorkingSet, $"{summary}: {process.WorkingSet64} bytes");
        Assert.DoesNotContain(_host.Output, line => line.Contains("Unhandled exception", StringComparison.OrdinalIgnoreCase));
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Corpus(params string[] folder) =>
        Directory.EnumerateFiles(RepositoryRoot.File(folder)).Order(StringComparer.Ordinal).Select(file => (Path.GetFileName(file), File.ReadAllBytes(file)));
}
