using System.Net;
using CsCheck;
using VirtualWindow.Rtc.Dtls;
using VirtualWindow.Rtc.Srtp;
using VirtualWindow.Rtc.Tests.Dtls;

namespace VirtualWindow.Rtc.Tests.Transport;

public sealed class PeerTransportTests
{
    private static readonly PeerAddress Stranger = PeerAddress.From(IPEndPoint.Parse("198.51.100.9:9999"));
    private static readonly PeerAddress NewNetwork = PeerAddress.From(IPEndPoint.Parse("[2001:db8::9]:7777"));

    private readonly TestLoop _loop = new();

    public static TheoryData<SrtpProfile> Profiles => [SrtpProfile.AeadAes128Gcm, SrtpProfile.Aes128CmHmacSha1Tag80];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Media_flows_both_ways(SrtpProfile profile)
    {
        var client = Connect(profile);
        var up = Packets.Rtp(1001, 7, [1, 2, 3, 4]);
        var report = Packets.ReceiverReport(1001);

        client.Send(Packets.Protect(client.Srtp, up));
        client.Send(Packets.ProtectRtcp(client.Srtp, report));
        _loop.RunPosted();

        Assert.Equal([up], client.RtpAtServer);
        Assert.Equal([report], client.RtcpAtServer);

        client.Received.Clear();
        var down = Packets.Rtp(client.Peer.Media[1].LocalSsrc, 9, [5, 6, 7], payloadType: 96);
        client.Peer.SendRtp(down.AsSpan(0, 12), down.AsSpan(12));
        client.Peer.SendRtcp(report);

        var datagrams = client.Received.ToArray();
        Assert.Equal(2, datagrams.Length);
        Assert.NotEqual(down, datagrams[0][..down.Length]);
        Assert.Equal(down, datagrams[0][..client.Srtp.UnprotectRtp(datagrams[0])]);
        Assert.Equal(report, datagrams[1][..client.Srtp.UnprotectRtcp(datagrams[1])]);
    }

    [Fact]
    public void Replayed_and_forged_media_is_counted_and_dropped()
    {
        var client = Connect();
        var genuine = Packets.Protect(client.Srtp, Packets.Rtp(1001, 7, [1, 2, 3, 4]));
        var forged = Packets.Protect(client.Srtp, Packets.Rtp(1001, 8, [1, 2, 3, 4]));
        forged[^1] ^= 1;
        var report = Packets.ProtectRtcp(client.Srtp, Packets.ReceiverReport(1001));

        foreach (var datagram in new[] { genuine, genuine, forged, report, report }) client.Send(datagram);
        _loop.RunPosted();

        Assert.Single(client.RtpAtServer);
        Assert.Single(client.RtcpAtServer);
        Assert.Equal(2, _loop.Counters[DropReason.SrtpRejected]);
        Assert.Equal(1, _loop.Counters[DropReason.SrtcpRejected]);
    }

    [Fact]
    public void Pictures_stand_back_for_sound_on_a_full_TCP_connection_and_never_over_UDP()
    {
        var client = Connect();
        _loop.Congested = true;
        var sound = Packets.Rtp(1, 1, [1], payloadType: 111);
        var picture = Packets.Rtp(2, 1, [1], payloadType: 96);

        Send(client, sound);
        Send(client, picture);
        Assert.Equal(0, _loop.Counters[DropReason.SendCongested]);

        client.MoveTo(client.Address with { Stream = 3 });
        client.SendCheck();
        _loop.RunPosted();
        client.Received.Clear();
        Send(client, sound);
        Send(client, picture);
        client.Peer.SendRtcp(Packets.ReceiverReport(1));
        Assert.Equal(2, client.Received.Count);
        Assert.Equal(1, _loop.Counters[DropReason.SendCongested]);
    }

    [Fact]
    public void A_TCP_connection_that_ends_leaves_the_peer_with_its_other_address()
    {
        var client = Connect();
        var overUdp = client.Address;
        client.MoveTo(client.Address with { Stream = 3 });
        client.SendCheck();
        _loop.RunPosted();
        Assert.True(client.Peer.RemoteAddress!.Value.IsStream);

        _loop.Peers.Forget(client.Address);

        Assert.Equal(overUdp, client.Peer.RemoteAddress);
        Assert.Null(_loop.Peers.Find(client.Address));
        Assert.Equal(PeerState.Connected, client.Peer.State);
    }

    private static void Send(TestClient client, byte[] packet) => client.Peer.SendRtp(packet.AsSpan(0, 12), packet.AsSpan(12));

    [Fact]
    public void A_client_that_changes_its_network_keeps_its_connection()
    {
        var client = Connect();

        client.MoveTo(NewNetwork);
        client.SendCheck();
        _loop.RunPosted();
        client.Received.Clear();
        client.Peer.SendRtcp(Packets.ReceiverReport(1));
        client.Send(Packets.Protect(client.Srtp, Packets.Rtp(1001, 7, [1])));
        _loop.RunPosted();

        Assert.Equal(NewNetwork, client.Peer.RemoteAddress);
        Assert.Single(client.Received);
        Assert.Single(client.RtpAtServer);
    }

    [Fact]
    public void Media_from_an_unverified_address_reaches_nobody()
    {
        var client = Connect();
        _loop.Deliver(Packets.Protect(client.Srtp, Packets.Rtp(1001, 7, [1])), Stranger);
        _loop.RunPosted();
        Assert.Empty(client.RtpAtServer);
        Assert.Equal(1, _loop.Counters[DropReason.UnknownAddress]);
    }

    [Fact]
    public void DTLS_from_an_unverified_address_starts_nothing()
    {
        var client = new TestClient(_loop);
        client.Dtls.Start();
        _loop.RunUntil(() => _loop.Counters[DropReason.UnknownAddress] > 0, "the ClientHello");
        Assert.Equal(0, _loop.HandshakesStarted);
        Assert.Equal(PeerState.New, client.Peer.State);
    }

    [Fact]
    public void Garbage_in_the_DTLS_range_from_a_verified_address_starts_nothing()
    {
        var client = new TestClient(_loop);
        client.SendCheck();
        client.Send([22, 0xFE, 0xFD, 0, 0]);
        client.Send([22, 0x03, 0x03, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1]);
        client.Send([22, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2]);
        client.Send([23, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1]);
        _loop.RunPosted();
        Assert.Equal(0, _loop.HandshakesStarted);
        Assert.Equal(2, _loop.Counters[DropReason.DtlsMalformed]);
        Assert.Equal(2, _loop.Counters[DropReason.DtlsUnexpected]);
    }

    /// <summary>The classes of malformed datagrams, each under its own counter, whoever sends them.</summary>
    public static TheoryData<string, byte[], DropReason> Malformed => new()
    {
        { "nothing", [], DropReason.UnknownProtocol },
        { "TURN channel data", [0x40, 1, 2, 3], DropReason.UnknownProtocol },
        { "high first byte", [0xC0, 1, 2, 3], DropReason.UnknownProtocol },
        { "STUN without cookie", new byte[20], DropReason.StunMalformed },
        { "STUN with a long length", [0, 1, 0, 4, 0x21, 0x12, 0xA4, 0x42, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], DropReason.StunMalformed },
        { "STUN without credentials", [0, 1, 0, 0, 0x21, 0x12, 0xA4, 0x42, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], DropReason.StunBadRequest },
        { "STUN response", [1, 1, 0, 0, 0x21, 0x12, 0xA4, 0x42, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], DropReason.StunNotRequest },
        { "DTLS", [22, 0xFE, 0xFD, 0], DropReason.UnknownAddress },
        { "RTP", [0x80, 96, 0, 1], DropReason.UnknownAddress },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Malformed_datagrams_of_a_stranger_are_counted(string what, byte[] datagram, DropReason reason)
    {
        Connect();
        var before = _loop.Counters[reason];
        var total = _loop.Counters.TotalDropped;
        _loop.Deliver(datagram, Stranger);
        _loop.RunPosted();
        Assert.True(_loop.Counters[reason] == before + 1, what);
        Assert.Equal(total + 1, _loop.Counters.TotalDropped);
    }

    public static TheoryData<string, byte[], DropReason> MalformedOfPeer => new()
    {
        { "short RTP", [0x80, 96, 0, 1], DropReason.RtpMalformed },
        { "one byte", [0x80], DropReason.RtpMalformed },
        { "short RTCP", [0x80, 200, 0, 1], DropReason.RtcpMalformed },
        { "RTP noise", Enumerable.Repeat((byte)0x80, 100).ToArray(), DropReason.SrtpRejected },
        { "RTCP noise", Enumerable.Repeat((byte)200, 100).Select((b, i) => i == 0 ? (byte)0x80 : b).ToArray(), DropReason.SrtcpRejected },
        { "DTLS noise", Enumerable.Repeat((byte)22, 100).ToArray(), DropReason.DtlsMalformed },
        { "protected DTLS record without room for a tag", [21, 0xFE, 0xFD, 0, 1, 0, 0, 0, 0, 0, 9, 0, 2, 2, 40], DropReason.DtlsMalformed },
    };

    [Theory]
    [MemberData(nameof(MalformedOfPeer))]
    public void Malformed_datagrams_from_a_connected_address_are_counted(string what, byte[] datagram, DropReason reason)
    {
        var client = Connect();
        _loop.Deliver(datagram, client.Address);
        _loop.RunPosted();
        Assert.True(_loop.Counters[reason] == 1, what);
        Assert.Equal(PeerState.Connected, client.Peer.State);
    }

    [Fact]
    public void Media_before_the_keys_is_dropped()
    {
        var client = new TestClient(_loop);
        client.SendCheck();
        client.Send(Packets.Rtp(1001, 1, new byte[30]));
        _loop.RunPosted();
        client.Peer.SendRtp(new byte[12], new byte[10]);
        client.Peer.SendRtcp(new byte[8]);
        Assert.Equal(1, _loop.Counters[DropReason.SrtpBeforeKeys]);
        Assert.Equal(2, _loop.Counters[DropReason.SendNotConnected]);
    }

    [Fact]
    public void Consent_expires_and_every_trace_of_the_peer_is_gone()
    {
        var client = Connect();
        _loop.Now += TimeSpan.FromSeconds(29);
        _loop.Peers.Tick(_loop.Now);
        Assert.Equal(PeerState.Connected, client.Peer.State);

        _loop.Now += TimeSpan.FromSeconds(1);
        _loop.Peers.Tick(_loop.Now);

        Assert.Equal([PeerCloseReason.ConsentExpired], client.Closed);
        Assert.Equal(0, _loop.Peers.Count);
        Assert.Null(_loop.Peers.Find(client.Address));
        client.Peer.SendRtp(new byte[12], new byte[10]);
        Assert.Equal(1, _loop.Counters[DropReason.SendNotConnected]);
    }

    [Fact]
    public void Media_alone_does_not_renew_consent_but_is_heard()
    {
        var client = Connect();
        _loop.Now += TimeSpan.FromSeconds(20);
        client.Send(Packets.Protect(client.Srtp, Packets.Rtp(1001, 7, [1])));
        _loop.RunPosted();
        Assert.Equal(_loop.Now, client.Peer.LastHeard);

        _loop.Now += TimeSpan.FromSeconds(10);
        _loop.Peers.Tick(_loop.Now);
        Assert.Equal([PeerCloseReason.ConsentExpired], client.Closed);
    }

    [Fact]
    public void A_client_that_checks_but_never_starts_DTLS_is_given_up()
    {
        var client = new TestClient(_loop);
        var giveUp = _loop.Now + _loop.Options.HandshakeTimeout + TimeSpan.FromSeconds(2);
        while (_loop.Now < giveUp)
        {
            Assert.Empty(client.Closed);
            client.SendCheck();
            _loop.RunPosted();
            _loop.Now += TimeSpan.FromSeconds(1);
            _loop.Peers.Tick(_loop.Now);
        }
        Assert.Equal([PeerCloseReason.HandshakeTimeout], client.Closed);
    }

    /// <summary>After a reload the browser may use its old port for a new connection.</summary>
    [Fact]
    public void An_address_follows_the_peer_that_proved_it_last()
    {
        var first = Connect();
        var second = new TestClient(_loop, address: first.Address);
        second.Connect();

        first.Peer.Close(PeerCloseReason.Local);

        second.Send(Packets.Protect(second.Srtp, Packets.Rtp(1001, 7, [1])));
        _loop.RunPosted();
        Assert.Single(second.RtpAtServer);
    }

    [Fact]
    public void An_RTP_packet_allocates_nothing_in_or_out()
    {
        var client = Connect();
        const int packets = 1000;
        var datagrams = Enumerable.Range(0, packets + 10).Select(i => Packets.Protect(client.Srtp, Packets.Rtp(1001, (ushort)(60000 + i), new byte[1100]))).ToArray();
        var plain = Packets.Rtp(client.Peer.Media[1].LocalSsrc, 0, new byte[1100], payloadType: 96);
        var sink = new CountingHandlerLoop(_loop, client.Address, client.Peer);
        _loop.Discards = true;
        for (var i = 0; i < 10; i++) sink.RoundTrip(datagrams[i], plain, i);
        client.RtpAtServer.Clear();
        client.RtpAtServer.EnsureCapacity(packets + 10);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 10; i < datagrams.Length; i++) sink.RoundTrip(datagrams[i], plain, i);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        // The test's own handler copies each packet into a list; nothing else may be allocated.
        var copies = client.RtpAtServer.Count * (24 + ((1112 + 7) & ~7));
        Assert.Equal(packets, client.RtpAtServer.Count);
        Assert.InRange(allocated, 0, copies);
    }

    [Fact]
    public void An_ICE_check_allocates_nothing()
    {
        var client = Connect();
        var check = client.Check.ToBytes();
        _loop.Discards = true;
        _loop.Peers.Route(check, client.Address, _loop.Now);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) _loop.Peers.Route(check, client.Address, _loop.Now);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Random_datagrams_never_throw_and_never_end_a_connection()
    {
        var client = Connect();
        Gen.Select(Gen.Byte.Array[0, 1500], Gen.OneOf(Gen.Const((byte)0), Gen.Byte[20, 25], Gen.Byte[128, 191], Gen.Byte), Gen.Byte).Sample(
            (bytes, first, second) =>
            {
                if (bytes.Length > 0) bytes[0] = first;
                if (bytes.Length > 1) bytes[1] = first is >= 20 and <= 63 ? (byte)0xFE : second;
                _loop.Peers.Route(bytes, client.Address, _loop.Now);
            },
            iter: 2000,
            threads: 1);
        _loop.RunPosted();
        Assert.Equal(PeerState.Connected, client.Peer.State);
        Assert.Empty(client.RtpAtServer);
    }

    [Fact]
    public void A_flood_of_DTLS_after_the_handshake_is_left_unread()
    {
        var client = Connect();
        byte[] record = [22, 0xFE, 0xFD, 0, 1, 0, 0, 0, 0, 0, 9, 0, 40, .. new byte[40]];
        for (var i = 0; i < 100; i++) _loop.Peers.Route(record, client.Address, _loop.Now);
        Assert.Equal(100 - DtlsEndpoint.EstablishedDatagramsPerSecond, _loop.Counters[DropReason.DtlsQueueFull]);

        _loop.Now += TimeSpan.FromSeconds(1);
        client.Dtls.CloseNotify();
        _loop.RunPosted();
        Assert.Equal([PeerCloseReason.RemoteCloseNotify], client.Closed);
    }

    [Fact]
    public void Random_DTLS_records_never_end_an_established_connection()
    {
        var client = Connect();
        Gen.Select(Gen.Byte[20, 25], Gen.Byte[0, 2], Gen.Byte.Array[0, 60], Gen.Byte).Sample(
            (type, epoch, body, sequence) =>
            {
                _loop.Now += TimeSpan.FromMilliseconds(100);
                _loop.Peers.Route([type, 0xFE, 0xFD, 0, epoch, 0, 0, 0, 0, 0, sequence, 0, (byte)body.Length, .. body], client.Address, _loop.Now);
            },
            iter: 3000,
            threads: 1);
        Assert.Equal(PeerState.Connected, client.Peer.State);
        client.Send(Packets.Protect(client.Srtp, Packets.Rtp(1001, 7, [1])));
        _loop.RunPosted();
        Assert.Single(client.RtpAtServer);
    }

    private TestClient Connect(SrtpProfile profile = SrtpProfile.AeadAes128Gcm)
    {
        var client = new TestClient(_loop, new ClientWishes { Profiles = [profile] });
        client.Connect();
        return client;
    }

    /// <summary>One packet in, one out, through the same calls as the media node's.</summary>
    private sealed class CountingHandlerLoop(TestLoop loop, PeerAddress from, PeerTransport peer)
    {
        public void RoundTrip(byte[] datagram, byte[] plain, int sequence)
        {
            loop.Peers.Route(datagram, from, loop.Now);
            System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(plain.AsSpan(2), (ushort)sequence);
            peer.SendRtp(plain.AsSpan(0, 12), plain.AsSpan(12));
        }
    }
}
