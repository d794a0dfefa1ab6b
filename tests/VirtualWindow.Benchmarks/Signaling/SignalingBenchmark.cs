using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.SignalR.Client;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Applicant;
using VirtualWindow.Testing.HubClients;
using VirtualWindow.Testing.Processes;

namespace VirtualWindow.Benchmarks.Signaling;

/// <summary>
/// The real program as a child process with 1,000 applicants connected: memory per idle connection, round trip of one request
/// (<c>Snapshot()</c> without a ticket) and round trips per second of the server's processor time.
/// </summary>
internal static class SignalingBenchmark
{
    private const int Connections = 1000, Callers = 32;
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync()
    {
        await using var host = await HostProcess.StartAsync(new HostLaunch { Settings = Unlimited });
        using var server = Process.GetProcessById(host.ProcessId);
        await WarmUpAsync(host);
        var before = ResidentBytes(server);
        var connections = await ConnectAsync(host.Address, Connections);
        await Task.Delay(TimeSpan.FromSeconds(5));
        Console.WriteLine($"memory per idle connection   {(ResidentBytes(server) - before) / 1024.0 / Connections,8:0.0} KiB ({Connections} connections)");
        await MeasureAsync("one caller", server, connections, 1);
        await MeasureAsync($"{Callers} callers", server, connections, Callers);
        foreach (var connection in connections) await connection.DisposeAsync();
        return 0;
    }

    private static async Task WarmUpAsync(HostProcess host)
    {
        var connections = await ConnectAsync(host.Address, 50);
        foreach (var connection in connections)
        {
            for (var i = 0; i < 40; i++) await AskAsync(connection);
            await connection.DisposeAsync();
        }
    }

    private static async Task<List<HubConnection>> ConnectAsync(Uri host, int count)
    {
        var connections = Enumerable.Range(0, count).Select(_ => WindowConnection.To(host, "/hubs/applicant", new CookieContainer())).ToList();
        foreach (var some in connections.Chunk(50)) await Task.WhenAll(some.Select(connection => connection.StartAsync()));
        return connections;
    }

    private static async Task MeasureAsync(string name, Process server, List<HubConnection> connections, int callers)
    {
        var times = new ConcurrentBag<double>();
        var processor = ProcessorTime(server);
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => CallAsync(connections, caller, callers, times)));
        var elapsed = watch.Elapsed;
        var used = ProcessorTime(server) - processor;
        var sorted = times.Order().ToArray();
        Console.WriteLine(
            $"round trip, {name,-12}     p50 {At(sorted, .5):0.00} ms, p99 {At(sorted, .99):0.00} ms, {sorted.Length / elapsed.TotalSeconds,8:0}/s, "
            + $"{sorted.Length / used.TotalSeconds,8:0} per server CPU second");
    }

    /// <summary>One caller goes round its share of the connections, so that all of the 1,000 take part.</summary>
    private static async Task CallAsync(List<HubConnection> connections, int first, int step, ConcurrentBag<double> times)
    {
        var until = Stopwatch.GetTimestamp() + (long)(Span.TotalSeconds * Stopwatch.Frequency);
        for (var i = first; Stopwatch.GetTimestamp() < until; i = i + step < connections.Count ? i + step : first)
        {
            var began = Stopwatch.GetTimestamp();
            await AskAsync(connections[i]);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
    }

    private static async Task AskAsync(HubConnection connection)
    {
        var reply = await connection.InvokeAsync<Reply<ApplicantSnapshot>>(nameof(IApplicantHub.Snapshot));
        if (reply.Refusal is { } refusal) throw new InvalidOperationException(refusal.MessageEn);
    }

    private static double At(double[] sorted, double share) => sorted.Length == 0 ? 0 : sorted[(int)(share * (sorted.Length - 1))];

    private static TimeSpan ProcessorTime(Process server)
    {
        server.Refresh();
        return server.TotalProcessorTime;
    }

    private static long ResidentBytes(Process server)
    {
        server.Refresh();
        return server.WorkingSet64;
    }

    private static Dictionary<string, string> Unlimited => new()
    {
        ["Signaling__RequestBurst"] = 1_000_000.ToString(CultureInfo.InvariantCulture),
        ["Signaling__RequestsPerSecond"] = 1_000_000.ToString(CultureInfo.InvariantCulture),
    };
}
