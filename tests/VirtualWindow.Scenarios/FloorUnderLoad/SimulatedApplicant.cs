using VirtualWindow.Contracts.Applicant;
using VirtualWindow.Testing.HubClients;

namespace VirtualWindow.Scenarios.FloorUnderLoad;

/// <summary>Takes a ticket and lives through whatever comes, with a will of its own: leaves, reloads, misses calls, hangs up, vanishes.</summary>
internal sealed class SimulatedApplicant(IReadOnlyList<Uri> hosts, int seed, Tally tally) : IAsyncDisposable
{
    private static readonly (string Item, string Region)[] Wishes = [("GA-01", "411525"), ("SB-01", "320500"), ("MZ-01", "411525"), ("GA-03", "320500")];
    private readonly Random _random = new(seed);
    private ApplicantClient? _client;
    private bool _vanished;

    public string Number { get; private set; } = "";
    public string LastSeen => $"{Number}: {(_vanished ? "vanished" : _client?.States.Latest?.Stage.ToString() ?? "nothing")}";

    /// <summary>Returns when the ticket has ended, or at once after vanishing.</summary>
    public async Task RunAsync(TimeSpan arrival, TimeSpan patience)
    {
        await Task.Delay(arrival);
        await TakeTicketAsync();
        var handled = "";
        while (!_vanished)
        {
            var state = await _client!.States.UntilAsync(state => Key(state) != handled, $"the next step of {Number}", patience);
            if (state.Stage is ApplicantStage.Finished or ApplicantStage.Left) break;
            handled = Key(state);
            await LiveAsync(state);
        }
        tally.Count(_vanished ? "applicant vanished" : $"applicant saw {_client!.States.Latest!.Stage}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is not null) await _client.DisposeAsync();
    }

    private async Task TakeTicketAsync()
    {
        var (item, region) = Wishes[_random.Next(Wishes.Length)];
        _client = await ApplicantClient.ConnectAsync(AnyHost);
        var need = _random.Next(10) == 0 ? PriorityNeed.Elderly : PriorityNeed.None;
        var taken = await _client.TakeTicket(new TakeTicketRequest(item, region, null, null, null, "zh-CN", need, false));
        if (!tally.Note(nameof(_client.TakeTicket), taken)) throw new InvalidOperationException("No ticket was given.");
        Number = $"{taken.Value!.Snapshot.Ticket!.RegionCode}/{taken.Value.Snapshot.Ticket.Number}";
        (await _client.JoinAsync(taken.Value.JoinToken)).EnsureSuccessStatusCode();
    }

    private static string Key(ApplicantSnapshot state) => $"{state.Stage} {state.Call?.SessionId}";

    private Task LiveAsync(ApplicantSnapshot state) => state.Stage switch
    {
        ApplicantStage.Waiting => WaitAsync(),
        ApplicantStage.Called => AnswerAsync(state.Call!.SessionId),
        ApplicantStage.InCall => TalkAsync(),
        ApplicantStage.Missed when Chance(70) => RequeueAsync(),
        _ => Task.CompletedTask,
    };

    private async Task WaitAsync()
    {
        if (Chance(3)) await VanishAsync();
        else if (Chance(4)) tally.Note(nameof(_client.LeaveQueue), await _client!.LeaveQueue());
        else if (Chance(12)) await ReloadAsync(2000);
    }

    private async Task AnswerAsync(string session)
    {
        if (Chance(12))
        {
            tally.Count("applicant missed a call");
            return;
        }
        await PauseAsync(300);
        if (Chance(10)) await ReloadAsync(500);
        tally.Note(nameof(_client.JoinSession), await _client!.JoinSession(new JoinSessionRequest(session)));
    }

    private async Task TalkAsync()
    {
        if (Chance(3)) await VanishAsync();
        else if (Chance(10)) await ReloadAsync(1000);
        else if (Chance(10)) tally.Note(nameof(_client.HangUp), await _client!.HangUp());
    }

    private async Task RequeueAsync()
    {
        await PauseAsync(500);
        tally.Note(nameof(_client.Requeue), await _client!.Requeue());
    }

    /// <summary>The socket drops and the page comes back with its cookie.</summary>
    private async Task ReloadAsync(int atMostMilliseconds)
    {
        tally.Count("applicant's socket dropped");
        var cookies = _client!.Cookies;
        await _client.DisposeAsync();
        await PauseAsync(atMostMilliseconds);
        _client = await ApplicantClient.ConnectAsync(AnyHost, cookies);
        tally.Note(nameof(_client.Snapshot), await _client.Snapshot());
    }

    private async Task VanishAsync()
    {
        await _client!.DisposeAsync();
        _vanished = true;
    }

    private Task PauseAsync(int atMostMilliseconds) => Task.Delay(_random.Next(10, atMostMilliseconds));

    /// <summary>A page that comes back may reach another process than before.</summary>
    private Uri AnyHost => hosts[_random.Next(hosts.Count)];

    private bool Chance(int percent) => _random.Next(100) < percent;
}
