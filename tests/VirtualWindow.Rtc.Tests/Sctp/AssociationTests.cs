using System.Buffers.Binary;
using System.Text;
using VirtualWindow.Rtc.Sctp;

namespace VirtualWindow.Rtc.Tests.Sctp;

/// <summary>Beginning and end of an association, and what it answers to.</summary>
public class AssociationTests
{
    [Fact]
    public void INIT_costs_nothing_until_its_cookie_comes_back()
    {
        var network = new SctpNetwork();
        var seen = new List<SctpChunkType>();
        network.Tap = (_, packet) => seen.Add((SctpChunkType)packet[12]);
        network.RunUntil(() => network.Client.Association.State == SctpState.Established, "handshake");
        Assert.Equal([SctpChunkType.Init, SctpChunkType.InitAck, SctpChunkType.CookieEcho, SctpChunkType.CookieAck], seen);
        Assert.Equal(1, network.ServerCounters.Established);

        var flooded = new SctpNetwork();
        for (var i = 0; i < 1000; i++) flooded.Inject(toServer: true, flooded.Client.MakeInit());
        Assert.Equal(SctpState.Listening, flooded.Server.State);
        Assert.Null(flooded.Server.Sender);
    }

    [Fact]
    public void A_handshake_survives_loss_of_each_of_its_packets()
    {
        for (var lost = 0; lost < 4; lost++)
        {
            var count = 0;
            var drop = lost;
            var network = new SctpNetwork { DropWhen = (_, _) => count++ == drop };
            network.Connect();
            Assert.True(network.TrySend(fromClient: true, 0, [1]));
            network.RunUntil(() => network.ServerUser.Messages.Count == 1, $"data after loss of packet {lost}");
            Assert.Equal(1, network.ServerCounters.Established);
        }
    }

    [Fact]
    public void A_cookie_changed_in_any_byte_or_too_old_is_refused()
    {
        byte[]? echo = null;
        var network = new SctpNetwork { DropWhen = (toServer, packet) => toServer && (SctpChunkType)packet[12] == SctpChunkType.CookieEcho && (echo = packet) is not null };
        network.RunUntil(() => echo is not null, "COOKIE ECHO");
        for (var i = 16; i < 16 + StateCookie.Length; i++)
        {
            var forged = (byte[])echo!.Clone();
            forged[i] ^= 1;
            SctpPacket.WriteChecksum(forged);
            network.Inject(toServer: true, forged);
            Assert.Equal(SctpState.Listening, network.Server.State);
        }
        Assert.Equal(StateCookie.Length, network.ServerCounters.CookiesRefused);

        var answers = new List<SctpChunkType>();
        network.Tap = (toServer, packet) => { if (!toServer) answers.Add((SctpChunkType)packet[12]); };
        network.DropWhen = (toServer, _) => toServer;
        network.Run(TimeSpan.FromSeconds(61));
        network.Inject(toServer: true, echo!);
        network.Run(TimeSpan.FromMilliseconds(100));
        Assert.Equal(SctpState.Listening, network.Server.State);
        Assert.Contains(SctpChunkType.Error, answers); // stale cookie
    }

    [Fact]
    public void A_client_that_begins_anew_restarts_the_association()
    {
        var network = new SctpNetwork().Connect();
        Assert.True(network.TrySend(fromClient: true, 3, [1]));
        network.RunUntil(() => network.ServerUser.Messages.Count == 1, "data");

        var user = new SctpRecorder();
        var again = new SctpClient(new(), user, tag: 0x22222222, firstTsn: 77);
        user.Association = again.Association;
        var buffer = new byte[2048];
        for (var turn = 0; turn < 6; turn++)
        {
            again.Tick(network.Now);
            for (var length = again.Poll(buffer, network.Now); length > 0; length = again.Poll(buffer, network.Now)) network.Server.Receive(buffer.AsSpan(0, length), network.Now);
            for (var length = network.Server.Poll(buffer, network.Now); length > 0; length = network.Server.Poll(buffer, network.Now)) again.Receive(buffer[..length], network.Now);
        }
        Assert.Equal(SctpState.Established, again.Association.State);
        Assert.Equal([SctpCloseReason.Restarted], network.ServerUser.Closed);
        Assert.Equal(SctpState.Established, network.Server.State);
    }

    [Fact]
    public void SHUTDOWN_ends_it_after_everything_was_delivered()
    {
        var network = new SctpNetwork().Connect();
        network.DropWhen = (toServer, packet) => toServer && (SctpChunkType)packet[12] == SctpChunkType.Sack;
        Assert.True(network.TrySend(fromClient: false, 1, [1, 2]));
        network.Run(TimeSpan.FromMilliseconds(100));
        var answers = new List<SctpChunkType>();
        network.Tap = (toServer, packet) => { if (!toServer) answers.Add((SctpChunkType)packet[12]); };
        Shutdown(network, cumulative: network.Server.Sender!.LastAssignedTsn - 1);
        Assert.Equal(SctpState.ShutdownReceived, network.Server.State);
        Assert.False(network.TrySend(fromClient: false, 1, [3]));
        Shutdown(network, network.Server.Sender.LastAssignedTsn);
        network.Run(TimeSpan.FromMilliseconds(100));
        Assert.Equal(SctpState.ShutdownAckSent, network.Server.State);
        network.RunUntil(() => answers.Count(type => type == SctpChunkType.ShutdownAck) >= 2, "SHUTDOWN ACK is repeated");
        network.Inject(toServer: true, Chunk(network, SctpChunkType.ShutdownComplete));
        Assert.Equal([SctpCloseReason.ShutDown], network.ServerUser.Closed);
        Assert.Equal(SctpState.Listening, network.Server.State);
    }

    [Fact]
    public void ABORT_ends_it_under_either_tag_but_no_other()
    {
        foreach (var isReflected in new[] { false, true })
        {
            var network = new SctpNetwork().Connect();
            var (mine, theirs) = (2000u, 0x11111111u);
            network.Inject(toServer: true, SctpClient.Packet(isReflected ? mine : theirs, (ref SctpWriter writer) => Write(ref writer, SctpChunkType.Abort, isReflected)));
            Assert.Empty(network.ServerUser.Closed);
            network.Inject(toServer: true, SctpClient.Packet(isReflected ? theirs : mine, (ref SctpWriter writer) => Write(ref writer, SctpChunkType.Abort, isReflected)));
            Assert.Equal([SctpCloseReason.Aborted], network.ServerUser.Closed);
        }

        static void Write(ref SctpWriter writer, SctpChunkType type, bool isReflected)
        {
            writer.Open(type, (byte)(isReflected ? 1 : 0));
            writer.Close();
        }
    }

    [Fact]
    public void A_heartbeat_is_answered_with_its_own_words_and_asked_when_idle()
    {
        var network = new SctpNetwork().Connect();
        var echoed = "";
        var asked = 0;
        network.Tap = (toServer, packet) =>
        {
            if (!toServer && (SctpChunkType)packet[12] == SctpChunkType.HeartbeatAck) echoed = Encoding.ASCII.GetString(packet[16..]);
            if (!toServer && (SctpChunkType)packet[12] == SctpChunkType.Heartbeat) asked++;
        };
        network.Inject(toServer: true, Chunk(network, SctpChunkType.Heartbeat, Encoding.ASCII.GetBytes("whatever")));
        network.RunUntil(() => echoed == "whatever", "HEARTBEAT ACK");
        network.Run(TimeSpan.FromSeconds(125));
        Assert.InRange(asked, 1, 4);
        Assert.Equal(SctpState.Established, network.Server.State);
    }

    [Fact]
    public void Unknown_chunks_follow_the_highest_bits_of_their_type()
    {
        var network = new SctpNetwork().Connect();
        var reported = new List<byte>();
        network.DropWhen = (toServer, _) => !toServer; // the client knows nothing of what is injected
        network.Tap = (toServer, packet) => { if (!toServer && (SctpChunkType)packet[12] == SctpChunkType.Error) reported.Add(packet[20]); };
        uint tsn = 1000;
        foreach (var (type, skipped) in new[] { (0x3E, false), (0x7E, false), (0xBE, true), (0xFE, true) })
        {
            var before = network.ServerUser.Messages.Count;
            network.Inject(toServer: true, SctpClient.Packet(2000, (ref SctpWriter writer) =>
            {
                writer.Open((SctpChunkType)type);
                writer.Write([1, 2, 3]);
                writer.Close();
                WriteData(ref writer, tsn, 1, (ushort)(tsn - 1000), [9]);
            }));
            network.Run(TimeSpan.FromMilliseconds(50));
            Assert.Equal(skipped ? before + 1 : before, network.ServerUser.Messages.Count);
            if (skipped) tsn++;
        }
        Assert.Equal([0x7E, 0xFE], reported);
    }

    [Fact]
    public void A_stream_that_does_not_exist_is_acknowledged_reported_and_thrown_away()
    {
        var network = new SctpNetwork().Connect();
        var causes = new List<int>();
        network.DropWhen = (toServer, _) => !toServer; // the client knows nothing of what is injected
        network.Tap = (toServer, packet) => { if (!toServer && (SctpChunkType)packet[12] == SctpChunkType.Error) causes.Add(packet[17] * 65536 + BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(20))); };
        network.Inject(toServer: true, SctpClient.Packet(2000, (ref SctpWriter writer) => WriteData(ref writer, 1000, 5000, 0, [1])));
        network.Run(TimeSpan.FromMilliseconds(100));
        Assert.Equal([65536 + 5000], causes);
        Assert.Equal(1000u, network.Server.Receiver!.CumulativeTsn);
        Assert.Empty(network.ServerUser.Messages);
    }

    [Fact]
    public void Small_messages_share_a_packet()
    {
        var network = new SctpNetwork().Connect();
        for (var i = 0; i < 30; i++) Assert.True(network.TrySend(fromClient: true, (ushort)(i % 3), new byte[20]));
        var before = network.PacketsToServer;
        network.RunUntil(() => network.ServerUser.Messages.Count == 30, "all arrive");
        Assert.Equal(1, network.PacketsToServer - before);
    }

    [Fact]
    public void Streams_take_turns_message_by_message()
    {
        var network = new SctpNetwork().Connect();
        for (var i = 0; i < 3; i++) Assert.True(network.TrySend(fromClient: true, 1, new byte[30_000]));
        Assert.True(network.TrySend(fromClient: true, 2, [1]));
        network.RunUntil(() => network.ServerUser.Messages.Count == 4, "all arrive");
        Assert.Equal([1, 2, 1, 1], network.ServerUser.Messages.Select(message => (int)message.Stream));
    }

    [Fact]
    public void A_lone_packet_is_acknowledged_late_and_every_second_at_once()
    {
        var network = new SctpNetwork(weather: new(DelayMilliseconds: 1)).Connect();
        var acknowledged = new List<MediaTime>();
        network.Tap = (toServer, packet) => { if (!toServer && (SctpChunkType)packet[12] == SctpChunkType.Sack) acknowledged.Add(network.Now); };
        var start = network.Now;
        Assert.True(network.TrySend(fromClient: true, 1, new byte[1000]));
        network.RunUntil(() => acknowledged.Count == 1, "SACK");
        Assert.InRange((acknowledged[0] - start).TotalMilliseconds, 20, 80);
        start = network.Now;
        Assert.True(network.TrySend(fromClient: true, 1, new byte[1000]));
        Assert.True(network.TrySend(fromClient: true, 1, new byte[1000]));
        network.RunUntil(() => acknowledged.Count == 2, "SACK");
        Assert.InRange((acknowledged[1] - start).TotalMilliseconds, 1, 3);
    }

    [Fact]
    public void Streams_are_reset_both_ways_and_count_from_zero_again()
    {
        var network = new SctpNetwork(seed: 3, new(Loss: 0.2, DelayMilliseconds: 10)).Connect();
        for (var round = 1; round <= 5; round++)
        {
            for (var i = 0; i < 5; i++) Assert.True(network.TrySend(fromClient: true, 4, [(byte)i]) && network.TrySend(fromClient: false, 4, [(byte)i]));
            network.Client.Association.Reset(4, dropUnsent: false);
            network.RunUntil(() => network.ServerUser.IncomingResets.Count == round, "the server hears of it");
            Assert.Equal(round * 5, network.ServerUser.Messages.Count);
            network.Server.Reset(4, dropUnsent: false);
            network.RunUntil(() => network.ClientUser.IncomingResets.Count == round && network.ServerUser.OutgoingResets.Count == round && network.ClientUser.OutgoingResets.Count == round, "both halves");
        }
        Assert.Equal(25, network.ClientUser.Messages.Count);
    }

    [Fact]
    public void A_message_nobody_wants_any_more_is_forgotten_on_both_sides()
    {
        var network = new SctpNetwork().Connect();
        var drop = true;
        network.DropWhen = (toServer, packet) => toServer && drop && (SctpChunkType)packet[12] == SctpChunkType.Data;
        Assert.True(network.TrySend(fromClient: true, 1, new byte[5000], reliability: new(MaxRetransmits: 0)));
        network.Run(TimeSpan.FromMilliseconds(100));
        drop = false;
        Assert.True(network.TrySend(fromClient: true, 1, [7]));
        network.RunUntil(() => network.ServerUser.Messages.Count == 1, "the next one passes");
        Assert.Equal([7], network.ServerUser.Messages[0].Bytes);
        network.RunUntil(() => network.Client.Association.Sender!.IsIdle, "idle");
        Assert.Equal(1, network.Client.Association.Sender!.MessagesAbandoned);
        Assert.Equal(new SctpOptions().ReceiveWindowBytes, network.Server.Receiver!.Window);
    }

    [Fact]
    public void What_expires_before_its_turn_never_leaves()
    {
        var network = new SctpNetwork().Connect();
        network.DropWhen = (toServer, _) => toServer;
        Assert.True(network.TrySend(fromClient: true, 1, new byte[100_000]));
        Assert.True(network.TrySend(fromClient: true, 2, [1], reliability: new(Lifetime: TimeSpan.FromMilliseconds(100))));
        network.Run(TimeSpan.FromMilliseconds(500));
        network.DropWhen = null;
        Assert.True(network.TrySend(fromClient: true, 2, [2], reliability: new(Lifetime: TimeSpan.FromSeconds(100))));
        network.RunUntil(() => network.ServerUser.Messages.Count == 2, "the others arrive");
        Assert.DoesNotContain(network.ServerUser.Messages, message => message.Bytes is [1]);
    }

    [Fact]
    public void Too_much_waiting_is_refused_and_draining_is_told()
    {
        var network = new SctpNetwork(options: new() { MaxBufferedBytes = 300_000, LowWaterBytes = 50_000 }).Connect();
        var sent = 0;
        while (network.TrySend(fromClient: false, 1, new byte[10_000])) sent++;
        Assert.InRange(sent, 29, 30);
        Assert.False(network.TrySend(fromClient: false, 1, new byte[(256 * 1024) + 1]));
        Assert.Empty(network.ServerUser.Drained);
        network.RunUntil(() => network.ServerUser.Drained.Count == 1, "drained");
        Assert.InRange(network.Server.BufferedOf(1), 1, 50_000);
        network.RunUntil(() => network.ClientUser.Messages.Count == sent, "all arrive");
        Assert.Single(network.ServerUser.Drained);
    }

    private static void Shutdown(SctpNetwork network, uint cumulative)
    {
        var value = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(value, cumulative);
        network.Inject(toServer: true, Chunk(network, SctpChunkType.Shutdown, value));
    }

    private static byte[] Chunk(SctpNetwork network, SctpChunkType type, byte[]? value = null)
    {
        Assert.NotEqual(SctpState.Listening, network.Server.State);
        return SctpClient.Packet(2000, (ref SctpWriter writer) =>
        {
            writer.Open(type);
            writer.Write(value ?? []);
            writer.Close();
        });
    }

    private static void WriteData(ref SctpWriter writer, uint tsn, ushort stream, ushort sequence, byte[] bytes, byte flags = 3)
    {
        writer.Open(SctpChunkType.Data, flags);
        writer.Write(tsn);
        writer.Write(stream);
        writer.Write(sequence);
        writer.Write(53u);
        writer.Write(bytes);
        writer.Close();
    }
}
