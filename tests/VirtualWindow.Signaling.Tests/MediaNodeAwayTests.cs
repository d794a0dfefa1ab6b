using VirtualWindow.Contracts.Applicant;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Contracts.Media;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Wall;
using VirtualWindow.Testing.HubClients;

namespace VirtualWindow.Signaling.Tests;

/// <summary>What people notice when the media node is full, gives rooms up, or has forgotten them.</summary>
public sealed class MediaNodeAwayTests
{
    [Fact]
    public async Task Everybody_in_a_session_whose_room_was_given_up_is_told_and_nobody_else()
    {
        await using var host = await SignalingHost.StartAsync();
        var desk = await host.ReadyDeskAsync();
        var (applicant, sessionId) = await Sittings.BeginAsync(host, desk);
        var wall = await host.WallAsync();
        Assert.Null((await wall.EnterSession(new EnterSessionRequest(sessionId))).Refusal);
        var other = await host.WaitingAsync();
        var stranger = await host.DeskAsync("gushi02");

        host.Media.Raise(new MediaEvent.Moved(sessionId));
        foreach (var told in new[] { applicant.MediaMovedAsync, desk.MediaMovedAsync, wall.MediaMovedAsync })
        {
            var news = await told;
            Assert.Equal(sessionId, news.SessionId);
            Assert.InRange(news.WithinMilliseconds, 1, 10_000);
        }
        await other.Snapshot();
        await stranger.Snapshot(); // anything told before has arrived by now
        Assert.False(other.MediaMovedAsync.IsCompleted || stranger.MediaMovedAsync.IsCompleted);
    }

    [Fact]
    public async Task Everybody_in_a_session_is_told_who_speaks_also_who_comes_later_and_nobody_else()
    {
        await using var host = await SignalingHost.StartAsync();
        var desk = await host.ReadyDeskAsync();
        var (applicant, sessionId) = await Sittings.BeginAsync(host, desk);
        var other = await host.WaitingAsync();
        var speaker = (await applicant.Snapshot()).Value!.Call!.ParticipantId;
        var news = new SpeakerChanged(sessionId, speaker);

        host.Media.Raise(new MediaEvent.Speaking(sessionId, speaker));
        Assert.Equal(news, await applicant.SpeakerChangedAsync);
        Assert.Equal(news, await desk.SpeakerChangedAsync);

        var wall = await host.WallAsync();
        Assert.Null((await wall.EnterSession(new EnterSessionRequest(sessionId))).Refusal);
        var offer = (await wall.Watch(new WatchRequest(sessionId, null, [speaker], false))).Value!;
        Assert.Null((await wall.AnswerWatch(new AnswerWatchRequest(sessionId, offer.ConnectionId, offer.Version, Requests.Sdp))).Refusal);
        Assert.Equal(news, await wall.SpeakerChangedAsync);
        await other.Snapshot(); // anything told before has arrived by now
        Assert.False(other.SpeakerChangedAsync.IsCompleted);
    }

    [Fact]
    public async Task Nobody_is_called_while_the_media_node_takes_no_new_rooms_and_the_place_is_kept()
    {
        await using var host = await SignalingHost.StartAsync();
        host.Media.TakesNewRooms = false;
        var applicant = await host.WaitingAsync();
        var desk = await host.ReadyDeskAsync();
        await desk.States.UntilAsync(state => state.Queues.Any(queue => queue.Waiting == 1), "the queue with its one ticket");
        Assert.Equal(ApplicantStage.Waiting, (await applicant.Snapshot()).Value!.Stage);
        Assert.Equal(Presence.Ready, (await desk.Snapshot()).Value!.Desk.Presence);

        host.Media.TakesNewRooms = true;
        await desk.OfferAsync();
    }

    [Fact]
    public async Task A_node_that_forgot_the_hold_is_told_before_anybody_publishes_again()
    {
        await using var host = await SignalingHost.StartAsync();
        var desk = await host.ReadyDeskAsync();
        var (applicant, sessionId) = await Sittings.BeginAsync(host, desk);
        Assert.Null((await desk.Hold(new HoldRequest(sessionId, true))).Refusal);
        host.Media.Asked.Clear();
        Assert.Null((await applicant.Publish(new PublishRequest(sessionId, Requests.Sdp))).Refusal);
        Assert.Equal([$"hold {sessionId} True", "publish"], host.Media.Asked.Select(asked => asked.StartsWith("publish", StringComparison.Ordinal) ? "publish" : asked));
    }
}
