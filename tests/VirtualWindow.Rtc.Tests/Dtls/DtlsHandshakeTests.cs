using Org.BouncyCastle.Tls;
using VirtualWindow.Rtc.Dtls;
using VirtualWindow.Rtc.Srtp;
using VirtualWindow.Rtc.Tests.Transport;

namespace VirtualWindow.Rtc.Tests.Dtls;

/// <summary>Whole handshakes between our server and BouncyCastle's client over links in memory.</summary>
public sealed class DtlsHandshakeTests
{
    private readonly TestLoop _loop = new();

    [Fact]
    public void Both_sides_end_with_the_same_keys_and_the_certificate_of_the_answer()
    {
        var client = new TestClient(_loop);

        client.Connect();

        Assert.Equal(SrtpProfile.AeadAes128Gcm, client.Peer.Profile);
        Assert.Equal(SrtpProfile.AeadAes128Gcm, client.Dtls.Profile);
        Assert.Equal(client.Answer.Media[0].Transport.Sha256Fingerprint, Convert.FromHexString(client.Dtls.ServerFingerprint.Replace(":", "", StringComparison.Ordinal)));
        AssertMediaFlows(client);
        Assert.Equal(1, _loop.Counters.HandshakesCompleted);
    }

    [Fact]
    public void A_client_that_knows_only_CM_SHA1_gets_it()
    {
        var client = new TestClient(_loop, new() { Profiles = [SrtpProfile.Aes128CmHmacSha1Tag80] });
        client.Connect();
        Assert.Equal(SrtpProfile.Aes128CmHmacSha1Tag80, client.Peer.Profile);
        AssertMediaFlows(client);
    }

    [Fact]
    public void GCM_is_preferred_whatever_the_client_prefers()
    {
        var client = new TestClient(_loop, new() { Profiles = [SrtpProfile.Aes128CmHmacSha1Tag80, (SrtpProfile)2, SrtpProfile.AeadAes128Gcm] });
        client.Connect();
        Assert.Equal(SrtpProfile.AeadAes128Gcm, client.Dtls.Profile);
    }

    public static TheoryData<string> Certificates => ["P-256", "P-384", "RSA"];

    [Theory]
    [MemberData(nameof(Certificates))]
    public void Clients_with_every_usual_certificate_connect(string certificate)
    {
        var identity = certificate switch { "P-256" => ClientIdentity.Ecdsa, "P-384" => ClientIdentity.EcdsaP384, _ => ClientIdentity.Rsa };
        var client = new TestClient(_loop, new() { Identity = identity });
        client.Connect();
        AssertMediaFlows(client);
    }

    [Fact]
    public void A_ClientHello_as_large_as_a_post_quantum_one_arrives_in_two_datagrams_and_is_put_together()
    {
        var client = new TestClient(_loop, new() { ExtraHelloBytes = 1300 });
        client.Connect();
        AssertMediaFlows(client);
    }

    [Fact]
    public void Both_flights_may_be_cut_into_small_fragments()
    {
        var loop = new TestLoop(TestLoop.DefaultOptions with { DtlsDatagramLimit = 200 });
        var client = new TestClient(loop, new() { SendLimit = 150 });
        client.Connect();
        Assert.All(client.Received, datagram => Assert.True(datagram.Length <= 200));
    }

    [Fact]
    public void A_whole_flight_of_the_server_fits_one_datagram()
    {
        var client = new TestClient(_loop);
        client.Connect();
        // ServerHello … ServerHelloDone, then ChangeCipherSpec and Finished.
        Assert.Equal(2, client.Received.Count(datagram => datagram[0] is >= 20 and <= 63));
    }

    /// <summary>A quarter lost, a tenth repeated, a fifth overtaken, in both directions, and fragments on top.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void The_handshake_survives_loss_and_reordering(int seed)
    {
        var made = 0;
        var client = new TestClient(
            _loop,
            new() { ExtraHelloBytes = 1300, SendLimit = 700 },
            deliver => new(deliver, (seed * 2) + made++, loss: 0.25, repeat: 0.1, delay: 0.2));
        client.Connect();
    }

    /// <summary>A client sends media as soon as it has the server's Finished; the server must not have to wait for its own thread then.</summary>
    [Fact]
    public void Keys_are_in_place_when_the_last_flight_leaves()
    {
        TestClient client = null!;
        var states = new List<PeerState>();
        var down = 0;
        client = new TestClient(_loop, link: deliver => down++ == 0 ? new Link(deliver) : new Link(datagram =>
        {
            // Runs inside the server's send; by the end of that turn of the loop the peer has to be connected.
            if (datagram[0] == 20) _loop.AfterThisTurn = () => states.Add(client.Peer.State);
            deliver(datagram);
        }));

        client.Connect();

        Assert.Equal([PeerState.Connected], states);
    }

    [Fact]
    public void A_lost_last_flight_is_repeated_from_the_loop()
    {
        var dropped = 0;
        TestClient client = null!;
        var down = 0;
        client = new TestClient(_loop, link: deliver => down++ == 0 ? new Link(deliver) : new Link(datagram =>
        {
            // The server's second DTLS datagram is ChangeCipherSpec and Finished.
            if (datagram[0] == 20 && dropped++ == 0) return;
            deliver(datagram);
        }));
        client.SendCheck();
        client.Dtls.Start();

        _loop.RunUntil(() => client.Dtls.HasFinished && client.Connected > 0, "the handshake on both sides");

        Assert.True(client.Dtls.IsConnected, client.Dtls.Failure?.ToString());
        Assert.Equal(2, dropped);
        Assert.Equal(1, client.Connected);
    }

    [Fact]
    public void A_certificate_other_than_the_one_of_the_SDP_is_refused()
    {
        var client = new TestClient(_loop, new() { Identity = ClientIdentity.Ecdsa });
        // The DTLS client uses another key than the one whose fingerprint the offer announced.
        var imposter = client.MakeDtls(new() { Identity = ClientIdentity.OtherEcdsa });
        client.SendCheck();
        _loop.RunUntil(() => client.Peer.State == PeerState.Connecting, "ICE");
        _loop.Connect(client.Address, datagram =>
        {
            if (datagram[0] is >= 20 and <= 63) imposter.Deliver(datagram);
        });
        imposter.Start();

        _loop.RunUntil(() => client.Closed.Count > 0 && imposter.HasFinished, "the refusal");

        Assert.Equal([PeerCloseReason.FingerprintMismatch], client.Closed);
        Assert.Equal(0, client.Connected);
        Assert.Equal(AlertDescription.bad_certificate, imposter.AlertReceived);
        Assert.Equal(1, _loop.Counters.HandshakesFailed);
    }

    public static TheoryData<string> Unwelcome => ["no certificate", "no extended master secret", "no SRTP profile in common", "no P-256", "no GCM suite over ECDSA"];

    [Theory]
    [MemberData(nameof(Unwelcome))]
    public void A_client_that_cannot_meet_the_policy_is_refused(string what)
    {
        ClientWishes wishes = what switch
        {
            "no certificate" => new() { WithoutCertificate = true },
            "no extended master secret" => new() { ExtendedMasterSecret = false },
            "no SRTP profile in common" => new() { Profiles = [(SrtpProfile)8] },
            "no P-256" => new() { Groups = [NamedGroup.x25519, NamedGroup.secp384r1] },
            _ => new() { CipherSuites = [CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256] },
        };
        var client = new TestClient(_loop, wishes);
        client.SendCheck();
        client.Dtls.Start();

        _loop.RunUntil(() => client.Closed.Count > 0 && client.Dtls.HasFinished, "the refusal");

        Assert.Equal(0, client.Connected);
        Assert.Equal(PeerState.Closed, client.Peer.State);
        Assert.Contains(client.Closed[0], new[] { PeerCloseReason.HandshakeFailed, PeerCloseReason.FingerprintMismatch });
        Assert.NotNull(client.Dtls.Failure);
    }

    [Fact]
    public void A_handshake_that_stalls_ends_after_its_time_out()
    {
        var loop = new TestLoop(TestLoop.DefaultOptions with { HandshakeTimeout = TimeSpan.FromMilliseconds(300) });
        var sent = 0;
        // Only the ClientHello gets through.
        var client = new TestClient(loop, link: deliver => new(datagram =>
        {
            if (datagram[0] >= 20 && sent++ == 0) deliver(datagram);
        }));
        client.SendCheck();
        client.Dtls.Start();

        loop.RunUntil(() => client.Closed.Count > 0, "the time-out");

        Assert.Equal([PeerCloseReason.HandshakeTimeout], client.Closed);
    }

    [Fact]
    public void Close_notify_of_the_client_ends_the_peer()
    {
        var client = new TestClient(_loop);
        client.Connect();

        client.Dtls.CloseNotify();
        _loop.RunUntil(() => client.Closed.Count > 0, "the end");

        Assert.Equal([PeerCloseReason.RemoteCloseNotify], client.Closed);
        Assert.Equal(0, _loop.Peers.Count);
    }

    [Fact]
    public void Close_tells_the_client()
    {
        var client = new TestClient(_loop);
        client.Connect();

        client.Peer.Close(PeerCloseReason.Local);
        client.Peer.Close(PeerCloseReason.Local);
        client.Dtls.Read();

        Assert.Equal(AlertDescription.close_notify, client.Dtls.AlertReceived);
        Assert.Equal([PeerCloseReason.Local], client.Closed);
    }

    [Fact]
    public void Closing_during_the_handshake_frees_its_thread()
    {
        // The client never sees an answer, so that its handshake hangs.
        var loop = new TestLoop(TestLoop.DefaultOptions with { HandshakeTimeout = TimeSpan.FromHours(1) });
        var client = new TestClient(loop, link: deliver => new(datagram =>
        {
            if (datagram[0] is not 22 || datagram[13] == 1) deliver(datagram);
        }));
        client.SendCheck();
        client.Dtls.Start();
        loop.RunUntil(() => loop.HandshakesStarted == 1, "the handshake");

        client.Peer.Close(PeerCloseReason.Local);
        loop.RunUntil(() => loop.HandshakesEnded == 1, "the end of the thread");

        Assert.Equal([PeerCloseReason.Local], client.Closed);
        Assert.Equal(0, client.Connected);
    }

    [Fact]
    public void The_warm_up_is_a_whole_handshake()
    {
        Assert.True(DtlsWarmUp.Run(TestLoop.Identity, TestLoop.DefaultOptions, _loop));
        _loop.HasFreeThreads = false;
        Assert.False(DtlsWarmUp.Run(TestLoop.Identity, TestLoop.DefaultOptions, _loop));
    }

    [Fact]
    public void Application_data_has_no_taker_and_does_no_harm()
    {
        var client = new TestClient(_loop);
        client.Connect();
        client.Dtls.SendApplicationData(new byte[1000]);
        client.Dtls.SendApplicationData([1]);
        _loop.RunPosted();
        AssertMediaFlows(client);
    }

    [Fact]
    public void Without_a_free_thread_the_next_ClientHello_tries_again()
    {
        var client = new TestClient(_loop);
        _loop.HasFreeThreads = false;
        client.SendCheck();
        client.Dtls.Start();
        _loop.RunUntil(() => _loop.Counters[DropReason.DtlsBusy] > 0, "the refused start");

        _loop.HasFreeThreads = true;
        _loop.RunUntil(() => client.Connected == 1, "the second try");
    }

    [Fact]
    public void Recorded_and_forged_records_after_the_handshake_change_nothing()
    {
        var record = new List<byte[]>();
        var client = new TestClient(_loop, link: deliver => new(datagram =>
        {
            lock (record) record.Add(datagram);
            deliver(datagram);
        }));
        client.Connect();
        byte[][] recorded;
        lock (record) recorded = [.. record.Where(datagram => datagram[0] is >= 20 and <= 63)];

        foreach (var datagram in recorded) _loop.Deliver(datagram, client.Address);
        // A fatal alert and a close_notify in the clear, then the same pretending to be of the encrypted epoch.
        foreach (byte epoch in new byte[] { 0, 1 })
        {
            _loop.Deliver([21, 0xFE, 0xFD, 0, epoch, 0, 0, 0, 0, 0, 99, 0, 2, 2, 40], client.Address);
            _loop.Deliver([21, 0xFE, 0xFD, 0, epoch, 0, 0, 0, 0, 0, 98, 0, 2, 1, 0], client.Address);
        }
        _loop.RunPosted();

        Assert.Equal(PeerState.Connected, client.Peer.State);
        Assert.Equal(1, client.Connected);
        AssertMediaFlows(client);
    }

    private void AssertMediaFlows(TestClient client)
    {
        var before = client.RtpAtServer.Count;
        var packet = Packets.Rtp(ssrc: 1001, sequence: (ushort)(100 + before), payload: [1, 2, 3]);
        client.Send(Packets.Protect(client.Srtp, packet));
        _loop.RunUntil(() => client.RtpAtServer.Count > before, "the packet at the server");
        Assert.Equal(packet, client.RtpAtServer[^1]);
    }
}
