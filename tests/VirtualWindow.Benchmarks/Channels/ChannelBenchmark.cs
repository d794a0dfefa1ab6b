using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using VirtualWindow.MediaNode;

namespace VirtualWindow.Benchmarks.Channels;

/// <summary>
/// Two clients in one room and the real media node between them over loopback: bytes of `files` that arrive per second, and the round
/// trip of a small message that the other client sends back (four legs, two of them through the node). All in one process.
/// </summary>
internal static class ChannelBenchmark
{
    private const int MessageBytes = 16 * 1024;
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(8);

    public static async Task<int> RunAsync()
    {
        await using var node = new LocalMediaNode(new MediaOptions { Port = 0 }, TimeProvider.System, NullLogger<LocalMediaNode>.Instance);
        await node.WarmUpAsync();
        using var clerk = new ChannelClient(node.LocalEndPoint);
        using var applicant = new ChannelClient(node.LocalEndPoint);
        await clerk.JoinAsync(node, "bench", "clerk");
        await applicant.JoinAsync(node, "bench", "applicant");

        await EchoAsync("live", ChannelClient.LiveStream, clerk, applicant);
        await EchoAsync("files", ChannelClient.FilesStream, clerk, applicant);
        var message = new byte[MessageBytes];
        clerk.Produce = () => (ChannelClient.FilesStream, message);
        Print("one way", await MegabytesPerSecondAsync(applicant));
        applicant.Produce = clerk.Produce;
        var both = await Task.WhenAll(MegabytesPerSecondAsync(applicant), MegabytesPerSecondAsync(clerk));
        Print("both ways, to the applicant", both[0]);
        Print("both ways, to the clerk", both[1]);
        return 0;
    }

    private static async Task<double> MegabytesPerSecondAsync(ChannelClient to)
    {
        await Task.Delay(Warmup);
        var (bytes, start) = (to.BytesReceived, Stopwatch.GetTimestamp());
        await Task.Delay(Window);
        return (to.BytesReceived - bytes) / 1e6 / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>20 messages a second, as a moving pointer sends them.</summary>
    private static async Task EchoAsync(string label, ushort stream, ChannelClient asking, ChannelClient echoing)
    {
        const int count = 200;
        var times = new List<double>(count);
        var sent = new long[count];
        var next = 0;
        var due = Stopwatch.GetTimestamp();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        echoing.OnMessage = (_, message) => message;
        asking.OnMessage = (_, message) =>
        {
            times.Add(Stopwatch.GetElapsedTime(sent[BitConverter.ToInt32(message.Span)]).TotalMilliseconds);
            if (times.Count >= count - 2) done.TrySetResult();
            return default;
        };
        asking.Produce = () =>
        {
            if (next == count || Stopwatch.GetTimestamp() < due) return default;
            due += Stopwatch.Frequency / 20;
            sent[next] = Stopwatch.GetTimestamp();
            var message = new byte[64];
            BitConverter.TryWriteBytes(message, next++);
            return (stream, message);
        };
        await done.Task.WaitAsync(TimeSpan.FromSeconds(30));
        (asking.Produce, asking.OnMessage, echoing.OnMessage) = (null, null, null);
        times.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"echo {label}: p50 {times[times.Count / 2]:F2} ms, p99 {times[times.Count * 99 / 100]:F2} ms, max {times[^1]:F2} ms"));
    }

    private static void Print(string what, double megabytesPerSecond) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {megabytesPerSecond:F1} MB/s"));
}
