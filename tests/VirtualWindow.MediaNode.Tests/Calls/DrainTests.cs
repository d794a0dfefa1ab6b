using Microsoft.Extensions.Time.Testing;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Media;

namespace VirtualWindow.MediaNode.Tests.Calls;

public sealed class DrainTests
{
    private static readonly MediaOptions Two = new() { Loops = 2 };
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Running_rooms_go_on_until_the_deadline_and_are_then_told_to_move()
    {
        await using var node = TestNode.Measuring(Two, _time, static () => default);
        using var applicant = await node.PublishAsync("a", "applicant");
        using var clerk = await node.WatchAsync("a", "clerk", "applicant");
        using var other = await node.PublishAsync("b", "applicant");
        var drained = node.Node.DrainAsync(Deadline);
        Assert.Equal(RefusalCodes.Draining, (await PublishAsync(node, "new")).RefusalCode);
        Assert.False(node.Node.TakesNewRooms);
        Assert.True((await node.Node.SubscribeAsync("b", "clerk", "applicant", new TestOffer(false).Sdp, Ct)).Accepted);
        var call = new Call(node, applicant, clerk);
        call.SendFrame(1);
        call.AssertFrame(clerk.NextRtp(), 1);
        Assert.Equal(new MediaEvent.Publishing("a", "applicant"), await node.NextEventAsync());

        _time.Advance(Deadline - TimeSpan.FromSeconds(1));
        Assert.False(drained.IsCompleted);
        Assert.Equal(2, node.Node.DrainStatus.Rooms);
        _time.Advance(TimeSpan.FromSeconds(1));
        await drained.WaitAsync(TestPeer.Patience, Ct);
        var told = new List<MediaEvent>();
        while (told.OfType<MediaEvent.Moved>().Count() < 2) told.Add(await node.NextEventAsync());
        Assert.Equal(["a", "b"], told.OfType<MediaEvent.Moved>().Select(moved => moved.Room).Order());
        await Task.WhenAll(applicant.Ended, clerk.Ended, other.Ended).WaitAsync(TestPeer.Patience, Ct);
        Assert.Equal(0, node.Node.DrainStatus.Rooms);
        Assert.Equal(RefusalCodes.Draining, (await PublishAsync(node, "a")).RefusalCode); // elsewhere, or after the restart
    }

    [Fact]
    public async Task It_is_done_as_soon_as_the_last_room_has_ended_by_itself()
    {
        await using var node = TestNode.Measuring(Two, _time, static () => default);
        Assert.True((await PublishAsync(node, "a")).Accepted);
        await node.Node.HoldAsync("held", held: true, Ct);
        var drained = node.Node.DrainAsync(Deadline);
        await node.Node.CloseRoomAsync("a", Ct);
        Assert.False(drained.IsCompleted);
        await node.Node.CloseRoomAsync("held", Ct);
        await drained.WaitAsync(TestPeer.Patience, Ct);
        _time.Advance(Deadline * 2);
        Assert.True(node.Node.DrainStatus.Draining);
    }

    [Fact]
    public async Task Taken_back_it_moves_nobody()
    {
        await using var node = TestNode.Measuring(Two, _time, static () => default);
        Assert.True((await PublishAsync(node, "a")).Accepted);
        var drained = node.Node.DrainAsync(Deadline);
        node.Node.CancelDrain();
        await drained.WaitAsync(TestPeer.Patience, Ct);
        _time.Advance(Deadline * 2);
        Assert.True((await PublishAsync(node, "new")).Accepted);
        Assert.True(node.Node.TakesNewRooms);
        Assert.Equal(2, node.Node.DrainStatus.Rooms);
        Assert.False(node.Node.DrainStatus.Draining);
        Assert.Null(node.Node.DrainStatus.Until);
    }

    [Fact]
    public async Task Begun_again_it_has_another_deadline()
    {
        await using var node = TestNode.Measuring(Two, _time, static () => default);
        Assert.True((await PublishAsync(node, "a")).Accepted);
        _ = node.Node.DrainAsync(TimeSpan.FromHours(1));
        var drained = node.Node.DrainAsync(Deadline);
        Assert.Equal(_time.GetUtcNow() + Deadline, node.Node.DrainStatus.Until);
        _time.Advance(Deadline);
        await drained.WaitAsync(TestPeer.Patience, Ct);
        Assert.Equal(new MediaEvent.Moved("a"), await node.NextEventAsync());
    }

    private static ValueTask<MediaAnswer> PublishAsync(TestNode node, string room) =>
        node.Node.PublishAsync(room, "applicant", new TestOffer(true, 1, 2).Sdp, Ct);
}
