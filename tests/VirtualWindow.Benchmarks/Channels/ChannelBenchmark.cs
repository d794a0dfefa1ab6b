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
        await FlowAsync("one way", clerk, applicant);
        applicant.Produce = clerk.Produce;
        await FlowAsync("both ways", clerk, applicant);
        return 0;
    }

    /// <summary>Processor time is that of both clients and the node together; "others" is what the rest of the machine used.</summary>
    private static async Task FlowAsync(string what, ChannelClient clerk, ChannelClient applicant)
    {
        await Task.Delay(Warmup);
        var (toApplicant, toClerk, cpu, busy, start) = (applicant.BytesReceived, clerk.BytesReceived, Environment.CpuUsage.TotalTime, MachineBusy(), Stopwatch.GetTimestamp());
        await Task.Delay(Window);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var (own, all) = ((Environment.CpuUsage.TotalTime - cpu).TotalSeconds, MachineBusy() - busy);
        var (up, down) = ((applicant.BytesReceived - toApplicant) / 1e6, (clerk.BytesReceived - toClerk) / 1e6);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {up / seconds:F1} MB/s to the applicant, {down / seconds:F1} MB/s to the clerk, {(up + down) / own:F1} MB per CPU-second, others {(all - own) / seconds:F2} cores"));
    }

    /// <summary>Seconds that the machine's processors have worked; 0 where nobody says.</summary>
    private static double MachineBusy()
    {
        const double ticksPerSecond = 100;
        if (!File.Exists("/proc/stat")) return 0;
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..];
        return (fields.Take(8).Sum(static field => double.Parse(field, CultureInfo.InvariantCulture)) - double.Parse(fields[3], CultureInfo.InvariantCulture) - double.Parse(fields[4], CultureInfo.InvariantCulture)) / ticksPerSecond;
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
}
