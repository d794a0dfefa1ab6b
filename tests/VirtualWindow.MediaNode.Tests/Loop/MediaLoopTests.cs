using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using VirtualWindow.MediaNode.Loop;
using VirtualWindow.MediaNode.Udp;
using VirtualWindow.Rtc;

namespace VirtualWindow.MediaNode.Tests.Loop;

public sealed class MediaLoopTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1_000)]
    public void Echoes_every_datagram_of_a_flood(int gatherMicroseconds)
    {
        using var loop = Start(new Echo(), gatherMicroseconds, out _);
        using var client = Connect(loop);
        var buffer = new byte[2048];
        for (var round = 0; round < 50; round++)
        {
            for (var i = 0; i < 100; i++)
                client.Send(BitConverter.GetBytes((round * 100) + i));
            for (var i = 0; i < 100; i++)
            {
                Assert.Equal(4, client.Receive(buffer));
                Assert.Equal((round * 100) + i, BitConverter.ToInt32(buffer));
            }
        }
        Assert.Equal(5_000, loop.Port.Counters.SentDatagrams);
    }

    [Fact]
    public void What_a_datagram_throws_is_counted_and_the_next_is_served()
    {
        using var loop = Start(new Echo { ThrowsOn = 0xFF }, 0, out _);
        using var client = Connect(loop);
        client.Send([0xFF]);
        client.Send([1]);
        var buffer = new byte[16];
        Assert.Equal(1, client.Receive(buffer));
        Assert.Equal(1, buffer[0]);
        Assert.Equal(1, loop.Faults);
    }

    [Fact]
    public async Task Posted_closures_run_in_order_on_the_loop_s_thread()
    {
        using var loop = Start(new Echo(), 1_000, out _);
        var order = new List<int>();
        var threads = new HashSet<int>();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        for (var i = 0; i < 1_000; i++)
        {
            var number = i;
            loop.Post(_ =>
            {
                order.Add(number);
                threads.Add(Environment.CurrentManagedThreadId);
            });
        }
        loop.Post(_ => done.SetResult());
        await done.Task.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(Enumerable.Range(0, 1_000), order);
        Assert.DoesNotContain(Environment.CurrentManagedThreadId, threads);
        Assert.Single(threads);
    }

    [Fact]
    public async Task A_closure_posted_to_a_sleeping_loop_wakes_it()
    {
        using var loop = Start(new Echo(), 0, out _);
        for (var i = 0; i < 200; i++)
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Assert.True(loop.TryPost(_ => done.SetResult()));
            await done.Task.WaitAsync(TimeSpan.FromSeconds(10));
        }
    }

    [Fact]
    public async Task Too_many_closures_are_refused_and_a_peer_s_own_never()
    {
        using var loop = Start(new Echo(), 0, out _);
        using var hold = new ManualResetEventSlim();
        loop.Post(_ => hold.Wait());
        var accepted = 0;
        while (loop.TryPost(static _ => { }))
            Assert.True(++accepted < 100_000);
        var own = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        loop.Post(_ => own.SetResult());
        hold.Set();
        await own.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Ticks_come_without_any_traffic()
    {
        using var loop = Start(new Echo(), 0, out var work);
        await work.ThirdTick.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_handshake_beyond_threads_and_queue_is_refused()
    {
        using var threads = new HandshakeThreads(maxThreads: 2, maxWaiting: 3, static _ => { });
        using var hold = new ManualResetEventSlim();
        using var running = new CountdownEvent(2);
        for (var i = 0; i < 2; i++)
        {
            Assert.True(threads.TryRun(() =>
            {
                running.Signal();
                hold.Wait();
            }));
        }
        Assert.True(running.Wait(TimeSpan.FromSeconds(10)));
        using var rest = new CountdownEvent(3);
        for (var i = 0; i < 3; i++)
            Assert.True(threads.TryRun(() => rest.Signal()));
        Assert.False(threads.TryRun(static () => { }));
        hold.Set();
        Assert.True(rest.Wait(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void A_handshake_that_throws_ends_neither_its_thread_nor_the_process()
    {
        var faults = new List<Exception>();
        using var threads = new HandshakeThreads(1, 10, faults.Add);
        using var next = new ManualResetEventSlim();
        Assert.True(threads.TryRun(static () => throw new InvalidOperationException("broken")));
        Assert.True(threads.TryRun(next.Set));
        Assert.True(next.Wait(TimeSpan.FromSeconds(10)));
        Assert.Single(faults);
    }

    private static MediaLoop Start(Echo echo, int gatherMicroseconds, out Echo work)
    {
        var port = UdpPort.Open(new UdpPortOptions(0));
        var loop = new MediaLoop(port, new MediaLoopOptions(TimeSpan.FromMicroseconds(gatherMicroseconds)), NullLogger.Instance);
        echo.Port = port;
        work = echo;
        loop.Start(echo);
        return loop;
    }

    private static Socket Connect(MediaLoop loop)
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 5_000 };
        client.Connect(new IPEndPoint(IPAddress.Loopback, loop.Port.LocalEndPoint.Port));
        return client;
    }

    private sealed class Echo : ILoopWork
    {
        private int _ticks;

        public UdpPort? Port { get; set; }

        public byte? ThrowsOn { get; init; }

        public TaskCompletionSource ThirdTick { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Receive(Span<byte> datagram, in PeerAddress from, MediaTime now)
        {
            if (datagram[0] == ThrowsOn)
                throw new InvalidOperationException("a defect");
            datagram.CopyTo(Port!.Reserve(from, datagram.Length));
            Port.Commit(datagram.Length);
        }

        public void AfterBatch(MediaTime now)
        {
        }

        public void Abandon(MediaTime now)
        {
        }

        public void Tick(MediaTime now)
        {
            if (++_ticks == 3)
                ThirdTick.SetResult();
        }
    }
}
