using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Applicant;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Testing.HubClients;

namespace VirtualWindow.Signaling.Tests;

public sealed class QueueTests
{
    [Fact]
    public async Task A_ticket_has_a_number_and_a_place_and_a_second_tap_changes_nothing()
    {
        await using var host = await SignalingHost.StartAsync();
        var applicant = await host.ApplicantAsync();

        var first = (await applicant.TakeTicket(Requests.Gushi())).Value!;
        var second = (await applicant.TakeTicket(Requests.Gushi())).Value!;

        Assert.Equal("A001", first.Snapshot.Ticket!.Number);
        Assert.Equal(1, first.Snapshot.Ticket.Position);
        Assert.Equal(first.Snapshot.Ticket.TicketId, second.Snapshot.Ticket!.TicketId);
        Assert.NotEqual(first.JoinToken, second.JoinToken);
    }

    [Fact]
    public async Task Positions_move_up_when_somebody_leaves()
    {
        await using var host = await SignalingHost.StartAsync();
        var first = await host.WaitingAsync();
        var second = await host.WaitingAsync();
        await second.States.UntilAsync(state => state.Ticket!.Position == 2, "position 2");

        Assert.Null((await first.LeaveQueue()).Refusal);

        await second.States.UntilAsync(state => state.Ticket!.Position == 1, "position 1");
        await first.UntilAsync(ApplicantStage.Left);
    }

    [Fact]
    public async Task A_ready_desk_is_offered_the_ticket_with_a_masked_card_and_sees_it_whole_in_the_session()
    {
        await using var host = await SignalingHost.StartAsync();
        var desk = await host.ReadyDeskAsync();
        var applicant = await host.WaitingAsync();

        var offer = await desk.OfferAsync();
        Assert.Equal("张*", offer.Applicant.Name);
        Assert.Equal("138****5678", offer.Applicant.Phone);
        await applicant.UntilAsync(ApplicantStage.Next);

        Assert.Null((await desk.AcceptOffer(new AcceptOfferRequest(offer.OfferId))).Refusal);
        var session = await desk.InSessionAsync();
        Assert.Equal("张小明", session.Applicant.Name);
        Assert.False(session.ApplicantJoined);
        var called = await applicant.UntilAsync(ApplicantStage.Called);
        Assert.NotNull(called.Call!.JoinBy);

        Assert.Null((await applicant.JoinSession(new JoinSessionRequest(called.Call.SessionId))).Refusal);
        await applicant.UntilAsync(ApplicantStage.InCall);
        await desk.States.UntilAsync(state => state.Session is { ApplicantJoined: true }, "the applicant in the session");
    }

    [Fact]
    public async Task An_item_without_agreement_waits_for_its_own_site_and_one_with_agreement_does_not()
    {
        await using var host = await SignalingHost.StartAsync();
        var suzhou = await host.ReadyDeskAsync("suzhou01", "suzhou");
        var own = await host.WaitingAsync(Requests.OnlyGushi());
        var either = await host.WaitingAsync(Requests.Gushi());

        var offer = await suzhou.OfferAsync();

        Assert.Equal(either.States.Latest!.Ticket!.Number, offer.Applicant.TicketNumber);
        Assert.Equal(TicketState.Waiting, (await host.TicketAsync(own)).State);
    }

    [Fact]
    public async Task Priority_comes_first_but_a_long_wait_overtakes_it()
    {
        await using var host = await SignalingHost.StartAsync();
        var early = await host.WaitingAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var elderly = await host.WaitingAsync(Requests.Gushi(PriorityNeed.Elderly));
        await elderly.States.UntilAsync(state => state.Ticket!.Position == 1, "the head for the elderly");
        host.Clock.Advance(TimeSpan.FromMinutes(12));
        var late = await host.WaitingAsync(Requests.Gushi(PriorityNeed.Elderly));

        Assert.Equal(3, (await late.Snapshot()).Value!.Ticket!.Position);
        Assert.Equal(2, (await early.Snapshot()).Value!.Ticket!.Position);
    }

    [Fact]
    public async Task The_desk_that_has_been_idle_longest_is_asked_first()
    {
        await using var host = await SignalingHost.StartAsync();
        var first = await host.ReadyDeskAsync("gushi01");
        host.Clock.Advance(TimeSpan.FromSeconds(5));
        var second = await host.ReadyDeskAsync("gushi02");

        await host.WaitingAsync();
        await first.OfferAsync();
        await host.WaitingAsync();
        await second.OfferAsync();
    }

    [Fact]
    public async Task An_offer_not_answered_puts_the_applicant_back_at_the_head_and_the_desk_away()
    {
        await using var host = await SignalingHost.StartAsync();
        var desk = await host.ReadyDeskAsync();
        var applicant = await host.WaitingAsync();
        await host.WaitingAsync();
        await desk.OfferAsync();

        host.Clock.Advance(TimeSpan.FromSeconds(16));

        var away = await desk.UntilAsync(Presence.Away);
        Assert.Equal(AwayReason.NoAnswer, away.Desk.Reason);
        var waiting = await applicant.States.UntilAsync(state => state is { Stage: ApplicantStage.Waiting, Ticket.Position: 1 }, "the head of the queue");
        Assert.Equal(Standing.Head, (await host.TicketAsync(applicant)).Standing);
        Assert.NotNull(waiting.Ticket);
    }

    [Fact]
    public async Task A_declined_ticket_goes_to_another_desk_and_the_decliner_gets_the_next_one()
    {
        await using var host = await SignalingHost.StartAsync();
        var desk = await host.ReadyDeskAsync("gushi01");
        var first = await host.WaitingAsync();
        var offer = await desk.OfferAsync();
        var second = await host.WaitingAsync();

        Assert.Null((await desk.DeclineOffer(new DeclineOfferRequest(offer.OfferId, "另一位同事更熟悉"))).Refusal);

        var next = await desk.States.UntilAsync(state => state.Offer is not null && state.Offer.OfferId != offer.OfferId, "another offer");
        Assert.Equal(second.States.Latest!.Ticket!.Number, next.Offer!.Applicant.TicketNumber);
        var other = await host.ReadyDeskAsync("gushi02");
        Assert.Equal(first.States.Latest!.Ticket!.Number, (await other.OfferAsync()).Applicant.TicketNumber);
    }

    [Fact]
    public async Task The_only_desk_is_asked_again_for_what_it_declined_after_a_while()
    {
        await using var host = await SignalingHost.StartAsync(new() { ["Signaling:DeclinePause"] = "00:00:30" });
        var desk = await host.ReadyDeskAsync();
        await host.WaitingAsync();
        var offer = await desk.OfferAsync();
        Assert.Null((await desk.DeclineOffer(new DeclineOfferRequest(offer.OfferId, null))).Refusal);
        await desk.UntilAsync(Presence.Ready);

        host.Clock.Advance(TimeSpan.FromSeconds(31));

        await desk.States.UntilAsync(state => state.Offer is not null && state.Offer.OfferId != offer.OfferId, "the same ticket again");
    }

    [Fact]
    public async Task A_call_not_joined_is_missed_and_requeue_returns_with_priority()
    {
        await using var host = await SignalingHost.StartAsync();
        var desk = await host.ReadyDeskAsync();
        var applicant = await host.WaitingAsync();
        await desk.AcceptOffer(new AcceptOfferRequest((await desk.OfferAsync()).OfferId));
        await applicant.UntilAsync(ApplicantStage.Called);

        host.Clock.Advance(TimeSpan.FromSeconds(61));

        await applicant.UntilAsync(ApplicantStage.Missed);
        await desk.UntilAsync(Presence.Ready);
        Assert.Null((await applicant.Requeue()).Refusal);
        await desk.OfferAsync();
        Assert.Equal(Standing.Returned, (await host.TicketAsync(applicant)).Standing);
        Assert.Equal(RefusalCodes.Stale, (await applicant.Requeue()).Refusal!.Code);
    }

    [Fact]
    public async Task Whoever_leaves_frees_the_desk_that_was_asked()
    {
        await using var host = await SignalingHost.StartAsync();
        var desk = await host.ReadyDeskAsync();
        var applicant = await host.WaitingAsync();
        var offer = await desk.OfferAsync();

        Assert.Null((await applicant.LeaveQueue()).Refusal);

        await desk.UntilAsync(Presence.Ready);
        Assert.Equal(RefusalCodes.OfferGone, (await desk.AcceptOffer(new AcceptOfferRequest(offer.OfferId))).Refusal!.Code);
    }

    [Fact]
    public async Task Two_hosts_on_one_database_never_offer_one_ticket_twice()
    {
        const int Tickets = 12;
        var clock = new MovableClock();
        await using var first = await SignalingHost.StartAsync(clock: clock);
        await using var second = await SignalingHost.StartAsync(database: first.Database, clock: clock);
        var desks = new List<DeskClient>();
        for (var i = 0; i < Tickets; i++) desks.Add(await (i % 2 == 0 ? first : second).DeskAsync($"clerk{i:00}"));
        for (var i = 0; i < Tickets; i++) await (i % 2 == 0 ? first : second).WaitingAsync();

        await Task.WhenAll(desks.Select(desk => desk.ReadyAsync()));
        var offers = await Task.WhenAll(desks.Select(desk => desk.OfferAsync()));
        await Task.WhenAll(desks.Zip(offers, (desk, offer) => desk.AcceptOffer(new AcceptOfferRequest(offer.OfferId))));

        Assert.Equal(Tickets, offers.Select(offer => offer.Applicant.TicketNumber).Distinct().Count());
        Assert.All(await Task.WhenAll(desks.Select(desk => desk.InSessionAsync())), session => Assert.False(session.Held));
    }
}
