using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Applicant;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Presence;
using VirtualWindow.Testing.HubClients;

namespace VirtualWindow.Signaling.Tests;

/// <summary>Reload, sleep, second tab, and those who never come back.</summary>
public sealed class PresenceTests
{
    [Fact]
    public async Task A_reload_keeps_the_place()
    {
        await using var host = await SignalingHost.StartAsync();
        var before = await host.WaitingAsync();
        await host.WaitingAsync();
        var number = before.States.Latest!.Ticket!.Number;

        await host.LoseAsync(before);
        var after = await host.ApplicantAsync(before.Cookies);

        var snapshot = (await after.Snapshot()).Value!;
        Assert.Equal(number, snapshot.Ticket!.Number);
        Assert.Equal(1, snapshot.Ticket.Position);
    }

    [Fact]
    public async Task A_second_tab_takes_over_and_the_first_is_told_and_refused()
    {
        await using var host = await SignalingHost.StartAsync();
        var first = await host.WaitingAsync();
        var second = await host.ApplicantAsync(first.Cookies);

        await first.SupersededAsync;

        Assert.Equal(RefusalCodes.NotYours, (await first.LeaveQueue()).Refusal!.Code);
        Assert.Null((await second.LeaveQueue()).Refusal);
    }

    [Fact]
    public async Task A_clerk_who_reloads_in_a_session_keeps_it_and_the_older_page_is_refused()
    {
        await using var host = await SignalingHost.StartAsync();
        var cookies = await host.SignInAsync("gushi01", "clerk", "gushi");
        var first = await host.DeskAsync(cookies: cookies);
        await first.ReadyAsync();
        var (applicant, sessionId) = await Sittings.BeginAsync(host, first);

        var second = await host.DeskAsync(cookies: cookies);

        await first.SupersededAsync;
        Assert.Equal(sessionId, (await second.Snapshot()).Value!.Session!.SessionId);
        Assert.Equal(RefusalCodes.NotYours, (await first.Hold(new HoldRequest(sessionId, true))).Refusal!.Code);
        Assert.Equal(ApplicantStage.InCall, applicant.States.Latest!.Stage);
    }

    [Fact]
    public async Task A_takeover_in_another_process_is_noticed()
    {
        await using var here = await SignalingHost.StartAsync();
        await using var there = await SignalingHost.StartAsync(database: here.Database, clock: here.Clock);
        var older = await here.WaitingAsync();

        var newer = await there.ApplicantAsync(older.Cookies);

        await older.SupersededAsync;
        Assert.Equal(RefusalCodes.NotYours, (await older.LeaveQueue()).Refusal!.Code);
        Assert.Null((await newer.LeaveQueue()).Refusal);
    }

    [Fact]
    public async Task A_vanished_applicant_keeps_the_place_for_the_grace_and_then_expires()
    {
        await using var host = await SignalingHost.StartAsync();
        var sleeping = await host.WaitingAsync();
        var awake = await host.WaitingAsync();
        await host.LoseAsync(sleeping);
        host.Clock.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(2, (await awake.Snapshot()).Value!.Ticket!.Position);

        host.Clock.Advance(TimeSpan.FromMinutes(2));

        await awake.States.UntilAsync(state => state.Ticket!.Position == 1, "the place of the one who vanished");
        Assert.Equal(TicketState.Expired, (await host.TicketAsync(sleeping)).State);
    }

    [Fact]
    public async Task Nobody_is_offered_who_is_not_there_but_the_place_waits_for_the_return()
    {
        await using var host = await SignalingHost.StartAsync();
        var sleeping = await host.WaitingAsync();
        await host.LoseAsync(sleeping);
        var awake = await host.WaitingAsync();

        var desk = await host.ReadyDeskAsync();
        Assert.Equal(awake.States.Latest!.Ticket!.Number, (await desk.OfferAsync()).Applicant.TicketNumber);

        await host.ApplicantAsync(sleeping.Cookies);
        var second = await host.ReadyDeskAsync("gushi02");
        Assert.Equal(sleeping.States.Latest!.Ticket!.Number, (await second.OfferAsync()).Applicant.TicketNumber);
    }

    [Fact]
    public async Task Desks_and_walls_are_told_the_halls_goal()
    {
        await using var host = await SignalingHost.StartAsync(new() { ["Signaling:ServiceLevelTarget"] = "00:05:00", ["Signaling:ServiceLevelGoal"] = "0.9" });
        var goal = new ServiceGoal(300, 0.9);

        Assert.Equal(goal, (await (await host.DeskAsync()).Snapshot()).Value!.Goal);
        Assert.Equal(goal, (await (await host.WallAsync()).Snapshot()).Value!.Goal);
    }

    [Fact]
    public async Task A_desk_that_disappears_with_an_offer_gives_it_back_to_the_head()
    {
        await using var host = await SignalingHost.StartAsync(new() { ["Signaling:OfferTimeout"] = "00:10:00" });
        var desk = await host.ReadyDeskAsync("gushi01");
        var applicant = await host.WaitingAsync();
        await desk.OfferAsync();
        await host.LoseAsync(desk);

        host.Clock.Advance(TimeSpan.FromSeconds(11));

        await applicant.States.UntilAsync(state => state is { Stage: ApplicantStage.Waiting, Ticket.Position: 1 }, "the head of the queue");
        var wall = await host.WallAsync();
        var floor = (await wall.Snapshot()).Value!;
        Assert.Equal(Presence.Offline, Assert.Single(floor.Desks).Presence);
    }

    [Fact]
    public async Task A_desk_that_disappears_while_calling_does_not_cost_the_applicant_a_missed_call()
    {
        await using var host = await SignalingHost.StartAsync();
        var desk = await host.ReadyDeskAsync();
        var applicant = await host.WaitingAsync();
        await desk.AcceptOffer(new AcceptOfferRequest((await desk.OfferAsync()).OfferId));
        await applicant.UntilAsync(ApplicantStage.Called);
        await host.LoseAsync(desk);

        host.Clock.Advance(TimeSpan.FromSeconds(11));

        await applicant.UntilAsync(ApplicantStage.Waiting);
        var ticket = await host.TicketAsync(applicant);
        Assert.Equal((Standing.Head, 0), (ticket.Standing, ticket.MissedCalls));
    }

    [Fact]
    public async Task An_applicant_lost_in_the_session_keeps_the_seat_and_then_the_session_ends_as_no_show()
    {
        await using var host = await SignalingHost.StartAsync();
        var desk = await host.ReadyDeskAsync();
        var (applicant, _) = await Sittings.BeginAsync(host, desk);
        await host.LoseAsync(applicant);
        await desk.States.UntilAsync(
            state => state.Session!.Participants.Any(seat => seat is { Role: ParticipantRole.Applicant, Connected: false }), "the applicant shown as lost");
        var back = await host.ApplicantAsync(applicant.Cookies);
        Assert.Equal(ApplicantStage.InCall, (await back.Snapshot()).Value!.Stage);
        await host.LoseAsync(back);

        host.Clock.Advance(TimeSpan.FromMinutes(3));

        var wrappingUp = (await desk.UntilAsync(Presence.WrapUp)).Desk;
        Assert.Equal(wrappingUp.Since + TimeSpan.FromMinutes(3), wrappingUp.WrapUpEndsAt);
        var again = await host.ApplicantAsync(applicant.Cookies);
        Assert.Equal(SessionOutcome.NoShow, (await again.Snapshot()).Value!.Receipt!.Outcome);
    }

    [Fact]
    public async Task A_clerk_who_never_comes_back_ends_the_session_with_a_note()
    {
        await using var host = await SignalingHost.StartAsync();
        var desk = await host.ReadyDeskAsync();
        var (applicant, _) = await Sittings.BeginAsync(host, desk);
        await host.LoseAsync(desk);

        host.Clock.Advance(TimeSpan.FromMinutes(6));

        var finished = await applicant.UntilAsync(ApplicantStage.Finished);
        Assert.Equal(SessionOutcome.Consulted, finished.Receipt!.Outcome);
    }

    [Fact]
    public async Task A_missed_call_not_taken_up_expires()
    {
        await using var host = await SignalingHost.StartAsync();
        var desk = await host.ReadyDeskAsync();
        var applicant = await host.WaitingAsync();
        await desk.AcceptOffer(new AcceptOfferRequest((await desk.OfferAsync()).OfferId));
        await applicant.UntilAsync(ApplicantStage.Called);
        host.Clock.Advance(TimeSpan.FromSeconds(61));
        await applicant.UntilAsync(ApplicantStage.Missed);

        host.Clock.Advance(TimeSpan.FromMinutes(11));

        await applicant.UntilAsync(ApplicantStage.Left);
        Assert.Equal(TicketState.Expired, (await host.TicketAsync(applicant)).State);
    }

    [Fact]
    public async Task Deadlines_survive_a_restart()
    {
        await using var first = await SignalingHost.StartAsync();
        var desk = await first.ReadyDeskAsync();
        var applicant = await first.WaitingAsync();
        await desk.OfferAsync();
        var database = first.Database;
        first.Clock.Advance(TimeSpan.FromSeconds(14));

        await using var second = await SignalingHost.StartAsync(database: database, clock: first.Clock);
        var back = await second.ApplicantAsync(applicant.Cookies);
        second.Clock.Advance(TimeSpan.FromSeconds(2));

        await back.UntilAsync(ApplicantStage.Waiting);
        await desk.UntilAsync(Presence.Away);
    }

    [Fact]
    public async Task An_outage_of_the_server_costs_nobody_the_place()
    {
        await using var first = await SignalingHost.StartAsync();
        var applicant = await first.WaitingAsync();
        await first.StopAsync();
        first.Clock.Advance(TimeSpan.FromHours(1));

        await using var second = await SignalingHost.StartAsync(database: first.Database, clock: first.Clock);
        await second.RoundsAsync(3);
        var back = await second.ApplicantAsync(applicant.Cookies);

        Assert.Equal(ApplicantStage.Waiting, (await back.Snapshot()).Value!.Stage);
    }

    [Fact]
    public async Task Those_of_a_process_that_died_count_as_lost()
    {
        await using var here = await SignalingHost.StartAsync(new() { ["Signaling:HeartbeatInterval"] = "00:00:00.200" });
        var desk = await here.ReadyDeskAsync();
        var deskId = DeskId.Parse((await desk.Snapshot()).Value!.Desk.DeskId);
        // What a killed process leaves behind: a connection that nobody confirms any more.
        await here.Store.WriteAsync((db, ct) => db.AttendAsync(deskId.Value, "of-a-dead-process", here.Clock.GetUtcNow(), ct), CancellationToken.None);
        var wall = await here.WallAsync();

        await desk.SupersededAsync;
        here.Clock.Advance(TimeSpan.FromSeconds(12));

        await wall.States.UntilAsync(state => state.Desks.All(each => each.Presence == Presence.Offline), "the desk offline");
    }

    [Fact]
    public async Task Sequences_grow_also_across_a_restart()
    {
        await using var first = await SignalingHost.StartAsync();
        var applicant = await first.WaitingAsync();
        var before = (await applicant.Snapshot()).Value!.Sequence;

        await using var second = await SignalingHost.StartAsync(database: first.Database, clock: first.Clock);
        var back = await second.ApplicantAsync(applicant.Cookies);

        var after = (await back.Snapshot()).Value!.Sequence;
        Assert.InRange(after, before + 1, 1L << 53);
    }
}
