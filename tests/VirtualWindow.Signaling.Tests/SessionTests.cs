using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Applicant;
using VirtualWindow.Contracts.Cases;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Contracts.Media;
using VirtualWindow.Contracts.Wall;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Storage.Cases;
using VirtualWindow.Storage.Outbox;
using VirtualWindow.Testing.HubClients;

namespace VirtualWindow.Signaling.Tests;

public sealed class SessionTests
{
    [Fact]
    public async Task Ending_writes_the_case_and_its_promise_and_closes_the_room()
    {
        await using var host = await SignalingHost.StartAsync();
        var desk = await host.ReadyDeskAsync();
        var (applicant, sessionId) = await Sittings.BeginAsync(host, desk);

        Assert.Null((await desk.EndSession(new EndSessionRequest(sessionId, SessionOutcome.Accepted, "材料齐全"))).Refusal);

        await desk.UntilAsync(Presence.WrapUp);
        var finished = await applicant.UntilAsync(ApplicantStage.Finished);
        Assert.False(finished.Receipt!.Filed);
        Assert.Null(finished.Receipt.Rated);
        var (pending, promise) = await host.Store.ReadAsync(async (db, ct) => (await db.Cases.SingleAsync(ct), await db.FollowUps.SingleAsync(ct)), CancellationToken.None);
        Assert.Equal("材料齐全", pending.Notes);
        Assert.Equal((FollowUpEntry.FileCase, pending.Id.Value), (promise.Kind, promise.Subject));
        Assert.Contains($"close {sessionId}", host.Media.Asked);
        Assert.Null((await desk.FinishWrapUp()).Refusal);
        await desk.UntilAsync(Presence.Ready);
        Assert.Equal(RefusalCodes.NoSession, (await desk.EndSession(new EndSessionRequest(sessionId, SessionOutcome.Accepted, null))).Refusal!.Code);
    }

    [Fact]
    public async Task The_receipt_gets_number_and_password_once_the_case_is_filed_and_the_look_up_finds_it()
    {
        await using var host = await SignalingHost.StartAsync();
        var desk = await host.ReadyDeskAsync();
        var (applicant, sessionId) = await Sittings.BeginAsync(host, desk);
        await desk.EndSession(new EndSessionRequest(sessionId, SessionOutcome.Accepted, "内部备注"));
        await applicant.UntilAsync(ApplicantStage.Finished);

        await FileAsync(host, "3479ACDE");

        var receipt = (await applicant.States.UntilAsync(state => state.Receipt is { Filed: true }, "the filed case")).Receipt!;
        Assert.Equal("GS-20261123-0001", receipt.CaseNumber);
        Assert.Equal("3479ACDE", receipt.QueryPassword);
        using var http = new HttpClient { BaseAddress = host.Address };
        var found = await http.PostAsJsonAsync("/api/cases/lookup", new CaseLookupRequest("gs-20261123-0001", "3479-acde"), WindowConnection.Json);
        var view = await found.Content.ReadFromJsonAsync<CaseView>(WindowConnection.Json);
        Assert.Equal((CaseStage.Filed, null), (view!.Stage, view.Notes));
        var wrongPassword = await http.PostAsJsonAsync("/api/cases/lookup", new CaseLookupRequest("GS-20261123-0001", "3479ACDF"), WindowConnection.Json);
        var wrongNumber = await http.PostAsJsonAsync("/api/cases/lookup", new CaseLookupRequest("GS-20261123-0002", "3479ACDE"), WindowConnection.Json);
        Assert.Equal(404, (int)wrongPassword.StatusCode);
        Assert.Equal(await wrongPassword.Content.ReadAsStringAsync(), await wrongNumber.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_rating_is_given_once()
    {
        await using var host = await SignalingHost.StartAsync();
        var desk = await host.ReadyDeskAsync();
        var (applicant, sessionId) = await Sittings.BeginAsync(host, desk);
        Assert.Equal(RefusalCodes.NoSession, (await applicant.Rate(new RateRequest(5, null))).Refusal!.Code);
        await desk.EndSession(new EndSessionRequest(sessionId, SessionOutcome.Consulted, null));
        await applicant.UntilAsync(ApplicantStage.Finished);

        Assert.Null((await applicant.Rate(new RateRequest(4, "很耐心"))).Refusal);

        await applicant.States.UntilAsync(state => state.Receipt is { Rated: 4 }, "the rating on the receipt");
        Assert.Equal(RefusalCodes.AlreadyRated, (await applicant.Rate(new RateRequest(1, null))).Refusal!.Code);
    }

    [Fact]
    public async Task Hanging_up_ends_the_sitting_as_withdrawn()
    {
        await using var host = await SignalingHost.StartAsync();
        var desk = await host.ReadyDeskAsync();
        var (applicant, sessionId) = await Sittings.BeginAsync(host, desk);

        Assert.Null((await applicant.HangUp()).Refusal);

        var finished = await applicant.UntilAsync(ApplicantStage.Finished);
        Assert.Equal(SessionOutcome.Withdrawn, finished.Receipt!.Outcome);
        await desk.UntilAsync(Presence.WrapUp);
        Assert.Contains($"close {sessionId}", host.Media.Asked);
        Assert.Equal(RefusalCodes.NoSession, (await applicant.HangUp()).Refusal!.Code);
    }

    [Fact]
    public async Task Hold_reaches_the_media_node_before_anybody_is_told()
    {
        await using var host = await SignalingHost.StartAsync();
        var desk = await host.ReadyDeskAsync();
        var (applicant, sessionId) = await Sittings.BeginAsync(host, desk);

        Assert.Null((await desk.Hold(new HoldRequest(sessionId, true))).Refusal);
        await applicant.UntilAsync(ApplicantStage.OnHold);
        Assert.Contains($"hold {sessionId} True", host.Media.Asked);
        Assert.Null((await desk.Hold(new HoldRequest(sessionId, false))).Refusal);
        await applicant.UntilAsync(ApplicantStage.InCall);

        host.Media.Down = true;
        Assert.Equal(RefusalCodes.MediaUnavailable, (await desk.Hold(new HoldRequest(sessionId, true))).Refusal!.Code);
        Assert.Equal(ApplicantStage.InCall, (await applicant.Snapshot()).Value!.Stage);
    }

    [Fact]
    public async Task Notes_from_an_older_page_are_refused()
    {
        await using var host = await SignalingHost.StartAsync();
        var desk = await host.ReadyDeskAsync();
        var (_, sessionId) = await Sittings.BeginAsync(host, desk);
        var revision = (await desk.InSessionAsync()).NotesRevision;

        Assert.Null((await desk.SaveNotes(new SaveNotesRequest(sessionId, "第一版", revision))).Refusal);
        Assert.Equal(RefusalCodes.Stale, (await desk.SaveNotes(new SaveNotesRequest(sessionId, "旧页面", revision))).Refusal!.Code);

        var saved = await desk.States.UntilAsync(state => state.Session is { Notes: "第一版" }, "the saved notes");
        Assert.Equal(revision + 1, saved.Session!.NotesRevision);
    }

    [Fact]
    public async Task Streams_are_shown_as_the_media_node_sees_them()
    {
        await using var host = await SignalingHost.StartAsync();
        var desk = await host.ReadyDeskAsync();
        var (applicant, sessionId) = await Sittings.BeginAsync(host, desk);
        var me = applicant.States.Latest!.Call!.ParticipantId;
        Assert.Equal(FakeMediaNode.Answer, (await applicant.Publish(new PublishRequest(sessionId, Requests.Sdp))).Value!.Sdp);
        Assert.Contains($"publish {sessionId} {me}", host.Media.Asked);

        host.Media.Raise(new MediaEvent.Publishing(sessionId, me));
        await desk.States.UntilAsync(state => Seat(state, me) is { Publishing: true, Connected: true }, "the stream");
        host.Media.Raise(new MediaEvent.Silent(sessionId, me));
        await desk.States.UntilAsync(state => Seat(state, me) is { Connected: false }, "the lost stream");
        host.Media.Raise(new MediaEvent.Back(sessionId, me));
        await desk.States.UntilAsync(state => Seat(state, me) is { Connected: true }, "the stream again");
        await applicant.SetMedia(new SetMediaRequest(sessionId, false, true));
        await desk.States.UntilAsync(state => Seat(state, me) is { Microphone: false, Camera: true }, "the muted microphone");
    }

    [Fact]
    public async Task Only_others_of_the_same_session_may_be_watched_and_only_with_fit_requests()
    {
        await using var host = await SignalingHost.StartAsync();
        var desk = await host.ReadyDeskAsync();
        var (applicant, sessionId) = await Sittings.BeginAsync(host, desk);
        var (me, clerk) = (applicant.States.Latest!.Call!.ParticipantId, desk.States.Latest!.Session!.ParticipantId);
        var stranger = Guid.NewGuid().ToString("N");

        Assert.Equal(RefusalCodes.NotFound, await CodeOfAsync(null, [me]));
        Assert.Equal(RefusalCodes.NotFound, await CodeOfAsync(null, [clerk, stranger]));
        Assert.Equal(RefusalCodes.BadInput, await CodeOfAsync(null, ["nobody"]));
        Assert.Equal(RefusalCodes.TooLarge, await CodeOfAsync(null, [.. Enumerable.Repeat(clerk, 17)]));
        Assert.Equal(RefusalCodes.TooLarge, await CodeOfAsync(new string('x', 65), [clerk]));
        Assert.Equal(RefusalCodes.NotFound, await CodeOfAsync("gone", [clerk]));
        Assert.Null(await CodeOfAsync("connection", [clerk, clerk]));
        Assert.Contains($"offer {sessionId} {me} {clerk} on connection restart False", host.Media.Asked);
        Assert.Null(await CodeOfAsync(null, []));

        Assert.Equal("connection", (await applicant.RestartIce(new RestartIceRequest(sessionId, "connection", Requests.Sdp))).Value!.ConnectionId);
        Assert.Contains($"restart {sessionId} {me} connection", host.Media.Asked);
        Assert.Equal(RefusalCodes.BadInput, (await applicant.RestartIce(new RestartIceRequest(sessionId, "connection", "no sdp"))).Refusal!.Code);

        async Task<string?> CodeOfAsync(string? connection, IReadOnlyList<string> watched) =>
            (await applicant.Watch(new WatchRequest(sessionId, connection, watched, false))).Refusal?.Code;
    }

    [Fact]
    public async Task A_supervisor_is_announced_to_both_watches_and_leaves_with_the_connection()
    {
        await using var host = await SignalingHost.StartAsync();
        var desk = await host.ReadyDeskAsync();
        var (applicant, sessionId) = await Sittings.BeginAsync(host, desk);
        var wall = await host.WallAsync();

        var watching = (await wall.EnterSession(new EnterSessionRequest(sessionId))).Value!;

        await applicant.States.UntilAsync(state => state.Call!.Participants.Any(Supervises), "the supervisor announced to the applicant");
        await desk.States.UntilAsync(state => state.Session!.Participants.Any(Supervises), "the supervisor announced to the clerk");
        var clerk = watching.Participants.Single(seat => seat.Role == ParticipantRole.Clerk).ParticipantId;
        var offer = (await wall.Watch(new WatchRequest(sessionId, null, [clerk], false))).Value!;
        Assert.Equal(new SdpOffer("connection", 7, FakeMediaNode.Offer), offer);
        Assert.Null((await wall.AnswerWatch(new AnswerWatchRequest(sessionId, offer.ConnectionId, offer.Version, Requests.Sdp))).Refusal);
        Assert.Equal(RefusalCodes.Stale, (await wall.AnswerWatch(new AnswerWatchRequest(sessionId, offer.ConnectionId, 6, Requests.Sdp))).Refusal!.Code);
        Assert.Contains($"accept {sessionId} {watching.ParticipantId} connection 7", host.Media.Asked);
        Assert.Null((await wall.SetView(new SetViewRequest(sessionId, clerk, 0))).Refusal);
        Assert.Contains($"prefer {sessionId} {watching.ParticipantId} {clerk} 0", host.Media.Asked);
        Assert.Equal(RefusalCodes.BadInput, (await wall.SetView(new SetViewRequest(sessionId, clerk, 9000))).Refusal!.Code);
        await wall.DisposeAsync();
        await desk.States.UntilAsync(state => !state.Session!.Participants.Any(Supervises), "the supervisor gone");
        Assert.Contains($"remove {sessionId} {watching.ParticipantId}", host.Media.Asked);

        static bool Supervises(ParticipantView seat) => seat.Role == ParticipantRole.Supervisor;
    }

    [Fact]
    public async Task The_wall_counts_what_happens()
    {
        await using var host = await SignalingHost.StartAsync();
        var wall = await host.WallAsync();
        var desk = await host.ReadyDeskAsync();
        var (_, sessionId) = await Sittings.BeginAsync(host, desk);
        await host.WaitingAsync();

        var floor = await wall.States.UntilAsync(state => state.Sessions.Count == 1 && state.Sites.Sum(site => site.Waiting) == 1, "one session and one waiting");
        Assert.Equal(sessionId, floor.Sessions[0].SessionId);
        Assert.Equal(1.0, floor.Sites.Single(site => site.SiteId == "gushi").Occupancy);
        await desk.EndSession(new EndSessionRequest(sessionId, SessionOutcome.Accepted, null));
        await wall.States.UntilAsync(state => state.Sites.Single(site => site.SiteId == "gushi") is { Served: 1, CasesPending: 1 }, "one served, one case pending");
    }

    [Fact]
    public async Task Wrap_up_ends_by_itself()
    {
        await using var host = await SignalingHost.StartAsync();
        var desk = await host.ReadyDeskAsync();
        var (_, sessionId) = await Sittings.BeginAsync(host, desk);
        await desk.EndSession(new EndSessionRequest(sessionId, SessionOutcome.Accepted, null));
        await desk.UntilAsync(Presence.WrapUp);

        host.Clock.Advance(TimeSpan.FromMinutes(4));

        await desk.UntilAsync(Presence.Ready);
    }

    private static ParticipantView? Seat(DeskSnapshot state, string id) => state.Session?.Participants.FirstOrDefault(seat => seat.ParticipantId == id);

    /// <summary>What the follow-up does, in one step.</summary>
    private static async Task FileAsync(SignalingHost host, string password)
    {
        var secret = host.Services.GetRequiredService<QueryPasswords>().Protect(password);
        await host.Store.WriteAsync(async (db, ct) =>
        {
            var pending = await db.Cases.SingleAsync(ct);
            pending.CloseEvidence("{}", new string('0', 64));
            pending.Assign(CaseNumber.Create(new string('1', 31), "GS", new DateOnly(2026, 11, 23), 1));
            pending.Promise(null);
            pending.IssuePassword(secret);
            pending.File(host.Clock.GetUtcNow());
            return true;
        }, CancellationToken.None);
    }
}
