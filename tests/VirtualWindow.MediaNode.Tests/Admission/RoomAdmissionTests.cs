using Microsoft.Extensions.Time.Testing;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Media;
using VirtualWindow.MediaNode.Admission;
using VirtualWindow.MediaNode.Tests.Calls;

namespace VirtualWindow.MediaNode.Tests.Admission;

/// <summary>What a full node still takes and what it refuses, driven by injected measurements and by real packets.</summary>
public sealed class RoomAdmissionTests
{
    /// <summary>Other tests may leave us a fifth of a processor.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_node_refuses_new_rooms_and_lets_everybody_into_those_it_has()
    {
        var time = new FakeTimeProvider();
        var load = new MediaLoad(0.1, 0.1, 0, 0);
        await using var node = TestNode.Measuring(new MediaOptions { MaxCpuPercent = 80 }, time, () => load);
        await AcceptedAsync(PublishAsync(node, "here", "applicant"));

        load = load with { CpuShare = 0.9 };
        Pass(time, AdmissionControl.ClosesAfter - 1);
        await AcceptedAsync(PublishAsync(node, "just in time", "applicant"));
        Pass(time, 1);
        var refused = await PublishAsync(node, "new", "applicant");
        Assert.Equal(RefusalCodes.MediaFull, refused.RefusalCode);
        Assert.Contains("再试", Refusals.Of(refused.RefusalCode!).Message); // the sentence says what to do
        Assert.Equal(RefusalCodes.MediaFull, (await node.Node.SubscribeAsync("new", "clerk", "applicant", new TestOffer(false).Sdp, Ct)).RefusalCode);
        Assert.Equal(2, node.Node.Metrics.RoomsRefused);

        await AcceptedAsync(PublishAsync(node, "here", "clerk"));
        await AcceptedAsync(PublishAsync(node, "here", "applicant")); // a reconnect
        await AcceptedAsync(node.Node.SubscribeAsync("here", "clerk", "applicant", new TestOffer(false).Sdp, Ct));
        await node.Node.HoldAsync("held", held: true, Ct); // promised before it was full

        load = load with { CpuShare = 0.2 };
        Pass(time, AdmissionControl.OpensAfter - 1);
        Assert.Equal(RefusalCodes.MediaFull, (await PublishAsync(node, "new", "applicant")).RefusalCode);
        Pass(time, 1);
        await AcceptedAsync(PublishAsync(node, "new", "applicant"));
    }

    [Fact]
    public async Task A_room_that_emptied_is_new_again()
    {
        var time = new FakeTimeProvider();
        var load = default(MediaLoad);
        await using var node = TestNode.Measuring(new MediaOptions { MaxMegabitsPerSecond = 1 }, time, () => load);
        await AcceptedAsync(PublishAsync(node, "r", "applicant"));
        load = load with { BitsPerSecond = 2e6 };
        Pass(time, AdmissionControl.ClosesAfter);
        await node.Node.CloseRoomAsync("r", Ct);
        Assert.Equal(RefusalCodes.MediaFull, (await PublishAsync(node, "r", "applicant")).RefusalCode);
    }

    /// <summary>The node measures itself: packets flow until it is full, and stop until it is not.</summary>
    [Theory]
    [InlineData(100, 1)] // more than 1 Mbit/s
    [InlineData(10, 0)] // the loop is awake for more than 10 % of the time; idle it stays below, however full the machine
    public async Task Real_packets_fill_a_node_and_their_end_frees_it(int loopPercent, int megabits)
    {
        await using var node = TestNode.Start(new MediaOptions { MaxCpuPercent = 100, MaxLoopPercent = loopPercent, MaxMegabitsPerSecond = megabits });
        using var publisher = await node.PublishAsync("r", "applicant");
        using var watcher = await node.WatchAsync("r", "clerk", "applicant");
        var call = new Call(node, publisher, watcher);
        using (new Flood(publisher))
            await UntilAsync(async () => (await TryRoomAsync(node)).RefusalCode is RefusalCodes.MediaFull, "never full");
        ushort sent = 0;
        await UntilAsync(() => Arrives(call, ++sent), "the room that is here goes on");
        await UntilAsync(async () => (await TryRoomAsync(node)).Accepted, "never free again");
    }

    /// <summary>A frame sent right after the flood may still find the socket's queue full, or come after the next one was sent.</summary>
    private static Task<bool> Arrives(Call call, ushort sequence)
    {
        call.SendFrame(sequence);
        return Task.FromResult(call.Watcher.Rtp.TryTake(out _, RoomAdmission.Interval / 4));
    }

    private static async Task UntilAsync(Func<Task<bool>> holds, string otherwise)
    {
        var deadline = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (!await holds())
        {
            Assert.True(Environment.TickCount64 < deadline, otherwise);
            await Task.Delay(RoomAdmission.Interval / 4, Ct);
        }
    }

    /// <summary>One connectivity check again and again, as fast as the kernel takes it: to read and answer it costs the node more than us.</summary>
    private sealed class Flood : IDisposable
    {
        private readonly Thread _thread;
        private volatile bool _over;

        public Flood(TestPeer peer)
        {
            var packet = peer.Check();
            _thread = new Thread(() => { while (!_over) peer.SendRaw(packet); }) { IsBackground = true };
            _thread.Start();
        }

        public void Dispose()
        {
            _over = true;
            _thread.Join();
        }
    }

    private static async Task<MediaAnswer> TryRoomAsync(TestNode node)
    {
        var answer = await PublishAsync(node, "another", "applicant");
        await node.Node.CloseRoomAsync("another", Ct);
        return answer;
    }

    private static ValueTask<MediaAnswer> PublishAsync(TestNode node, string room, string participant) =>
        node.Node.PublishAsync(room, participant, new TestOffer(true, 1, 2).Sdp, Ct);

    private static async Task AcceptedAsync(ValueTask<MediaAnswer> asked)
    {
        var answer = await asked;
        Assert.True(answer.Accepted, answer.RefusalCode);
    }

    private static void Pass(FakeTimeProvider time, int measurements)
    {
        for (var i = 0; i < measurements; i++) time.Advance(RoomAdmission.Interval);
    }
}
