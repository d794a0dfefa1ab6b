using System.Collections.Concurrent;
using VirtualWindow.Rtc.Ice;
using VirtualWindow.Rtc.Sdp;
using VirtualWindow.Rtc.Srtp;
using VirtualWindow.Rtc.Tests.Dtls;
using VirtualWindow.Rtc.Tests.Ice;

namespace VirtualWindow.Rtc.Tests.Transport;

/// <summary>A whole WebRTC client of a test: offer, ICE checks, DTLS client, SRTP. Its address may change.</summary>
internal sealed class TestClient : IPeerHandler
{
    private readonly TestLoop _loop;
    private readonly IceCredentials _ice = IceCredentials.Create();
    private readonly Link _up;
    private readonly Link _down;

    public TestClient(TestLoop loop, ClientWishes? wishes = null, Func<Action<byte[]>, Link>? link = null, string direction = "sendrecv", PeerAddress? address = null, bool hasData = false)
    {
        _loop = loop;
        link ??= deliver => new(deliver);
        Wishes = wishes ?? new();
        Address = address ?? PeerAddress.FromIPv4(0xC0000264, 40000);
        _up = link(datagram => loop.Deliver(datagram, Address));
        _down = link(Take);
        loop.Connect(Address, _down.Send);
        Dtls = MakeDtls(Wishes);
        Offer = Offers.Make(_ice, Wishes.Identity.Fingerprint, direction);
        if (hasData) Offer = Offers.WithData(Offer);
        Peer = loop.Factory.TryAnswer(Offer, this, loop.Now, out var reason) ?? throw new InvalidOperationException(reason);
        Assert.True(SdpParser.TryParse(Peer.AnswerSdp, out var answer, out _));
        Answer = answer;
    }

    public ClientWishes Wishes { get; }
    public string Offer { get; }
    public PeerTransport Peer { get; }
    public SessionDescription Answer { get; }
    public TestDtlsClient Dtls { get; }
    public PeerAddress Address { get; private set; }

    /// <summary>Every datagram that arrived, DTLS included.</summary>
    public ConcurrentQueue<byte[]> Received { get; } = new();

    public int Connected { get; private set; }
    public List<PeerCloseReason> Closed { get; } = [];
    public List<byte[]> RtpAtServer { get; } = [];
    public List<byte[]> RtcpAtServer { get; } = [];

    public SrtpContext Srtp { get; private set; } = null!;

    public Check Check => new()
    {
        Username = Answer.Media[0].Transport.Ufrag + ":" + _ice.Ufrag,
        Password = Answer.Media[0].Transport.Password!,
        Nominates = true,
    };

    /// <summary>Another DTLS client at the same address.</summary>
    public TestDtlsClient MakeDtls(ClientWishes wishes)
    {
        TestDtlsClient dtls = null!;
        return dtls = new(wishes, _up.Send, () => _loop.Post(_ => dtls.HasFinished = true));
    }

    public void Send(byte[] datagram) => _up.Send(datagram);

    /// <summary>Checks bypass the lossy link: their repetition is not what these tests are about.</summary>
    public void SendCheck() => _loop.Deliver(Check.ToBytes(), Address);

    public void MoveTo(PeerAddress address)
    {
        Address = address;
        _loop.Connect(address, _down.Send);
    }

    /// <summary>ICE, DTLS, keys on both sides.</summary>
    public void Connect()
    {
        SendCheck();
        _loop.RunUntil(() => Peer.State == PeerState.Connecting, "ICE");
        Dtls.Start();
        _loop.RunUntil(() => (Connected > 0 && Dtls.HasFinished) || Closed.Count > 0, "DTLS on both sides");
        Assert.True(Connected == 1 && Closed.Count == 0, $"closed: {string.Join(", ", Closed)}; client: {Dtls.Failure}");
        Assert.True(Dtls.IsConnected, Dtls.Failure?.ToString());
        Srtp = SrtpContext.Create(Dtls.Profile, Dtls.KeyingMaterial, isServer: false);
    }

    public void OnConnected(IPeer peer, MediaTime now) => Connected++;

    public void OnRtp(IPeer peer, Span<byte> packet, MediaTime now) => RtpAtServer.Add(packet.ToArray());

    public void OnRtcp(IPeer peer, ReadOnlySpan<byte> compound, MediaTime now) => RtcpAtServer.Add(compound.ToArray());

    public void OnClosed(IPeer peer, PeerCloseReason reason, MediaTime now) => Closed.Add(reason);

    private void Take(byte[] datagram)
    {
        Received.Enqueue(datagram);
        if (datagram[0] is >= 20 and <= 63) Dtls.Deliver(datagram);
    }
}
