using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using VirtualWindow.MediaNode;
using VirtualWindow.MediaNode.Whip;

namespace VirtualWindow.Benchmarks.Media;

/// <summary>
/// The media node with WHIP and WHEP and nothing else, for the load tool (README.md): settings as in the real host, from
/// <c>--key=value</c> or the environment.
/// </summary>
internal static class LoadgenHost
{
    public const string Token = "bench-token-for-loadgen";

    public static async Task<int> RunAsync(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, EnvironmentName = "Bench" });
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("VirtualWindow", LogLevel.Information);
        builder.Configuration["Media:BenchToken"] ??= Token;
        // What is measured is how much it can carry, not where it would stop taking more.
        builder.Configuration["Media:MaxLoopPercent"] ??= "100";
        builder.Configuration["Media:MaxCpuPercent"] ??= "100";
        if (builder.Configuration["urls"] is null)
            builder.WebHost.UseUrls("http://127.0.0.1:5085");
        builder.Services.AddMediaNode(builder.Configuration);
        var app = builder.Build();
        app.MapWhip();
        app.MapGet("/counters", (LocalMediaNode node) => Report(node.Metrics));
        app.MapPost("/collect", () => GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true));
        Console.WriteLine($"pid {Environment.ProcessId}");
        await app.RunAsync();
        return 0;
    }

    /// <summary>What the load tool cannot see: how well system calls and wake-ups were shared.</summary>
    private static string Report(MediaMetrics metrics)
    {
        var port = metrics.Port;
        return $"""
            peers {metrics.PeerCount} in {metrics.RoomCount} rooms, connected so far {metrics.Peers.HandshakesCompleted}
            received {port.ReceivedDatagrams} in {port.ReceiveCalls} calls, sent {port.SentDatagrams} in {port.SendCalls} calls, segmented {port.SegmentedDatagrams}
            wakeups {port.Wakeups}, stalls {port.SendStalls}, overflows {port.SendOverflows}, refused {port.SendRefused}, dropped {metrics.Peers.TotalDropped}, faults {metrics.LoopFaults}
            collections {GC.CollectionCount(0)}/{GC.CollectionCount(1)}/{GC.CollectionCount(2)}, heap {GC.GetTotalMemory(false) >> 10} KiB
            """;
    }
}
