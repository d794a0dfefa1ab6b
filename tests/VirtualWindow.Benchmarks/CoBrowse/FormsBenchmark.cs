using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.SignalR.Client;
using VirtualWindow.Contracts.Applicant;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Contracts.Forms;
using VirtualWindow.Contracts.Staff;
using VirtualWindow.Testing.HubClients;
using VirtualWindow.Testing.Processes;

namespace VirtualWindow.Benchmarks.CoBrowse;

/// <summary>
/// The real program as a child process, 100 sessions at once: each applicant writes a field twice a second, and each clerk's connection
/// notes when it is told. From the applicant's call to the clerk's news the change has been decided, journaled durably and masked.
/// </summary>
internal static class FormsBenchmark
{
    private const int Sessions = 100;
    private const string Password = "Bench-12345678";
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(20), Between = TimeSpan.FromMilliseconds(500);

    public static async Task<int> RunAsync()
    {
        await using var host = await HostProcess.StartAsync(new HostLaunch { StaffPassword = Password, Settings = Settings });
        using var server = Process.GetProcessById(host.ProcessId);
        var pairs = new List<Pair>();
        for (var i = 1; i <= Sessions; i++) pairs.Add(await Pair.SitAsync(host.Address, i));
        await Task.WhenAll(pairs.Select(pair => pair.WriteAsync(TimeSpan.FromSeconds(3)))); // warm
        foreach (var pair in pairs) pair.Times.Clear();
        var processor = ProcessorTime(server);
        await Task.WhenAll(pairs.Select(pair => pair.WriteAsync(Span)));
        Print(pairs, ProcessorTime(server) - processor);
        foreach (var pair in pairs) await pair.DisposeAsync();
        return 0;
    }

    private static void Print(List<Pair> pairs, TimeSpan used)
    {
        var times = pairs.SelectMany(pair => pair.Times).Order().ToArray();
        Console.WriteLine(
            $"{Sessions} sessions, {times.Length / Span.TotalSeconds:0} changes/s: p50 {At(times, .5):0.0} ms, p99 {At(times, .99):0.0} ms, longest {times[^1]:0.0} ms, "
            + $"{times.Length / used.TotalSeconds:0} changes per server CPU second");
    }

    private static double At(double[] sorted, double share) => sorted[(int)(share * (sorted.Length - 1))];

    private static TimeSpan ProcessorTime(Process server)
    {
        server.Refresh();
        return server.TotalProcessorTime;
    }

    private static Dictionary<string, string> Settings => new()
    {
        ["Seed__Clerks"] = Sessions.ToString(CultureInfo.InvariantCulture),
        ["Signaling__TicketBurstPerAddress"] = "1000",
    };

    /// <summary>An applicant and a clerk in a session of their own.</summary>
    private sealed class Pair(ApplicantClient applicant, DeskClient desk, string session) : IAsyncDisposable
    {
        private readonly ConcurrentDictionary<long, long> _begun = new();
        private int _revision;

        public ConcurrentBag<double> Times { get; } = [];

        public static async Task<Pair> SitAsync(Uri host, int number)
        {
            var desk = await DeskClient.ConnectAsync(host, await SignInAsync(host, $"clerk{number:000}"));
            var applicant = await ApplicantClient.ConnectAsync(host);
            await applicant.TakeTicket(new TakeTicketRequest("GA-01", "411525", null, "张小明", null, "zh-CN", PriorityNeed.None, false));
            await desk.ReadyAsync();
            await desk.AcceptOffer(new AcceptOfferRequest((await desk.OfferAsync()).OfferId));
            var session = (await applicant.UntilAsync(ApplicantStage.Called)).Call!.SessionId;
            await applicant.JoinSession(new JoinSessionRequest(session));
            var pair = new Pair(applicant, desk, session);
            desk.Connection.On<FormNews>(nameof(IFormClient.FormNews), pair.Told);
            await applicant.OpenForm(new OpenFormRequest(session));
            await desk.OpenForm(new OpenFormRequest(session));
            return pair;
        }

        public async Task WriteAsync(TimeSpan span)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next((int)Between.TotalMilliseconds))); // nobody types in step
            var watch = Stopwatch.StartNew();
            using var timer = new PeriodicTimer(Between);
            while (watch.Elapsed < span && await timer.WaitForNextTickAsync())
            {
                _begun[_revision + 1] = Stopwatch.GetTimestamp();
                var reply = await applicant.SetField(new SetFieldRequest(session, "address", $"固始县城关镇 {_revision} 号", _revision));
                _revision = reply.Value?.Revision ?? throw new InvalidOperationException(reply.Refusal!.MessageEn);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await applicant.DisposeAsync();
            await desk.DisposeAsync();
        }

        private void Told(FormNews news)
        {
            var now = Stopwatch.GetTimestamp();
            foreach (var field in news.Fields)
                if (_begun.TryRemove(field.Revision, out var began)) Times.Add(Stopwatch.GetElapsedTime(began, now).TotalMilliseconds);
        }

        private static async Task<CookieContainer> SignInAsync(Uri host, string user)
        {
            var cookies = new CookieContainer();
            using var handler = new HttpClientHandler { CookieContainer = cookies };
            using var http = new HttpClient(handler) { BaseAddress = host };
            (await http.PostAsJsonAsync("/api/staff/sign-in", new SignInRequest(user, Password), WindowConnection.Json)).EnsureSuccessStatusCode();
            return cookies;
        }
    }
}
