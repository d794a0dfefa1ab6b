using VirtualWindow.Rtc.Sctp;

namespace VirtualWindow.Rtc.Tests.Sctp;

/// <summary>Two associations and a bad network in virtual time; a failing seed is in the message.</summary>
public class LossyNetworkTests
{
    private static readonly SctpWeather Bad = new(Loss: 0.08, Duplicates: 0.03, Reorder: 0.15, DelayMilliseconds: 20);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Everything_reliable_arrives_whole_and_in_order_both_ways(int seed)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var weather = Bad with { Loss = random.NextDouble() * 0.15, Reorder = random.NextDouble() * 0.5, DelayMilliseconds = random.Next(1, 120) };
        // Both numberings wrap within the first messages.
        var network = new SctpNetwork(seed, weather, clientTsn: uint.MaxValue - 5, serverTsn: uint.MaxValue - 40).Connect();
        var toServer = MakeMessages(random, 150);
        var toClient = MakeMessages(random, 150);
        SendAll(network, toServer, toClient);

        network.RunUntil(() => network.ServerUser.Messages.Count == toServer.Count && network.ClientUser.Messages.Count == toClient.Count, "everything arrives");
        AssertSame(seed, toServer, network.ServerUser.Messages);
        AssertSame(seed, toClient, network.ClientUser.Messages);
        network.RunUntil(() => network.Server.Sender!.IsIdle && network.Client.Association.Sender!.IsIdle, "everything is acknowledged");
        Assert.Equal(0, network.Server.Sender!.Flight);
        Assert.Equal(0, network.Server.Sender.Queue.Buffered);
        Assert.Equal(new SctpOptions().ReceiveWindowBytes, network.Server.Receiver!.Window);
        Assert.Equal(new SctpOptions().ReceiveWindowBytes, network.Client.Association.Receiver!.Window);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Unreliable_messages_never_block_those_behind_them(int seed)
    {
        var network = new SctpNetwork(seed, Bad with { Loss = 0.2 }).Connect();
        var random = new Random(seed);
        for (var i = 0; i < 300; i++)
        {
            var stream = (ushort)random.Next(4);
            var size = random.Next(10) == 0 ? 5000 : 60;
            var reliability = stream < 2 ? new SctpReliability(MaxRetransmits: stream) : new SctpReliability(Lifetime: TimeSpan.FromMilliseconds(200));
            Assert.True(network.TrySend(fromClient: true, stream, Numbered(i, size), unordered: stream % 2 == 0, reliability));
            network.Run(TimeSpan.FromMilliseconds(5));
        }
        Assert.True(network.TrySend(fromClient: true, 9, [42]));
        network.RunUntil(() => network.ServerUser.Messages.Any(message => message.Stream == 9), "the reliable one behind them arrives", withinSeconds: 20);
        network.RunUntil(() => network.Client.Association.Sender!.IsIdle, "what was lost is given up", withinSeconds: 20);

        var arrived = network.ServerUser.Messages.Where(message => message.Stream != 9).ToList();
        Assert.InRange(arrived.Count, 150, 299);
        Assert.True(network.Client.Association.Sender!.MessagesAbandoned > 0);
        foreach (var stream in arrived.GroupBy(message => message.Stream).Where(stream => stream.Key % 2 == 1))
        {
            var numbers = stream.Select(message => BitConverter.ToInt32(message.Bytes)).ToList();
            Assert.Equal(numbers.Order(), numbers);
        }
        Assert.Equal(arrived.Count, arrived.Select(message => BitConverter.ToInt32(message.Bytes)).Distinct().Count());
        Assert.All(arrived, message => Assert.Equal(Numbered(BitConverter.ToInt32(message.Bytes), message.Bytes.Length), message.Bytes));
    }

    [Fact]
    public void Stream_sequence_numbers_wrap()
    {
        var network = new SctpNetwork(weather: new(Loss: 0.01, DelayMilliseconds: 2)).Connect();
        var next = 0;
        network.ServerUser.OnMessage = (_, bytes) => Assert.Equal(next++, BitConverter.ToInt32(bytes));
        const int count = 70_000;
        for (var sent = 0; next < count;)
        {
            while (sent < count && network.Client.Association.BufferedOf(1) < 20_000) Assert.True(network.TrySend(fromClient: true, 1, BitConverter.GetBytes(sent++)));
            var before = next;
            network.RunUntil(() => next > before, "progress");
        }
    }

    [Fact]
    public void A_slow_taker_closes_the_window_and_nothing_overruns_it()
    {
        var options = new SctpOptions { ReceiveWindowBytes = 50_000 };
        var network = new SctpNetwork(seed: 7, new(DelayMilliseconds: 5), options).Connect();
        network.ServerUser.Holds = true;
        for (var i = 0; i < 100; i++) Assert.True(network.TrySend(fromClient: true, 1, Numbered(i, 3000)));

        network.Run(TimeSpan.FromSeconds(60));
        // The last fragments of a message whose beginning is here are let in: 50,000 may be passed by less than one message.
        Assert.InRange(network.ServerUser.Held, 45_000, 53_000);
        var arrived = network.ServerUser.Messages.Count;
        var probes = network.PacketsToServer;
        network.Run(TimeSpan.FromSeconds(60));
        Assert.Equal(arrived, network.ServerUser.Messages.Count);
        // Probing goes on at the RTO's pace and neither side gives up on the other.
        Assert.InRange(network.PacketsToServer - probes, 4, 60);
        Assert.Equal(SctpState.Established, network.Client.Association.State);

        network.ServerUser.ReleaseAll();
        network.Run(TimeSpan.FromMilliseconds(200));
        Assert.True(network.ServerUser.Messages.Count > arrived, "the opened window was not announced");
        while (network.ServerUser.Messages.Count < 100)
        {
            network.ServerUser.ReleaseAll();
            network.Run(TimeSpan.FromMilliseconds(50));
        }
        Assert.Equal(Enumerable.Range(0, 100), network.ServerUser.Messages.Select(message => BitConverter.ToInt32(message.Bytes)));
    }

    [Fact]
    public void One_lost_packet_is_repeated_without_waiting_for_the_timer()
    {
        var network = new SctpNetwork(weather: new(DelayMilliseconds: 10)).Connect();
        var dropped = false;
        network.DropWhen = (toServer, packet) => toServer && packet.Length > 500 && network.PacketsToServer > 12 && !dropped && (dropped = true);
        for (var i = 0; i < 60; i++) Assert.True(network.TrySend(fromClient: true, 1, Numbered(i, 1100)));
        var start = network.Now;
        network.RunUntil(() => network.ServerUser.Messages.Count == 60, "all arrive");
        Assert.True(dropped);
        Assert.Equal(1, network.Client.Association.Sender!.Retransmissions);
        Assert.True(network.Now - start < TimeSpan.FromMilliseconds(390), $"took {(network.Now - start).TotalMilliseconds} ms");
    }

    [Fact]
    public void A_lost_tail_comes_with_the_timer()
    {
        var network = new SctpNetwork().Connect();
        network.DropWhen = (toServer, _) => toServer;
        Assert.True(network.TrySend(fromClient: true, 1, [1, 2, 3]));
        network.Run(TimeSpan.FromMilliseconds(200));
        network.DropWhen = null;
        network.RunUntil(() => network.ServerUser.Messages.Count == 1, "the timer repeats it", withinSeconds: 3);
    }

    [Fact]
    public void The_window_grows_from_four_packets_and_halves_on_loss()
    {
        var network = new SctpNetwork(weather: new(DelayMilliseconds: 25)).Connect();
        var sender = network.Client.Association.Sender!;
        Assert.InRange(sender.Window, 4000, 4 * 1160);
        for (var i = 0; i < 3500; i++) Assert.True(network.TrySend(fromClient: true, 1, Numbered(i, 1132)));
        network.Run(TimeSpan.FromMilliseconds(500));
        var grown = sender.Window;
        Assert.True(grown > 30_000, $"only {grown}");
        var dropped = 0;
        network.DropWhen = (toServer, packet) => toServer && packet.Length > 1000 && dropped++ == 0;
        network.RunUntil(() => sender.Retransmissions > 0, "fast retransmit");
        Assert.InRange(sender.Window, grown / 3, (grown * 3 / 4) + 5000);
    }

    [Fact]
    public void Silence_ends_the_association_after_ten_timeouts()
    {
        var network = new SctpNetwork().Connect();
        network.DropWhen = (_, _) => true;
        Assert.True(network.TrySend(fromClient: false, 1, [1]));
        network.RunUntil(() => network.ServerUser.Closed.Count > 0, "gives up");
        Assert.Equal([SctpCloseReason.Unreachable], network.ServerUser.Closed);
        Assert.Equal(1, network.ServerCounters.Unreachable);
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    private static List<(ushort Stream, byte[] Bytes)> MakeMessages(Random random, int count)
    {
        var messages = new List<(ushort, byte[])>();
        for (var i = 0; i < count; i++)
        {
            var bytes = new byte[random.Next(12) switch { 0 => random.Next(60_000, 200_000), < 4 => random.Next(1100, 12_000), _ => random.Next(1, 200) }];
            random.NextBytes(bytes);
            messages.Add(((ushort)random.Next(5), bytes));
        }
        return messages;
    }

    private static void SendAll(SctpNetwork network, List<(ushort Stream, byte[] Bytes)> toServer, List<(ushort Stream, byte[] Bytes)> toClient)
    {
        for (var i = 0; i < toServer.Count; i++)
        {
            network.RunUntil(() => network.TrySend(fromClient: true, toServer[i].Stream, toServer[i].Bytes), "room to send to the server");
            network.RunUntil(() => network.TrySend(fromClient: false, toClient[i].Stream, toClient[i].Bytes), "room to send to the client");
        }
    }

    private static void AssertSame(int seed, List<(ushort Stream, byte[] Bytes)> sent, List<(ushort Stream, uint Protocol, byte[] Bytes)> arrived)
    {
        for (ushort stream = 0; stream < 5; stream++)
        {
            var (expected, actual) = (sent.Where(one => one.Stream == stream).ToList(), arrived.Where(one => one.Stream == stream).ToList());
            Assert.True(expected.Count == actual.Count, $"seed {seed}, stream {stream}: {actual.Count} of {expected.Count}");
            for (var i = 0; i < expected.Count; i++) Assert.True(expected[i].Bytes.AsSpan().SequenceEqual(actual[i].Bytes), $"seed {seed}, stream {stream}, message {i}");
        }
    }

    private static byte[] Numbered(int number, int size)
    {
        var bytes = new byte[size];
        new Random(number).NextBytes(bytes);
        BitConverter.TryWriteBytes(bytes, number);
        return bytes;
    }
}
