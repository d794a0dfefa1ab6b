using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Applicant;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Contracts.Media;
using VirtualWindow.Contracts.Wall;
using VirtualWindow.Storage.Recordings;
using VirtualWindow.Testing;
using VirtualWindow.Testing.HubClients;

namespace VirtualWindow.Signaling.Tests;

/// <summary>Nothing is recorded before the applicant agrees, everybody sees it, and taking it back stops it at once.</summary>
public sealed class RecordingTests
{
    [Fact]
    public async Task Nothing_is_recorded_before_the_applicant_agrees()
    {
        await using var host = await SignalingHost.StartAsync();
        var desk = await host.ReadyDeskAsync();
        var (applicant, session) = await SittingAsync(host, desk);

        Assert.Equal(RecordingStage.AwaitingConsent, applicant.States.Latest!.Call!.Recording!.Stage);
        Assert.Equal(RecordingStage.AwaitingConsent, desk.States.Latest!.Session!.Recording!.Stage);
        await host.RoundsAsync(3);
        Assert.DoesNotContain(host.Media.Asked, asked => asked.StartsWith("record", StringComparison.Ordinal));

        Assert.Null((await applicant.AnswerRecording(new AnswerRecordingRequest(session, Agreed: true))).Refusal);
        Assert.Contains($"record {session}", host.Media.Asked);
        await UntilAsync(applicant, desk, RecordingStage.Starting);
    }

    [Fact]
    public async Task Everybody_sees_that_it_runs_and_taking_the_consent_back_stops_it_before_the_reply()
    {
        await using var host = await SignalingHost.StartAsync();
        var desk = await host.ReadyDeskAsync();
        var wall = await host.WallAsync();
        var (applicant, session) = await SittingAsync(host, desk);
        await applicant.AnswerRecording(new AnswerRecordingRequest(session, Agreed: true));

        host.Media.Raise(new MediaEvent.RecordingStarted(session, await IdAsync(host)));
        await UntilAsync(applicant, desk, RecordingStage.Recording);
        await wall.States.UntilAsync(state => state.Sessions.SingleOrDefault()?.Recording is { Stage: RecordingStage.Recording, Since: not null }, "the recording on the wall");

        Assert.Null((await applicant.AnswerRecording(new AnswerRecordingRequest(session, Agreed: false))).Refusal);
        Assert.Contains($"stop recording {session}", host.Media.Asked);
        await UntilAsync(applicant, desk, RecordingStage.Declined);
    }

    [Fact]
    public async Task Every_answer_and_what_was_recorded_is_kept()
    {
        await using var host = await SignalingHost.StartAsync();
        var desk = await host.ReadyDeskAsync();
        var (applicant, session) = await SittingAsync(host, desk);
        foreach (var agreed in (bool[])[false, false, true]) await applicant.AnswerRecording(new AnswerRecordingRequest(session, agreed));
        var recording = await IdAsync(host);
        host.Media.Raise(new MediaEvent.RecordingStarted(session, recording));
        await applicant.AnswerRecording(new AnswerRecordingRequest(session, Agreed: false));

        var row = await ClosedRowAsync(host);
        var answers = await host.Store.ReadAsync((db, ct) => db.RecordingAnswers.OrderBy(answer => answer.At).Select(answer => answer.Agreed).ToListAsync(ct), CancellationToken.None);
        Assert.Equal([false, true, false], answers);
        Assert.Equal((RecordingEnd.ConsentRevoked, $"2026-11/{session}/{recording}", 2, 4_711L, 120L), (row.End, row.Folder, row.Files, row.Bytes, row.GapMilliseconds));
    }

    [Fact]
    public async Task What_a_dead_process_left_is_kept_as_interrupted()
    {
        await using var host = await SignalingHost.StartAsync();
        var desk = await host.ReadyDeskAsync();
        var (applicant, session) = await SittingAsync(host, desk);
        await applicant.AnswerRecording(new AnswerRecordingRequest(session, Agreed: true));

        host.Media.CloseRecording(session, RecordingState.Interrupted);

        Assert.Equal(RecordingEnd.Interrupted, (await ClosedRowAsync(host)).End);
        // Consent still stands, so the next part begins.
        await Eventually.HoldsAsync(() => Task.FromResult(host.Media.Asked.Count(asked => asked == $"record {session}") == 2), CancellationToken.None);
    }

    [Fact]
    public async Task A_process_that_stops_closes_what_it_records()
    {
        using var folder = new TemporaryFolder("vw-farewell");
        var database = folder.File("hall.db");
        await using (var host = await SignalingHost.StartAsync(database: database))
        {
            var desk = await host.ReadyDeskAsync();
            var (applicant, session) = await SittingAsync(host, desk);
            await applicant.AnswerRecording(new AnswerRecordingRequest(session, Agreed: true));
        }

        await using var next = await SignalingHost.StartAsync(database: database);
        Assert.True((await ClosedRowAsync(next)).Closed);
    }

    [Fact]
    public async Task The_end_of_the_session_ends_the_recording()
    {
        await using var host = await SignalingHost.StartAsync();
        var desk = await host.ReadyDeskAsync();
        var (applicant, session) = await SittingAsync(host, desk);
        await applicant.AnswerRecording(new AnswerRecordingRequest(session, Agreed: true));
        await desk.EndSession(new EndSessionRequest(session, SessionOutcome.Accepted, null));
        Assert.Contains($"close {session}", host.Media.Asked);

        Assert.Equal(RecordingEnd.SessionEnded, (await ClosedRowAsync(host)).End);
    }

    [Fact]
    public async Task An_end_that_meets_the_start_of_a_recording_leaves_none_running()
    {
        await using var host = await SignalingHost.StartAsync();
        var desk = await host.ReadyDeskAsync();
        var (applicant, session) = await SittingAsync(host, desk);
        host.Media.WhileStartingToRecord = () => desk.EndSession(new EndSessionRequest(session, SessionOutcome.Accepted, null));

        Assert.Null((await applicant.AnswerRecording(new AnswerRecordingRequest(session, Agreed: true))).Refusal);

        Assert.Equal([$"record {session}", $"close {session}", $"stop recording {session}"], host.Media.Asked.TakeLast(3));
        Assert.Equal(RecordingEnd.SessionEnded, (await ClosedRowAsync(host)).End);
    }

    [Fact]
    public async Task Until_the_recorder_has_stopped_nobody_is_told_that_it_has()
    {
        await using var host = await SignalingHost.StartAsync();
        var desk = await host.ReadyDeskAsync();
        var (applicant, session) = await SittingAsync(host, desk);
        await applicant.AnswerRecording(new AnswerRecordingRequest(session, Agreed: true));
        host.Media.Raise(new MediaEvent.RecordingStarted(session, await IdAsync(host)));
        await UntilAsync(applicant, desk, RecordingStage.Recording);

        host.Media.Down = true;
        await applicant.AnswerRecording(new AnswerRecordingRequest(session, Agreed: false));
        await host.RoundsAsync(2);
        Assert.Equal(RecordingStage.Recording, (await applicant.Snapshot()).Value!.Call!.Recording!.Stage);
        Assert.Equal(RecordingStage.Recording, (await desk.Snapshot()).Value!.Session!.Recording!.Stage);

        host.Media.Down = false;
        await UntilAsync(applicant, desk, RecordingStage.Declined);
        Assert.Contains($"stop recording {session}", host.Media.Asked);
    }

    [Fact]
    public async Task Trouble_is_on_the_desk_and_an_alarm_on_the_wall_but_not_on_the_applicants_page()
    {
        await using var host = await SignalingHost.StartAsync();
        var desk = await host.ReadyDeskAsync();
        var wall = await host.WallAsync();
        var (applicant, session) = await SittingAsync(host, desk);
        await applicant.AnswerRecording(new AnswerRecordingRequest(session, Agreed: true));
        var seat = applicant.States.Latest!.Call!.ParticipantId;
        host.Media.Raise(new MediaEvent.RecordingStarted(session, await IdAsync(host)));

        host.Media.Raise(new MediaEvent.RecordingTroubleChanged(session, seat, RecordingTrouble.Black, Present: true));
        var view = await desk.States.UntilAsync(state => state.Session?.Recording?.Troubles.Count == 1, "the trouble");
        Assert.Equal((RecordingTrouble.Black, seat), (view.Session!.Recording!.Troubles[0].Trouble, view.Session.Recording.Troubles[0].ParticipantId));
        await wall.States.UntilAsync(state => state.Alarms.Any(alarm => alarm.Kind == AlarmKind.RecordingTrouble && alarm.Subject == session), "the alarm");
        Assert.Empty((await applicant.Snapshot()).Value!.Call!.Recording!.Troubles);

        host.Media.Raise(new MediaEvent.RecordingTroubleChanged(session, seat, RecordingTrouble.Black, Present: false));
        await wall.States.UntilAsync(state => state.Alarms.All(alarm => alarm.Kind != AlarmKind.RecordingTrouble), "no alarm");
    }

    [Fact]
    public async Task Who_says_that_the_camera_is_off_is_not_black_by_mistake()
    {
        await using var host = await SignalingHost.StartAsync();
        var desk = await host.ReadyDeskAsync();
        var (applicant, session) = await SittingAsync(host, desk);
        await applicant.AnswerRecording(new AnswerRecordingRequest(session, Agreed: true));
        var seat = applicant.States.Latest!.Call!.ParticipantId;
        host.Media.Raise(new MediaEvent.RecordingStarted(session, await IdAsync(host)));
        await applicant.SetMedia(new SetMediaRequest(session, Microphone: true, Camera: false));

        host.Media.Raise(new MediaEvent.RecordingTroubleChanged(session, seat, RecordingTrouble.Black, Present: true));
        host.Media.Raise(new MediaEvent.RecordingTroubleChanged(session, seat, RecordingTrouble.Clipped, Present: true));

        var view = await desk.States.UntilAsync(state => state.Session?.Recording?.Troubles.Count == 1, "one trouble");
        Assert.Equal(RecordingTrouble.Clipped, view.Session!.Recording!.Troubles[0].Trouble);
    }

    [Fact]
    public async Task A_recording_that_does_not_start_within_five_seconds_is_an_alarm()
    {
        await using var host = await SignalingHost.StartAsync();
        var desk = await host.ReadyDeskAsync();
        var wall = await host.WallAsync();
        var (applicant, session) = await SittingAsync(host, desk);
        await applicant.AnswerRecording(new AnswerRecordingRequest(session, Agreed: true));
        await UntilAsync(applicant, desk, RecordingStage.Starting);

        host.Clock.Advance(TimeSpan.FromSeconds(6));

        await wall.States.UntilAsync(state => state.Alarms.Any(alarm => alarm.Kind == AlarmKind.RecordingTrouble), "the alarm");
        Assert.Equal(RecordingTrouble.NotStarted, (await desk.Snapshot()).Value!.Session!.Recording!.Troubles.Single().Trouble);
    }

    [Theory]
    [InlineData("Signaling:Recording:Rule", "Never")]
    [InlineData("Signaling:Recording:Sites:gushi", "Never")]
    [InlineData("Signaling:Recording:Items:{item}", "Never")]
    public async Task What_is_never_recorded_is_not_asked_about(string setting, string rule)
    {
        var item = Requests.Gushi().ItemCode;
        await using var host = await SignalingHost.StartAsync(new() { [setting.Replace("{item}", item, StringComparison.Ordinal)] = rule });
        var desk = await host.ReadyDeskAsync();
        var (applicant, session) = await SittingAsync(host, desk);

        Assert.Null(applicant.States.Latest!.Call!.Recording);
        Assert.Null(desk.States.Latest!.Session!.Recording);
        Assert.Equal(RefusalCodes.Stale, (await applicant.AnswerRecording(new AnswerRecordingRequest(session, Agreed: true))).Refusal!.Code);
    }

    [Fact]
    public async Task An_items_word_counts_more_than_its_sites()
    {
        await using var host = await SignalingHost.StartAsync(new()
        {
            ["Signaling:Recording:Sites:gushi"] = "Never", [$"Signaling:Recording:Items:{Requests.Gushi().ItemCode}"] = "WithConsent",
        });
        var desk = await host.ReadyDeskAsync();
        var (applicant, _) = await SittingAsync(host, desk);

        Assert.NotNull(applicant.States.Latest!.Call!.Recording);
    }

    [Fact]
    public async Task Only_the_applicant_of_the_session_can_answer()
    {
        await using var host = await SignalingHost.StartAsync();
        var desk = await host.ReadyDeskAsync();
        var (_, session) = await SittingAsync(host, desk);
        var other = await host.WaitingAsync();

        Assert.Equal(RefusalCodes.NotYours, (await other.AnswerRecording(new AnswerRecordingRequest(session, Agreed: true))).Refusal!.Code);
        Assert.Equal(RefusalCodes.BadInput, (await other.AnswerRecording(new AnswerRecordingRequest("x", Agreed: true))).Refusal!.Code);
    }

    /// <summary>A sitting whose applicant's stream arrives.</summary>
    private static async Task<(ApplicantClient Applicant, string Session)> SittingAsync(SignalingHost host, DeskClient desk)
    {
        var (applicant, session) = await Sittings.BeginAsync(host, desk);
        host.Media.Raise(new MediaEvent.Publishing(session, applicant.States.Latest!.Call!.ParticipantId));
        return (applicant, session);
    }

    private static async Task UntilAsync(ApplicantClient applicant, DeskClient desk, RecordingStage stage)
    {
        await applicant.States.UntilAsync(state => state.Call?.Recording?.Stage == stage, $"{stage} for the applicant");
        await desk.States.UntilAsync(state => state.Session?.Recording?.Stage == stage, $"{stage} for the desk");
    }

    private static async Task<string> IdAsync(SignalingHost host) =>
        (await host.Store.ReadAsync((db, ct) => db.Recordings.OrderByDescending(row => row.StartedAt).Select(row => row.Id).FirstAsync(ct), CancellationToken.None)).ToString("N");

    private static async Task<SessionRecording> ClosedRowAsync(SignalingHost host)
    {
        SessionRecording? row = null;
        await Eventually.HoldsAsync(
            async () => (row = await host.Store.ReadAsync((db, ct) => db.Recordings.FirstOrDefaultAsync(one => one.ManifestSha256 != null, ct), CancellationToken.None)) is not null,
            CancellationToken.None);
        return row!;
    }
}
