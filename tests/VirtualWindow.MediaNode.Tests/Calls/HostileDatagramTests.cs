using System.Net;
using System.Net.Sockets;
using VirtualWindow.Rtc;

namespace VirtualWindow.MediaNode.Tests.Calls;

/// <summary>Malformed and forged datagrams of every class, while a real call goes on next to them unharmed.</summary>
public sealed class HostileDatagramTests
{
    private const int Each = 40;

    /// <summary>What a stranger may send, and the reason under which every such datagram is counted.</summary>
    public static TheoryData<string, DropReason> FromStrangers => new()
    {
        { "empty", DropReason.UnknownProtocol },
        { "one-byte-of-no-protocol", DropReason.UnknownProtocol },
        { "one-byte-stun", DropReason.StunMalformed },
        { "zrtp-range", DropReason.UnknownProtocol },
        { "turn-channel-range", DropReason.UnknownProtocol },
        { "quic-range", DropReason.UnknownProtocol },
        { "reserved-range", DropReason.UnknownProtocol },
        { "dtls-client-hello", DropReason.UnknownAddress },
        { "dtls-random", DropReason.UnknownAddress },
        { "dtls-truncated", DropReason.UnknownAddress },
        { "rtp-random", DropReason.UnknownAddress },
        { "rtp-truncated", DropReason.UnknownAddress },
        { "rtcp-random", DropReason.UnknownAddress },
        { "stun-random", DropReason.StunMalformed },
        { "stun-truncated", DropReason.StunMalformed },
        { "stun-length-lies", DropReason.StunMalformed },
        { "stun-unknown-user", DropReason.StunUnknownUser },
        { "stun-wrong-password", DropReason.StunUnauthenticated },
        { "stun-response", DropReason.StunNotRequest },
    };

    [Theory]
    [MemberData(nameof(FromStrangers))]
    public async Task From_a_stranger_it_is_counted_and_dropped(string kind, DropReason reason)
    {
        await using var call = await Call.StartAsync();
        using var stranger = Stranger(call);
        var counters = call.Node.Node.Metrics.Peers;
        var before = counters[reason];
        for (ushort i = 0; i < Each; i++)
        {
            stranger.Send(Make(kind, call, i));
            call.SendFrame(i);
            call.AssertFrame(call.Watcher.NextRtp(), i);
        }

        await call.Node.UntilAsync(_ => counters[reason] - before >= Each);
        Assert.Equal(Each, counters[reason] - before);
        Assert.Equal(2, call.Node.Node.Metrics.PeerCount);
        Assert.Equal(0, call.Node.Node.Metrics.LoopFaults);
    }

    /// <summary>The same from the address of the publisher itself, as if forged or broken.</summary>
    public static TheoryData<string, DropReason> FromThePeersAddress => new()
    {
        { "zrtp-range", DropReason.UnknownProtocol },
        { "dtls-random", DropReason.DtlsMalformed },
        { "dtls-truncated", DropReason.DtlsMalformed },
        { "rtp-random", DropReason.SrtpRejected },
        { "rtp-truncated", DropReason.RtpMalformed },
        { "rtcp-random", DropReason.SrtcpRejected },
        { "rtp-with-flipped-bit", DropReason.SrtpRejected },
        { "rtp-replayed", DropReason.SrtpRejected },
        { "stun-wrong-password", DropReason.StunUnauthenticated },
    };

    [Theory]
    [MemberData(nameof(FromThePeersAddress))]
    public async Task From_a_peer_s_address_it_is_counted_and_dropped(string kind, DropReason reason)
    {
        await using var call = await Call.StartAsync();
        var counters = call.Node.Node.Metrics.Peers;
        var before = counters[reason];
        for (ushort i = 0; i < Each; i++)
        {
            call.SendFrame(i);
            call.AssertFrame(call.Watcher.NextRtp(), i);
            call.Publisher.SendRaw(Make(kind, call, i));
        }

        await call.Node.UntilAsync(_ => counters[reason] - before >= Each);
        Assert.Equal(Each, counters[reason] - before);
        call.SendFrame(Each);
        call.AssertFrame(call.Watcher.NextRtp(), Each);
        Assert.Empty(call.Watcher.Rtp);
        Assert.Equal(0, call.Node.Node.Metrics.LoopFaults);
    }

    [Fact]
    public async Task Datagrams_longer_than_any_of_ours_are_counted_and_dropped()
    {
        await using var call = await Call.StartAsync();
        using var stranger = Stranger(call);
        for (ushort i = 0; i < Each; i++)
        {
            stranger.Send(new byte[5_000]);
            call.SendFrame(i);
            call.AssertFrame(call.Watcher.NextRtp(), i);
        }
        await call.Node.UntilAsync(static metrics => metrics.Port.TooLong == Each);
    }

    [Fact]
    public async Task A_packet_of_one_call_sent_from_elsewhere_moves_nothing()
    {
        await using var call = await Call.StartAsync();
        using var forger = Stranger(call);
        var counters = call.Node.Node.Metrics.Peers;
        forger.Send(call.ProtectFrame(1)); // authentic bytes from an address that passed no check
        await call.Node.UntilAsync(_ => counters[DropReason.UnknownAddress] == 1);
        call.SendFrame(2);
        call.AssertFrame(call.Watcher.NextRtp(), 2);
    }

    [Fact]
    public async Task Ten_thousand_random_datagrams_change_nothing()
    {
        await using var call = await Call.StartAsync();
        using var stranger = Stranger(call);
        var random = new Random(7983);
        var buffer = new byte[1500];
        for (var i = 0; i < 10_000; i++)
        {
            random.NextBytes(buffer);
            stranger.Send(buffer.AsSpan(0, random.Next(0, buffer.Length)));
            if (i % 100 != 0)
                continue;
            call.SendFrame((ushort)(i / 100));
            call.AssertFrame(call.Watcher.NextRtp(), (ushort)(i / 100));
        }
        Assert.Equal(2, call.Node.Node.Metrics.PeerCount);
        Assert.Equal(0, call.Node.Node.Metrics.LoopFaults);
        Assert.True(call.Node.Node.Metrics.Peers.TotalDropped > 5_000);
    }

    private static Socket Stranger(Call call)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(new IPEndPoint(IPAddress.Loopback, call.Node.Node.LocalEndPoint.Port));
        return socket;
    }

    private static byte[] Make(string kind, Call call, ushort number)
    {
        var random = new Random(number);
        return kind switch
        {
            "empty" => [],
            "one-byte-of-no-protocol" => [0xFF],
            "one-byte-stun" => [0x00],
            "zrtp-range" => Random(random, (byte)random.Next(16, 20)),
            "turn-channel-range" => Random(random, (byte)random.Next(64, 80)),
            "quic-range" => Random(random, (byte)random.Next(192, 256)),
            "reserved-range" => Random(random, (byte)random.Next(4, 16)),
            "dtls-client-hello" => [22, 254, 253, 0, 0, 0, 0, 0, 0, 0, 0, 0, 13, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0],
            "dtls-random" => Random(random, (byte)random.Next(32, 64)),
            "dtls-truncated" => [22, 254, 253, 0, 0, 0],
            "rtp-random" => Random(random, 0x80, 96),
            "rtp-truncated" => [0x80, 96, 0, 1, 0, 0],
            "rtcp-random" => Random(random, 0x80, 200),
            "rtp-with-flipped-bit" => Flipped(call.ProtectFrame(number), random),
            "rtp-replayed" => call.ProtectFrame(number),
            "stun-random" => Random(random, 0),
            "stun-truncated" => call.Publisher.Check()[..^(4 * random.Next(1, 10))],
            "stun-length-lies" => WithLength(call.Publisher.Check(), 4 * random.Next(30, 300)),
            "stun-unknown-user" => call.Publisher.Check(ufrag: "nobody"),
            "stun-wrong-password" => call.Publisher.Check(password: "not-the-password-of-anybody"),
            "stun-response" => Response(call.Publisher.Check(ufrag: "nobody")),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }

    private static byte[] Random(Random random, params byte[] start)
    {
        var bytes = new byte[random.Next(40, 1_200)];
        random.NextBytes(bytes);
        start.CopyTo(bytes, 0);
        return bytes;
    }

    private static byte[] Flipped(byte[] packet, Random random)
    {
        packet[random.Next(12, packet.Length)] ^= (byte)(1 << random.Next(8));
        return packet;
    }

    private static byte[] WithLength(byte[] check, int length)
    {
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(check.AsSpan(2), (ushort)length);
        return check;
    }

    /// <summary>A well-formed success response that nobody asked for.</summary>
    private static byte[] Response(byte[] check)
    {
        var buffer = new byte[64];
        var writer = new Rtc.Stun.StunWriter(buffer, Rtc.Stun.StunMessageType.BindingResponse, check.AsSpan(8, 12));
        writer.AddFingerprint();
        return buffer[..writer.Length];
    }
}
