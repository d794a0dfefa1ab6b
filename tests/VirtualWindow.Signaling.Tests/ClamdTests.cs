using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using VirtualWindow.Contracts.Documents;
using VirtualWindow.Signaling.Documents;

namespace VirtualWindow.Signaling.Tests;

/// <summary>What clamd says about an upload, over a real socket that speaks its INSTREAM command.</summary>
public sealed class ClamdTests
{
    /// <summary>The test string of EICAR, put together so that no scanner takes this file for it.</summary>
    private static readonly byte[] Eicar = Encoding.ASCII.GetBytes("X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR" + "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*");

    [Theory]
    [InlineData("stream: OK", ScanVerdict.Clean)]
    [InlineData("stream: Win.Test.EICAR_HDB-1 FOUND", ScanVerdict.Infected)]
    [InlineData("INSTREAM size limit exceeded. ERROR", ScanVerdict.Unknown)]
    [InlineData("stream: OK but not quite", ScanVerdict.Unknown)]
    [InlineData("", ScanVerdict.Unknown)]
    public async Task Only_a_plain_ok_is_clean(string answer, ScanVerdict verdict)
    {
        await using var server = new InstreamServer(_ => answer);
        var report = await Ask(server).ScanAsync(new byte[200_000], TestContext.Current.CancellationToken);
        Assert.Equal(verdict, report.Verdict);
        Assert.Equal(200_000, Assert.Single(server.Received).Length);
    }

    [Fact]
    public async Task A_scanner_that_is_not_there_or_does_not_answer_knows_nothing()
    {
        var gone = new InstreamServer(_ => "stream: OK");
        await gone.DisposeAsync();
        Assert.Equal(ScanVerdict.Unknown, (await Ask(gone).ScanAsync(new byte[10], TestContext.Current.CancellationToken)).Verdict);
        await using var silent = new InstreamServer(_ => null);
        Assert.Equal(ScanVerdict.Unknown, (await new Clamd("127.0.0.1", silent.Port, TimeSpan.FromMilliseconds(300)).ScanAsync(new byte[10], TestContext.Current.CancellationToken)).Verdict);
    }

    [Fact]
    public async Task An_upload_is_held_while_the_scanner_is_away_and_shown_when_it_is_back()
    {
        await using var server = new InstreamServer(null);
        await using var host = await HostWithAsync(server.Port);
        var desk = await host.ReadyDeskAsync();
        var (applicant, session) = await Sittings.BeginAsync(host, desk);
        await applicant.Documents.UploadAsync(session, "材料.png", SamplePicture.Png(30, 30));
        var held = (await desk.Documents.UntilAsync(session, view => view.Documents is [{ Stage: DocumentStage.Held }])).Documents.Single();
        Assert.Equal(HttpStatusCode.NotFound, (await desk.Documents.FetchAsync(held.DocumentId)).StatusCode);

        server.Answer = _ => "stream: OK";
        await desk.Documents.UntilAsync(session, view => view.Documents is [{ Stage: DocumentStage.Shown }]);
    }

    [Fact]
    public async Task An_infected_upload_is_refused_and_the_scanner_saw_all_of_it()
    {
        await using var server = new InstreamServer(bytes => bytes.AsSpan().IndexOf(Eicar) >= 0 ? "stream: Eicar-Test-Signature FOUND" : "stream: OK");
        await using var host = await HostWithAsync(server.Port);
        var desk = await host.ReadyDeskAsync();
        var (applicant, session) = await Sittings.BeginAsync(host, desk);
        byte[] infected = [.. SamplePicture.Png(30, 30), .. Eicar];
        await applicant.Documents.UploadAsync(session, "材料.png", infected);
        var refused = (await desk.Documents.UntilAsync(session, view => view.Documents is [{ Stage: DocumentStage.Refused }])).Documents.Single();
        Assert.Contains("病毒", refused.Refusal!.Message, StringComparison.Ordinal);
        Assert.Equal(infected, Assert.Single(server.Received));
    }

    private static Task<SignalingHost> HostWithAsync(int port) =>
        SignalingHost.StartAsync(new() { ["Documents:Clamd"] = $"127.0.0.1:{port}", ["Documents:HeldPause"] = "00:00:00.050" });

    private static Clamd Ask(InstreamServer server) => new("127.0.0.1", server.Port, TimeSpan.FromSeconds(30));

    /// <summary>The part of clamd's protocol that is used: reads INSTREAM to its end and answers. Without an answer it hangs up at once.</summary>
    private sealed class InstreamServer : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly Task _serving;

        public InstreamServer(Func<byte[], string?>? answer)
        {
            Answer = answer;
            _listener.Start();
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
            _serving = ServeAsync();
        }

        public int Port { get; }
        /// <summary>Null: it hangs up; an answer of null: it says nothing for ever.</summary>
        public Func<byte[], string?>? Answer { get; set; }
        public List<byte[]> Received { get; } = [];

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            await _serving;
        }

        private async Task ServeAsync()
        {
            try
            {
                while (true) _ = TalkAsync(await _listener.AcceptTcpClientAsync());
            }
            catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }

        private async Task TalkAsync(TcpClient client)
        {
            if (Answer is not { } answer)
            {
                client.Dispose();
                return;
            }

            var stream = client.GetStream();
            var command = new byte[10];
            await stream.ReadExactlyAsync(command);
            Assert.Equal("zINSTREAM\0", Encoding.ASCII.GetString(command));
            var bytes = await ReadChunksAsync(stream);
            Received.Add(bytes);
            if (answer(bytes) is not { } words) return; // left open, without a word
            await stream.WriteAsync(Encoding.ASCII.GetBytes(words.Length == 0 ? "" : words + "\0"));
            client.Dispose();
        }

        private static async Task<byte[]> ReadChunksAsync(NetworkStream stream)
        {
            using var all = new MemoryStream();
            var header = new byte[4];
            while (true)
            {
                await stream.ReadExactlyAsync(header);
                var length = BinaryPrimitives.ReadInt32BigEndian(header);
                if (length == 0) return all.ToArray();
                var chunk = new byte[length];
                await stream.ReadExactlyAsync(chunk);
                all.Write(chunk);
            }
        }
    }
}
