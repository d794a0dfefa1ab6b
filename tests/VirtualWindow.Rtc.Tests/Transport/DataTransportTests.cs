using VirtualWindow.Rtc.Sctp;
using VirtualWindow.Rtc.Tests.Sctp;

namespace VirtualWindow.Rtc.Tests.Transport;

/// <summary>SCTP inside DTLS inside a peer, BouncyCastle being the client: both record layers must agree.</summary>
public sealed class DataTransportTests
{
    private readonly TestLoop _loop = new();

    [Fact]
    public void INIT_is_answered_and_the_farewell_after_it_is_understood()
    {
        var client = Connect(hasData: true);
        client.Dtls.SendApplicationData(Init());
        _loop.RunPosted();
        client.Dtls.Read();
        var answer = Assert.Single(client.Dtls.ApplicationData);
        Assert.Equal(SctpFault.None, SctpPacket.TryParse(answer, out _));
        Assert.Equal(SctpChunkType.InitAck, (SctpChunkType)answer[12]);

        client.Peer.Close(PeerCloseReason.Local);
        client.Dtls.Read();
        Assert.Equal((short)0, client.Dtls.AlertReceived); // close_notify, under our own record numbers
    }

    [Fact]
    public void Without_a_data_line_application_data_is_dropped_and_counted()
    {
        var client = Connect(hasData: false);
        for (var i = 0; i < 100; i++) client.Dtls.SendApplicationData(Init());
        _loop.RunPosted();
        Assert.Equal(100, _loop.Counters[DropReason.DataNotNegotiated]);
        Assert.Equal(PeerState.Connected, client.Peer.State);
    }

    [Fact]
    public void A_flood_of_forged_records_is_refused_one_by_one_and_real_ones_still_count()
    {
        var client = Connect(hasData: true);
        byte[] forged = [23, 0xFE, 0xFD, 0, 1, 0, 0, 0, 0, 0, 200, 0, 40, .. new byte[40]];
        for (var i = 0; i < 1000; i++) _loop.Peers.Route((byte[])forged.Clone(), client.Address, _loop.Now);
        client.Dtls.SendApplicationData(Init());
        _loop.RunPosted();
        Assert.Equal(1000, _loop.Counters[DropReason.DtlsRecordRejected]);
        Assert.Equal(1, _loop.Counters.Sctp.PacketsReceived);
    }

    /// <summary>A client is done a moment before us; its first packet would otherwise cost a second of its timer.</summary>
    [Fact]
    public void Data_that_overtakes_the_end_of_our_handshake_is_kept()
    {
        var client = new TestClient(_loop, hasData: true);
        client.SendCheck();
        _loop.RunUntil(() => client.Peer.State == PeerState.Connecting, "ICE");
        client.Dtls.Start();
        // The loop does not run while the client sends: its record waits behind its last flight and before our result.
        _loop.RunUntil(() => client.Dtls.HasFinished || client.Peer.State == PeerState.Connected, "either side is done");
        _loop.RunUntil(() => client.Dtls.HasFinished, "the client is done");
        client.Dtls.SendApplicationData(Init());
        _loop.RunUntil(() => client.Peer.State == PeerState.Connected && _loop.Counters.Sctp.PacketsReceived == 1, "the packet counts");
    }

    private static byte[] Init() => new SctpClient(new(), new SctpRecorder()).MakeInit();

    private TestClient Connect(bool hasData)
    {
        var client = new TestClient(_loop, hasData: hasData);
        client.Connect();
        return client;
    }
}
