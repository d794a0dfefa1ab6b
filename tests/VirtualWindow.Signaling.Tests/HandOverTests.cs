using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Applicant;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Testing.HubClients;

namespace VirtualWindow.Signaling.Tests;

/// <summary>转接、会商、三方、回到等候区 over real connections: one clerk is responsible, the applicant always knows.</summary>
public sealed class HandOverTests
{
    [Fact]
    public async Task A_colleague_is_asked_joins_takes_over_and_the_case_names_who_accepted()
    {
        await using var host = await SignalingHost.StartAsync();
        var (first, second) = (await host.ReadyDeskAsync(), await ReadySecondAsync(host));
        var (applicant, session) = await Sittings.BeginAsync(host, first);

        var asked = await AskAsync(first, second, session, ColleaguePurpose.Transfer, "请核对异地户籍");
        Assert.Equal(("请核对异地户籍", "张*"), (asked.Note, asked.Applicant.Name));
        await applicant.States.UntilAsync(state => state.Call!.Colleague is { Stage: InvitationStage.Asked, Purpose: ColleaguePurpose.Transfer }, "the applicant told of the question");
        Assert.Null((await second.AnswerInvitation(new(asked.InvitationId, true, null))).Refusal);
        var view = await second.InSessionAsync();
        Assert.False(view.Responsible);
        await applicant.States.UntilAsync(state => state.Call!.Participants.Count == 3, "three in the session");
        Assert.Equal(RefusalCodes.NotYours, (await second.EndSession(new(session, SessionOutcome.Accepted, null))).Refusal!.Code);
        var invitation = (await first.States.UntilAsync(state => Joined(state) is not null, "the colleague here")).Session!.Invitations.Single();

        Assert.Null((await first.HandOver(new(session, invitation.InvitationId))).Refusal);

        await first.UntilAsync(Presence.WrapUp);
        view = (await second.States.UntilAsync(state => state.Session is { Responsible: true }, "responsibility")).Session!;
        Assert.Equal("张小明", view.Applicant.Name);
        var news = (await applicant.States.UntilAsync(state => state.Call!.Colleague is { Stage: InvitationStage.TookOver }, "the new clerk named")).Call!;
        Assert.Equal("测试suzhou01 SUZHOU01", news.Colleague!.Name);
        Assert.Equal(["张*", "测试suzhou01 SUZHOU01"], news.Participants.Select(one => one.DisplayName).Order());
        Assert.Equal(RefusalCodes.NotYours, (await first.Hold(new(session, true))).Refusal!.Code);
        Assert.Null((await second.EndSession(new(session, SessionOutcome.Accepted, "已办"))).Refusal);
        var pending = await host.Store.ReadAsync((db, ct) => db.Cases.SingleAsync(ct), CancellationToken.None);
        Assert.Equal(("suzhou01", "suzhou"), (pending.Clerk.Value, pending.ServedAt.Value));
    }

    [Fact]
    public async Task Who_is_consulted_finds_the_applicant_on_hold_and_leaves_without_a_trace_in_responsibility()
    {
        await using var host = await SignalingHost.StartAsync();
        var (first, second) = (await host.ReadyDeskAsync(), await ReadySecondAsync(host));
        var (applicant, session) = await Sittings.BeginAsync(host, first);
        var asked = await AskAsync(first, second, session, ColleaguePurpose.Consult);
        Assert.Null((await second.AnswerInvitation(new(asked.InvitationId, true, null))).Refusal);

        await applicant.UntilAsync(ApplicantStage.OnHold);
        var seats = (await first.States.UntilAsync(state => state.Session!.Participants.Count == 3, "three")).Session!.Participants;
        var staff = seats.Where(one => one.Role is ParticipantRole.Clerk or ParticipantRole.Expert).Select(one => one.ParticipantId).ToHashSet();
        Assert.Contains(host.Media.Asked, request => request.StartsWith($"confer {session} ", StringComparison.Ordinal) && staff.SetEquals(request.Split(' ')[2].Split('+')));
        Assert.Contains($"hold {session} True", host.Media.Asked);

        Assert.Null((await second.EndInvitation(new(session, asked.InvitationId))).Refusal);
        await second.UntilAsync(Presence.WrapUp);
        Assert.Equal($"confer {session} ", host.Media.Asked.Last(request => request.StartsWith("confer", StringComparison.Ordinal)));
        Assert.Null((await first.Hold(new(session, false))).Refusal);
        await applicant.UntilAsync(ApplicantStage.InCall);
        Assert.True(first.States.Latest!.Session!.Responsible);
    }

    [Fact]
    public async Task Whoever_does_not_come_changes_nothing()
    {
        await using var host = await SignalingHost.StartAsync();
        var (first, second) = (await host.ReadyDeskAsync(), await ReadySecondAsync(host));
        var (applicant, session) = await Sittings.BeginAsync(host, first);

        var declined = await AskAsync(first, second, session, ColleaguePurpose.Conference);
        Assert.Null((await second.AnswerInvitation(new(declined.InvitationId, false, "正忙"))).Refusal);
        await first.States.UntilAsync(state => state.Session!.Invitations.Any(one => one is { Stage: InvitationStage.Declined, Reason: "正忙" }), "the decline");
        await second.UntilAsync(Presence.Ready);

        var withdrawn = await AskAsync(first, second, session, ColleaguePurpose.Conference);
        Assert.Equal(RefusalCodes.ColleagueAsked, (await first.InviteColleague(new(session, ColleaguePurpose.Consult, null, null, null))).Refusal!.Code);
        Assert.Null((await first.EndInvitation(new(session, withdrawn.InvitationId))).Refusal);
        await second.UntilAsync(Presence.Ready);
        Assert.Equal(RefusalCodes.OfferGone, (await second.AnswerInvitation(new(withdrawn.InvitationId, true, null))).Refusal!.Code);

        await AskAsync(first, second, session, ColleaguePurpose.Transfer);
        host.Clock.Advance(TimeSpan.FromSeconds(20));
        await second.States.UntilAsync(state => state.Desk is { Presence: Presence.Away, Reason: AwayReason.NoAnswer }, "the desk away");
        await first.States.UntilAsync(state => state.Session!.Invitations.Any(one => one.Stage == InvitationStage.TimedOut), "the time-out");
        Assert.Equal(RefusalCodes.NobodyFree, (await first.InviteColleague(new(session, ColleaguePurpose.Consult, null, null, null))).Refusal!.Code);
        Assert.Equal(ApplicantStage.InCall, (await applicant.Snapshot()).Value!.Stage);
    }

    [Fact]
    public async Task Back_in_the_waiting_room_the_applicant_is_first_and_the_wished_hall_goes_on_with_the_same_session()
    {
        await using var host = await SignalingHost.StartAsync();
        var first = await host.ReadyDeskAsync();
        var (applicant, session) = await Sittings.BeginAsync(host, first);
        await host.WaitingAsync();
        await first.SaveNotes(new(session, "已核对身份", first.States.Latest!.Session!.NotesRevision));
        await first.JudgeMaterial(new(session, 1, MaterialVerdict.Accepted, null, 0));

        Assert.Null((await first.ReturnToWaiting(new(session, "suzhou", null, null, "请苏州窗口核对居住证"))).Refusal);

        var waiting = (await applicant.UntilAsync(ApplicantStage.Waiting)).Ticket!;
        Assert.Equal((1, new ReturnedView("测试gushi01 GUSHI01", "苏州", false)), (waiting.Position, waiting.Returned! with { ToSiteName = "苏州" }));
        Assert.Contains($"close {session}", host.Media.Asked);
        await first.FinishWrapUp();
        await first.OfferAsync(); // the other one who waits: the wish keeps this one for Suzhou
        var second = await ReadySecondAsync(host);
        var offer = await second.OfferAsync();
        Assert.Equal("请苏州窗口核对居住证", offer.HandedOn!.Note);
        Assert.Null((await second.AcceptOffer(new(offer.OfferId))).Refusal);
        Assert.Equal(session, (await applicant.UntilAsync(ApplicantStage.Called)).Call!.SessionId);
        Assert.Null((await applicant.JoinSession(new(session))).Refusal);

        var view = (await second.States.UntilAsync(state => state.Session is { ApplicantJoined: true }, "the applicant")).Session!;
        Assert.Equal(("已核对身份", true, MaterialVerdict.Accepted), (view.Notes, view.Responsible, view.Materials[0].Verdict));
        Assert.Null((await second.EndSession(new(session, SessionOutcome.Consulted, null))).Refusal);
        await applicant.UntilAsync(ApplicantStage.Finished);
        Assert.Equal(1, await host.Store.ReadAsync((db, ct) => db.Cases.CountAsync(ct), CancellationToken.None));
    }

    [Fact]
    public async Task A_wish_that_nobody_meets_does_not_keep_the_applicant_waiting_for_ever()
    {
        await using var host = await SignalingHost.StartAsync();
        var first = await host.ReadyDeskAsync();
        var (_, session) = await Sittings.BeginAsync(host, first);
        Assert.Null((await first.ReturnToWaiting(new(session, "suzhou", null, null, null))).Refusal);
        await first.FinishWrapUp();
        await host.RoundsAsync(3);
        Assert.Null(first.States.Latest!.Offer);
        host.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.NotNull((await first.OfferAsync()).HandedOn);
    }

    [Fact]
    public async Task Who_gives_up_in_the_waiting_room_is_filed_as_withdrawn()
    {
        await using var host = await SignalingHost.StartAsync();
        var first = await host.ReadyDeskAsync();
        var (applicant, session) = await Sittings.BeginAsync(host, first);
        Assert.Null((await first.ReturnToWaiting(new(session, null, null, null, null))).Refusal);
        await applicant.UntilAsync(ApplicantStage.Waiting);
        Assert.Null((await applicant.LeaveQueue()).Refusal);
        Assert.Equal(SessionOutcome.Withdrawn, (await applicant.UntilAsync(ApplicantStage.Finished)).Receipt!.Outcome);
        Assert.Equal("gushi01", (await host.Store.ReadAsync((db, ct) => db.Cases.SingleAsync(ct), CancellationToken.None)).Clerk.Value);
    }

    [Fact]
    public async Task A_missed_call_of_one_who_was_sent_on_keeps_the_session()
    {
        await using var host = await SignalingHost.StartAsync();
        var first = await host.ReadyDeskAsync();
        var (applicant, session) = await Sittings.BeginAsync(host, first);
        Assert.Null((await first.ReturnToWaiting(new(session, null, null, null, null))).Refusal);
        await first.FinishWrapUp();
        await first.AcceptOffer(new((await first.OfferAsync()).OfferId));
        await applicant.UntilAsync(ApplicantStage.Called);
        host.Clock.Advance(TimeSpan.FromSeconds(90));
        await applicant.UntilAsync(ApplicantStage.Missed);
        Assert.Null((await applicant.Requeue()).Refusal);
        await first.AcceptOffer(new((await first.OfferAsync()).OfferId));
        await applicant.UntilAsync(ApplicantStage.Called);
        Assert.Null((await applicant.JoinSession(new(session))).Refusal);
        await applicant.UntilAsync(ApplicantStage.InCall);
    }

    [Fact]
    public async Task Ending_while_a_colleague_is_asked_or_here_frees_the_colleague()
    {
        await using var host = await SignalingHost.StartAsync();
        var (first, second) = (await host.ReadyDeskAsync(), await ReadySecondAsync(host));
        var (applicant, session) = await Sittings.BeginAsync(host, first);
        var asked = await AskAsync(first, second, session, ColleaguePurpose.Conference);
        Assert.Null((await applicant.HangUp()).Refusal);
        await second.UntilAsync(Presence.Ready);
        Assert.Equal(RefusalCodes.OfferGone, (await second.AnswerInvitation(new(asked.InvitationId, true, null))).Refusal!.Code);
        await first.FinishWrapUp();

        (applicant, session) = await Sittings.BeginAsync(host, first);
        asked = await AskAsync(first, second, session, ColleaguePurpose.Conference);
        Assert.Null((await second.AnswerInvitation(new(asked.InvitationId, true, null))).Refusal);
        await second.InSessionAsync();
        Assert.Null((await first.EndSession(new(session, SessionOutcome.Consulted, null))).Refusal);
        await second.UntilAsync(Presence.WrapUp);
        await applicant.UntilAsync(ApplicantStage.Finished);
    }

    [Fact]
    public async Task Both_hanging_up_at_once_make_one_case()
    {
        await using var host = await SignalingHost.StartAsync();
        var (first, second) = (await host.ReadyDeskAsync(), await ReadySecondAsync(host));
        var (applicant, session) = await Sittings.BeginAsync(host, first);
        var asked = await AskAsync(first, second, session, ColleaguePurpose.Transfer);
        await second.AnswerInvitation(new(asked.InvitationId, true, null));
        await second.InSessionAsync();

        var replies = await Task.WhenAll(
            applicant.HangUp(), first.EndSession(new(session, SessionOutcome.Consulted, null)), first.HandOver(new(session, asked.InvitationId)),
            second.EndInvitation(new(session, asked.InvitationId)), first.ReturnToWaiting(new(session, null, null, null, null)));

        Assert.Contains(replies, reply => reply.Refusal is null);
        if (replies[4].Refusal is null && replies[0].Refusal is not null) await applicant.LeaveQueue();
        await applicant.UntilAsync(ApplicantStage.Finished);
        Assert.Equal(1, await host.Store.ReadAsync((db, ct) => db.Cases.CountAsync(ct), CancellationToken.None));
        Assert.Equal(0, await host.Store.ReadAsync((db, ct) => db.Invitations.CountAsync(row => row.EndedAt == null, ct), CancellationToken.None));
        foreach (var desk in new[] { first, second })
            Assert.Contains((await desk.Snapshot()).Value!.Desk.Presence, new[] { Presence.WrapUp, Presence.Ready });
    }

    [Fact]
    public async Task A_colleague_whose_machine_is_gone_leaves_the_session_alone()
    {
        await using var host = await SignalingHost.StartAsync();
        var (first, second) = (await host.ReadyDeskAsync(), await ReadySecondAsync(host));
        var (applicant, session) = await Sittings.BeginAsync(host, first);
        var asked = await AskAsync(first, second, session, ColleaguePurpose.Conference);
        await second.AnswerInvitation(new(asked.InvitationId, true, null));
        await first.States.UntilAsync(state => Joined(state) is not null, "the colleague here");

        await host.LoseAsync(second);
        host.Clock.Advance(TimeSpan.FromSeconds(12));

        await first.States.UntilAsync(state => state.Session is { Participants.Count: 2, Responsible: true }, "the colleague gone");
        await applicant.States.UntilAsync(state => state.Call is { Participants.Count: 2, Colleague: null }, "the applicant told");
        Assert.DoesNotContain($"close {session}", host.Media.Asked);
    }

    [Fact]
    public async Task A_colleague_goes_on_when_the_clerk_is_lost()
    {
        await using var host = await SignalingHost.StartAsync();
        var (first, second) = (await host.ReadyDeskAsync(), await ReadySecondAsync(host));
        var (applicant, session) = await Sittings.BeginAsync(host, first);
        var asked = await AskAsync(first, second, session, ColleaguePurpose.Conference);
        await second.AnswerInvitation(new(asked.InvitationId, true, null));
        await second.InSessionAsync();

        await host.LoseAsync(first);
        host.Clock.Advance(TimeSpan.FromSeconds(40));

        await second.States.UntilAsync(state => state.Session is { Responsible: true }, "responsibility");
        Assert.Null((await second.EndSession(new(session, SessionOutcome.Accepted, null))).Refusal);
        await applicant.UntilAsync(ApplicantStage.Finished);
    }

    [Fact]
    public async Task Only_who_may_serve_the_item_takes_over()
    {
        await using var host = await SignalingHost.StartAsync();
        var (first, second) = (await host.ReadyDeskAsync(), await host.DeskAsync("suzhou01", "suzhou"));
        var (_, session) = await BeginAsync(host, first, Requests.OnlyGushi());
        await second.ReadyAsync();
        var colleague = (await first.Colleagues(new(session))).Value!.Colleagues.Single();
        Assert.Equal((true, false), (colleague.Ready, colleague.MayTakeOver));
        Assert.Equal(RefusalCodes.NobodyFree, (await first.InviteColleague(new(session, ColleaguePurpose.Transfer, colleague.DeskId, null, null))).Refusal!.Code);
        Assert.Equal(RefusalCodes.MayNotTakeOver, (await first.ReturnToWaiting(new(session, "suzhou", null, null, null))).Refusal!.Code);

        var asked = await AskAsync(first, second, session, ColleaguePurpose.Conference);
        await second.AnswerInvitation(new(asked.InvitationId, true, null));
        await second.InSessionAsync();
        Assert.Equal(RefusalCodes.MayNotTakeOver, (await first.HandOver(new(session, asked.InvitationId))).Refusal!.Code);
    }

    [Fact]
    public async Task Two_processes_agree_on_who_is_responsible()
    {
        await using var here = await SignalingHost.StartAsync();
        await using var there = await SignalingHost.StartAsync(database: here.Database, clock: here.Clock);
        var first = await here.ReadyDeskAsync();
        var (applicant, session) = await Sittings.BeginAsync(here, first);
        var second = await there.ReadyDeskAsync("suzhou01", "suzhou");
        var asked = await AskAsync(first, second, session, ColleaguePurpose.Transfer);
        Assert.Null((await second.AnswerInvitation(new(asked.InvitationId, true, null))).Refusal);
        await first.States.UntilAsync(state => Joined(state) is not null, "the colleague of the other process");

        var replies = await Task.WhenAll(first.HandOver(new(session, asked.InvitationId)), second.EndInvitation(new(session, asked.InvitationId)));

        Assert.Single(replies, reply => reply.Refusal is null);
        var tookOver = replies[0].Refusal is null;
        await first.States.UntilAsync(state => tookOver ? state.Desk.Presence == Presence.WrapUp : state.Session is { Responsible: true, Participants.Count: 2 }, "the same here");
        await second.States.UntilAsync(state => tookOver ? state.Session is { Responsible: true } : state.Desk.Presence == Presence.WrapUp, "the same there");
        var id = SessionId.Parse(session);
        var row = await here.Store.ReadAsync((db, ct) => db.Sessions.SingleAsync(one => one.Id == id, ct), CancellationToken.None);
        Assert.Equal(tookOver ? "suzhou01" : "gushi01", row.Clerk.Value);
        Assert.Single(row.Participants, seat => seat is { Present: true, Role: PartyRole.Clerk });
        await applicant.HangUp();
    }

    private static InvitationView? Joined(DeskSnapshot state) => state.Session?.Invitations.FirstOrDefault(one => one.Stage == InvitationStage.Joined);

    /// <summary>The pairing leaves it alone while the authority's own desk is ready.</summary>
    private static Task<DeskClient> ReadySecondAsync(SignalingHost host) => host.ReadyDeskAsync("suzhou01", "suzhou");

    private static async Task<AskedView> AskAsync(DeskClient first, DeskClient second, string session, ColleaguePurpose purpose, string? note = null)
    {
        Assert.Null((await first.InviteColleague(new(session, purpose, (await second.Snapshot()).Value!.Desk.DeskId, null, note))).Refusal);
        return (await second.States.UntilAsync(state => state.Asked is not null, "the invitation")).Asked!;
    }

    private static async Task<(ApplicantClient Applicant, string SessionId)> BeginAsync(SignalingHost host, DeskClient desk, TakeTicketRequest request)
    {
        var applicant = await host.WaitingAsync(request);
        Assert.Null((await desk.AcceptOffer(new((await desk.OfferAsync()).OfferId))).Refusal);
        var session = (await applicant.UntilAsync(ApplicantStage.Called)).Call!.SessionId;
        Assert.Null((await applicant.JoinSession(new(session))).Refusal);
        await applicant.UntilAsync(ApplicantStage.InCall);
        return (applicant, session);
    }
}
