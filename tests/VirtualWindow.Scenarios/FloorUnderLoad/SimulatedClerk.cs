using System.Net;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Testing.HubClients;

namespace VirtualWindow.Scenarios.FloorUnderLoad;

/// <summary>Serves whoever is offered, with a will of its own: accepts, declines, does not answer, loses the connection.</summary>
internal sealed class SimulatedClerk(IReadOnlyList<Uri> hosts, CookieContainer cookies, int seed, Tally tally) : IAsyncDisposable
{
    private static readonly SessionOutcome[] Outcomes = [SessionOutcome.Accepted, SessionOutcome.SupplementNeeded, SessionOutcome.Consulted, SessionOutcome.Referred];
    private readonly Random _random = new(seed);
    private DeskClient? _client;

    public async Task RunAsync(CancellationToken untilClosed)
    {
        await ConnectAsync();
        var handled = "";
        while (!untilClosed.IsCancellationRequested)
        {
            var state = await NextAsync(handled, untilClosed);
            if (state is null) return;
            handled = Key(state);
            await WorkAsync(state);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is not null) await _client.DisposeAsync();
    }

    private async Task<DeskSnapshot?> NextAsync(string handled, CancellationToken untilClosed)
    {
        try
        {
            return await _client!.States.UntilAsync(state => Key(state) != handled, "work", TimeSpan.FromMinutes(5)).WaitAsync(untilClosed);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static string Key(DeskSnapshot state) =>
        $"{state.Desk.Presence} {state.Desk.Since:O} {state.Offer?.OfferId} {state.Session?.SessionId} {state.Session?.ApplicantJoined}";

    private Task WorkAsync(DeskSnapshot state)
    {
        if (state.Session is { } session)
            tally.Saw(state.Desk.DeskId, session.SessionId, $"{session.Applicant.RegionName}/{session.Applicant.TicketNumber}", session.ApplicantJoined);
        return state switch
        {
            { Offer: { } offer } => AnswerAsync(offer),
            { Session: { ApplicantJoined: true } sitting } => ServeAsync(sitting),
            { Desk.Presence: Presence.Away or Presence.Offline } => ComeBackAsync(),
            { Desk.Presence: Presence.WrapUp } when Chance(60) => FinishAsync(),
            _ => Task.CompletedTask,
        };
    }

    private async Task AnswerAsync(OfferView offer)
    {
        if (Chance(4)) await ReloadAsync(3000);
        await PauseAsync(200);
        if (Chance(12)) tally.Note(nameof(_client.DeclineOffer), await _client!.DeclineOffer(new DeclineOfferRequest(offer.OfferId, null)));
        else if (Chance(10)) tally.Count("clerk did not answer");
        else tally.Note(nameof(_client.AcceptOffer), await _client!.AcceptOffer(new AcceptOfferRequest(offer.OfferId)));
    }

    private async Task ServeAsync(DeskSessionView session)
    {
        await PauseAsync(400);
        if (Chance(8)) await ReloadAsync(1500);
        var outcome = Outcomes[_random.Next(Outcomes.Length)];
        if (outcome == SessionOutcome.SupplementNeeded) await _client!.RejectFirstAsync("照片不清");
        if (tally.Note(nameof(_client.EndSession), await _client!.EndSession(new EndSessionRequest(session.SessionId, outcome, "已办"))))
            tally.Count("clerk ended a sitting");
    }

    private async Task ComeBackAsync()
    {
        await PauseAsync(400);
        tally.Note(nameof(_client.SetPresence), await _client!.ReadyAsync());
    }

    private async Task FinishAsync()
    {
        await PauseAsync(200);
        tally.Note(nameof(_client.FinishWrapUp), await _client!.FinishWrapUp());
    }

    private async Task ReloadAsync(int atMostMilliseconds)
    {
        tally.Count("clerk's socket dropped");
        await _client!.DisposeAsync();
        await PauseAsync(atMostMilliseconds);
        await ConnectAsync();
    }

    private async Task ConnectAsync()
    {
        _client = await DeskClient.ConnectAsync(hosts[_random.Next(hosts.Count)], cookies);
        tally.Note(nameof(_client.Snapshot), await _client.Snapshot());
    }

    private Task PauseAsync(int atMostMilliseconds) => Task.Delay(_random.Next(10, atMostMilliseconds));

    private bool Chance(int percent) => _random.Next(100) < percent;
}
