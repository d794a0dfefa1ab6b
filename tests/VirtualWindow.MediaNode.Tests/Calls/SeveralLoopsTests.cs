using System.Net;
using System.Net.Sockets;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Media;
using VirtualWindow.MediaNode.Tests.Loop;
using VirtualWindow.MediaNode.Udp;

namespace VirtualWindow.MediaNode.Tests.Calls;

/// <summary>Two loops on two ports behind one node, with real clients on both.</summary>
public sealed class SeveralLoopsTests
{
    private static readonly MediaOptions Two = new() { Loops = 2, MaxCpuPercent = 100, MaxLoopPercent = 100 };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rooms_are_shared_out_and_none_spanTwo_loops()
    {
        await using var node = TestNode.Start(Two);
        var calls = new List<Call>();
        for (var i = 0; i < 6; i++) calls.Add(await CallAsync(node, $"r{i}"));
        Assert.Equal(2, calls.Select(call => call.Publisher.RemotePort).Distinct().Count());
        Assert.All(calls, call => Assert.Equal(call.Publisher.RemotePort, call.Watcher.RemotePort));
        Assert.Equal([3, 3], node.Node.Loops.Select(loop => loop.Engine.RoomCount));
        foreach (var call in calls) AssertFlows(call, 1);
        Assert.Equal(12, node.Node.Metrics.PeerCount);
        Assert.Equal(12, node.Node.Metrics.Peers.HandshakesCompleted);
        Close(calls);
    }

    [Fact]
    public async Task Every_request_finds_the_loop_of_its_room()
    {
        await using var node = TestNode.Start(Two);
        List<Call> calls = [await CallAsync(node, "a"), await CallAsync(node, "b")];
        foreach (var (call, room) in calls.Zip(["a", "b"]))
        {
            AssertFlows(call, 1);
            Assert.Equal(new MediaEvent.Publishing(room, "applicant"), await node.NextEventAsync());
            await node.Node.HoldAsync(room, held: true, Ct);
            var before = node.Node.Metrics.Port.ReceivedDatagrams;
            call.SendFrame(2);
            await node.UntilAsync(metrics => metrics.Port.ReceivedDatagrams > before);
            await node.Node.HoldAsync(room, held: false, Ct);
            AssertFlows(call, 3);
            await node.Node.RemoveParticipantAsync(room, "applicant", Ct);
            await call.Publisher.Ended.WaitAsync(TestPeer.Patience, Ct);
            Assert.Equal(new MediaEvent.Stopped(room, "applicant"), await node.NextEventAsync());
        }

        await node.Node.CloseRoomAsync("b", Ct);
        await calls[1].Watcher.Ended.WaitAsync(TestPeer.Patience, Ct);
        Assert.Equal(1, node.Node.Metrics.PeerCount);
        Close(calls);
    }

    [Fact]
    public async Task A_connection_is_ended_by_its_id_only_in_its_room()
    {
        await using var node = TestNode.Start(Two);
        var first = await node.Node.PublishAsync("a", "p", new TestOffer(true, 1, 2).Sdp, Ct);
        var second = await node.Node.PublishAsync("b", "p", new TestOffer(true, 1, 2).Sdp, Ct);
        Assert.False(await node.Node.CloseConnectionAsync("b", first.ConnectionId!, Ct));
        Assert.False(await node.Node.CloseConnectionAsync("nowhere", first.ConnectionId!, Ct));
        Assert.True(await node.Node.CloseConnectionAsync("a", first.ConnectionId!, Ct));
        Assert.True(await node.Node.CloseConnectionAsync("b", second.ConnectionId!, Ct));
        Assert.Equal(0, node.Node.Metrics.PeerCount);
    }

    [Fact]
    public async Task A_held_room_keeps_its_loop_while_everybody_is_away()
    {
        await using var node = TestNode.Start(Two);
        var before = await node.PublishAsync("held", "applicant");
        await node.Node.HoldAsync("held", held: true, Ct);
        before.HangUp();
        await node.UntilAsync(metrics => metrics.PeerCount == 0);
        List<Call> others = [await CallAsync(node, "other"), await CallAsync(node, "another")];
        var back = await node.PublishAsync("held", "applicant");
        Assert.Equal(before.RemotePort, back.RemotePort);
        before.Dispose();
        back.Dispose();
        Close(others);
    }

    [Fact]
    public async Task A_stalled_loop_does_not_hold_up_the_other()
    {
        await using var node = TestNode.Start(Two);
        List<Call> calls = [await CallAsync(node, "a"), await CallAsync(node, "b")];
        var stalled = node.Node.Loops.Single(loop => loop.Loop.Port.LocalEndPoint.Port == calls[0].Publisher.RemotePort);
        using var goOn = new ManualResetEventSlim();
        stalled.Loop.Post(_ => goOn.Wait(TestPeer.Patience));
        for (ushort i = 0; i < 100; i++) AssertFlows(calls[1], i);
        goOn.Set();
        AssertFlows(calls[0], 1);
        Close(calls);
    }

    [Fact]
    public async Task A_broken_loop_ends_alone_and_its_rooms_come_back_on_the_other()
    {
        var ports = new List<BreakablePort>();
        await using var node = TestNode.Start(Two, options =>
        {
            ports.Add(new BreakablePort(UdpPort.Open(options)));
            return ports[^1];
        });
        List<Call> calls = [await CallAsync(node, "a"), await CallAsync(node, "b")];
        foreach (var call in calls) AssertFlows(call, 1);
        await node.NextEventAsync();
        await node.NextEventAsync();

        ports.Single(port => port.LocalEndPoint.Port == calls[0].Publisher.RemotePort).Break();
        Assert.Equal(new MediaEvent.Stopped("a", "applicant"), await node.NextEventAsync());
        AssertFlows(calls[1], 2);
        await node.Node.Loops.Single(loop => !loop.IsAlive).Loop.Ended;
        calls.Add(await CallAsync(node, "a"));
        Assert.Equal(calls[1].Publisher.RemotePort, calls[2].Publisher.RemotePort);
        AssertFlows(calls[2], 1);

        ports.Single(port => port.LocalEndPoint.Port == calls[1].Publisher.RemotePort).Break();
        await Task.WhenAll(node.Node.Loops.Select(loop => loop.Loop.Ended)).WaitAsync(TestPeer.Patience, Ct);
        Assert.Equal(RefusalCodes.MediaUnavailable, (await node.Node.PublishAsync("c", "p", new TestOffer(true, 1, 2).Sdp, Ct)).RefusalCode);
        Close(calls);
    }

    [Fact]
    public async Task A_request_under_way_when_its_loop_breaks_is_answered_and_not_left_waiting()
    {
        BreakablePort port = null!;
        await using var node = TestNode.Start(new MediaOptions { Loops = 1 }, options => port = new BreakablePort(UdpPort.Open(options)));
        using var goOn = new ManualResetEventSlim();
        node.Node.Loops[0].Loop.Post(_ =>
        {
            goOn.Wait(TestPeer.Patience);
            throw new InvalidOperationException("a defect of a closure is survived");
        });
        var asked = Enumerable.Range(0, 50).Select(i => node.Node.PublishAsync($"r{i}", "p", new TestOffer(true, 1, 2).Sdp, Ct).AsTask()).ToArray();
        port.Break();
        goOn.Set();
        var answers = await Task.WhenAll(asked).WaitAsync(TestPeer.Patience, Ct);
        Assert.All(answers, answer => Assert.True(answer.Accepted || answer.RefusalCode == RefusalCodes.MediaUnavailable));
    }

    [Fact]
    public void Loops_take_the_ports_that_follow_the_configured_one_or_give_all_back()
    {
        using var taken = SecondOfTwoFreePorts();
        var second = ((IPEndPoint)taken.LocalEndPoint!).Port;
        var options = new MediaOptions { Loops = 2, Port = second - 1, BindAddress = "127.0.0.1" };
        var failure = Assert.Throws<MediaPortUnavailableException>(() => MediaPorts.Open(options, UdpPort.Open));
        Assert.Contains($"{second}", failure.Message);

        taken.Close();
        var ports = MediaPorts.Open(options, UdpPort.Open); // the first one was given back
        Assert.Equal([second - 1, second], ports.Select(one => one.Datagrams.LocalEndPoint.Port));
        foreach (var port in ports) port.Dispose();
    }

    /// <summary>Bound to a port whose predecessor is free too.</summary>
    private static Socket SecondOfTwoFreePorts()
    {
        while (true)
        {
            var second = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            second.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            try
            {
                using var first = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
                first.Bind(new IPEndPoint(IPAddress.Loopback, ((IPEndPoint)second.LocalEndPoint!).Port - 1));
                return second;
            }
            catch (SocketException)
            {
                second.Dispose();
            }
        }
    }

    private static async Task<Call> CallAsync(TestNode node, string room)
    {
        var publisher = await node.PublishAsync(room, "applicant");
        return new Call(node, publisher, await node.WatchAsync(room, "clerk", "applicant"));
    }

    private static void AssertFlows(Call call, ushort number)
    {
        call.SendFrame(number);
        call.AssertFrame(call.Watcher.NextRtp(), number);
    }

    private static void Close(IEnumerable<Call> calls)
    {
        foreach (var call in calls)
        {
            call.Publisher.Dispose();
            call.Watcher.Dispose();
        }
    }
}
