using System.Buffers.Binary;
using System.Security.Cryptography;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Media;
using VirtualWindow.Rtc.Srtp;

namespace VirtualWindow.MediaNode.Tests.Calls;

/// <summary>Calls through a real node over real sockets, with two small clients on the other side.</summary>
public sealed class CallTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SrtpProfile.AeadAes128Gcm)]
    [InlineData(SrtpProfile.Aes128CmHmacSha1Tag80)]
    public async Task What_one_publishes_the_other_watches(SrtpProfile profile)
    {
        await using var call = await Call.StartAsync(profile);
        for (ushort i = 0; i < 300; i++)
        {
            call.SendFrame(i);
            call.AssertFrame(call.Watcher.NextRtp(), i);
        }
    }

    [Fact]
    public async Task Sequence_numbers_stay_whole_across_the_wrap()
    {
        await using var call = await Call.StartAsync(firstSequence: 65_500);
        ushort? before = null;
        for (ushort i = 0; i < 200; i++)
        {
            call.SendFrame(i);
            var sequence = BinaryPrimitives.ReadUInt16BigEndian(call.Watcher.NextRtp().AsSpan(2));
            Assert.Equal(before is null ? sequence : (ushort)(before + 1), sequence);
            before = sequence;
        }
    }

    [Fact]
    public async Task A_watcher_may_come_before_the_publisher()
    {
        await using var node = TestNode.Start();
        using var watcher = await node.WatchAsync("r", "clerk", "applicant");
        using var publisher = await node.PublishAsync("r", "applicant");
        var call = new Call(node, publisher, watcher);
        call.SendFrame(1);
        call.AssertFrame(watcher.NextRtp(), 1);
    }

    [Fact]
    public async Task A_publisher_that_comes_back_reaches_the_same_watchers()
    {
        await using var node = TestNode.Start();
        using var watcher = await node.WatchAsync("r", "clerk", "applicant");
        using (var first = await node.PublishAsync("r", "applicant"))
        {
            var call = new Call(node, first, watcher);
            call.SendFrame(1);
            call.AssertFrame(watcher.NextRtp(), 1);
        }
        using var second = await node.PublishAsync("r", "applicant");
        var again = new Call(node, second, watcher);
        again.SendFrame(2);
        again.AssertFrame(watcher.NextRtp(), 2);
        Assert.Equal(2, node.Node.Metrics.PeerCount);
    }

    [Fact]
    public async Task Nothing_crosses_from_room_to_room()
    {
        await using var node = TestNode.Start();
        using var here = await node.PublishAsync("here", "applicant");
        using var there = await node.PublishAsync("there", "applicant");
        using var watcher = await node.WatchAsync("here", "clerk", "applicant");
        for (ushort i = 0; i < 50; i++)
        {
            new Call(node, there, watcher).SendFrame(i);
            new Call(node, here, watcher).SendFrame((ushort)(1_000 + i));
            new Call(node, here, watcher).AssertFrame(watcher.NextRtp(), (ushort)(1_000 + i));
        }
    }

    [Fact]
    public async Task Held_means_that_nothing_is_forwarded_until_it_ends()
    {
        await using var call = await Call.StartAsync();
        call.SendFrame(1);
        call.AssertFrame(call.Watcher.NextRtp(), 1);
        await call.Node.Node.HoldAsync("r", held: true, Ct);
        var received = call.Node.Node.Metrics.Port.ReceivedDatagrams;
        for (ushort i = 2; i < 50; i++)
            call.SendFrame(i);
        await call.Node.UntilAsync(metrics => metrics.Port.ReceivedDatagrams >= received + 48);
        await call.Node.Node.HoldAsync("r", held: false, Ct);
        call.SendFrame(50);
        call.AssertFrame(call.Watcher.NextRtp(), 50);
    }

    [Fact]
    public async Task A_removed_participant_is_told_and_gone()
    {
        await using var call = await Call.StartAsync();
        await call.Node.Node.RemoveParticipantAsync("r", "applicant", Ct);
        await call.Publisher.Ended.WaitAsync(TestPeer.Patience, Ct);
        Assert.Equal(1, call.Node.Node.Metrics.PeerCount);
        await call.Node.Node.RemoveParticipantAsync("r", "applicant", Ct); // safe to repeat
        await call.Node.Node.CloseRoomAsync("r", Ct);
        await call.Watcher.Ended.WaitAsync(TestPeer.Patience, Ct);
        await call.Node.Node.CloseRoomAsync("r", Ct);
        Assert.Equal(0, call.Node.Node.Metrics.PeerCount);
        Assert.Equal(0, call.Node.Node.Metrics.RoomCount);
    }

    [Fact]
    public async Task A_client_that_hangs_up_leaves_at_once()
    {
        await using var call = await Call.StartAsync();
        call.Publisher.HangUp();
        await call.Node.UntilAsync(static metrics => metrics.PeerCount == 1);
    }

    [Fact]
    public async Task Events_tell_the_life_of_a_publisher()
    {
        await using var node = TestNode.Start();
        using (var publisher = await node.PublishAsync("r", "applicant"))
        {
            publisher.SendRtp(TestOffer.OpusType, publisher.Offer.AudioSsrc, 1, 960, [0x78, 1, 2, 3]);
            Assert.Equal(new MediaEvent.Publishing("r", "applicant"), await node.NextEventAsync());
            Assert.Equal(new MediaEvent.Silent("r", "applicant"), await node.NextEventAsync()); // 3 s without a sign of life
            publisher.SendCheck();
            Assert.Equal(new MediaEvent.Back("r", "applicant"), await node.NextEventAsync());
            publisher.HangUp();
            Assert.Equal(new MediaEvent.Stopped("r", "applicant"), await node.NextEventAsync());
        }
    }

    [Fact]
    public async Task Limits_refuse_more_rooms_and_more_peers()
    {
        await using var node = TestNode.Start(new MediaOptions { MaxRooms = 1, MaxPeersPerRoom = 2 });
        for (var i = 0; i < 2; i++)
            Assert.True((await node.Node.PublishAsync("a", $"p{i}", new TestOffer(true, 1, 2).Sdp, Ct)).Accepted);
        Assert.Equal(RefusalCodes.MediaFull, (await node.Node.PublishAsync("a", "p3", new TestOffer(true, 1, 2).Sdp, Ct)).RefusalCode);
        Assert.Equal(RefusalCodes.MediaFull, (await node.Node.PublishAsync("b", "p1", new TestOffer(true, 1, 2).Sdp, Ct)).RefusalCode);
        await node.Node.CloseRoomAsync("a", Ct);
        Assert.True((await node.Node.PublishAsync("b", "p1", new TestOffer(true, 1, 2).Sdp, Ct)).Accepted);
    }

    [Fact]
    public async Task An_offer_too_large_or_unreadable_is_refused()
    {
        await using var node = TestNode.Start();
        Assert.Equal(RefusalCodes.TooLarge, (await node.Node.PublishAsync("r", "p", new string('x', LocalMediaNode.MaxOffer + 1), Ct)).RefusalCode);
        Assert.Equal(RefusalCodes.MediaRefused, (await node.Node.SubscribeAsync("r", "p", "q", "v=0", Ct)).RefusalCode);
    }

    [Fact]
    public async Task Ten_calls_at_once_come_up_and_flow()
    {
        await using var node = TestNode.Start();
        var calls = await Task.WhenAll(Enumerable.Range(0, 10).Select(async room =>
        {
            var publisher = await node.PublishAsync($"r{room}", "applicant");
            var watcher = await node.WatchAsync($"r{room}", "clerk", "applicant");
            return new Call(node, publisher, watcher);
        }));
        await node.UntilAsync(static metrics => metrics.Peers.HandshakesCompleted == 20);
        for (ushort i = 0; i < 100; i++)
        {
            foreach (var call in calls)
                call.SendFrame(i);
            foreach (var call in calls)
                call.AssertFrame(call.Watcher.NextRtp(), i);
        }
        foreach (var call in calls)
        {
            call.Publisher.Dispose();
            call.Watcher.Dispose();
        }
    }

    [Fact]
    public async Task Forwarding_allocates_nothing_per_packet()
    {
        await using var call = await Call.StartAsync();
        var sent = 0;
        await ForwardAsync(2_000); // compiled, tables grown
        var before = await AllocatedByLoopAsync();
        await ForwardAsync(5_000);
        var perPacket = (await AllocatedByLoopAsync() - before) / 5_000.0;
        // Ticks, reports and these two questions allocate a little per second; per packet would be tens of bytes each.
        Assert.True(perPacket < 4, $"{perPacket} bytes per packet");

        async Task ForwardAsync(int packets)
        {
            for (var i = 0; i < packets; i++)
            {
                call.SendFrame((ushort)(sent + i));
                call.Watcher.NextRtp();
            }
            sent += packets;
            await Task.Yield();
        }

        async Task<long> AllocatedByLoopAsync()
        {
            var answer = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
            call.Node.Node.Loops[0].Loop.Post(_ => answer.SetResult(GC.GetAllocatedBytesForCurrentThread()));
            return await answer.Task.WaitAsync(TestPeer.Patience, Ct);
        }
    }
}
