using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Tls;
using VirtualWindow.Rtc.Srtp;
using VirtualWindow.Rtc.Stun;

namespace VirtualWindow.MediaNode.Tests.Calls;

/// <summary>
/// A small WebRTC client over a real socket: full ICE on one address, DTLS by BouncyCastle, SRTP by our own context in the
/// client's role. It publishes or watches one stream and can also send anything else.
/// </summary>
internal sealed class TestPeer : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly BlockingCollection<byte[]> _dtlsIn = [];
    private TaskCompletionSource _iceDone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _sendBuffer = new byte[2048];
    private SrtpContext? _srtp;
    private DtlsTransport? _dtls;
    private string _remotePassword = "";
    private string _remoteUfrag = "";
    private TestWire? _wire;
    private Thread? _reader;

    public TestPeer(TestOffer offer, SrtpProfile profile = SrtpProfile.AeadAes128Gcm)
    {
        Offer = offer;
        Profile = profile;
    }

    public TestOffer Offer { get; private set; }

    public SrtpProfile Profile { get; }

    public string Answer { get; private set; } = "";

    /// <summary>Decrypted RTP packets in the order of arrival.</summary>
    public BlockingCollection<byte[]> Rtp { get; } = [];

    public BlockingCollection<byte[]> Rtcp { get; } = [];

    /// <summary>STUN answers other than the success of a check.</summary>
    public BlockingCollection<byte[]> StunErrors { get; } = [];

    /// <summary>Completes when the node says goodbye (close_notify or a fatal alert).</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <summary>The node's port in the answer: that of the loop which has the room.</summary>
    public int RemotePort => int.Parse(TestOffer.Attribute(Answer, "candidate").Split(' ')[5]);

    public async Task ConnectAsync(string answer, Reach reach = Reach.Udp)
    {
        Answer = answer;
        _remoteUfrag = TestOffer.Attribute(answer, "ice-ufrag");
        _remotePassword = TestOffer.Attribute(answer, "ice-pwd");
        MoveTo(reach);
        await CheckUntilAnsweredAsync();
        await Task.Run(Handshake).WaitAsync(Patience);
        _ = Task.Factory.StartNew(WatchForEnd, TaskCreationOptions.LongRunning);
    }

    /// <summary>Checks with these credentials from now on (RFC 8445 §9); <paramref name="answer"/> is a description or a fragment.</summary>
    public void Restart(TestOffer renewed, string answer)
    {
        Offer = renewed;
        _remoteUfrag = TestOffer.Attribute(answer, "ice-ufrag");
        _remotePassword = TestOffer.Attribute(answer, "ice-pwd");
    }

    /// <summary>Nominates the way of now (RFC 8445 §8.1.1) and returns when the node has answered.</summary>
    public async Task NominateAsync()
    {
        _iceDone = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await CheckUntilAnsweredAsync();
    }

    private async Task CheckUntilAnsweredAsync()
    {
        while (!_iceDone.Task.IsCompleted)
        {
            SendCheck();
            await Task.WhenAny(_iceDone.Task, Task.Delay(100));
        }
    }

    /// <summary>A connectivity check (RFC 8445 §7.2.4), by default one that the node accepts.</summary>
    public byte[] Check(string? ufrag = null, string? password = null)
    {
        var buffer = new byte[StunWriter.MaxLength];
        var writer = new StunWriter(buffer, StunMessageType.BindingRequest, RandomNumberGenerator.GetBytes(StunMessage.TransactionIdLength));
        writer.Add(StunAttributeType.Username, Encoding.ASCII.GetBytes($"{ufrag ?? _remoteUfrag}:{Offer.Ufrag}"));
        writer.AddUInt32(StunAttributeType.Priority, 0x6E7F00FF);
        writer.AddUInt64(StunAttributeType.IceControlling, 42);
        writer.Add(StunAttributeType.UseCandidate, []);
        writer.AddIntegrity(Encoding.ASCII.GetBytes(password ?? _remotePassword));
        writer.AddFingerprint();
        return buffer[..writer.Length];
    }

    public void SendCheck() => SendRaw(Check());

    public void SendRaw(ReadOnlySpan<byte> datagram) => _wire!.Send(datagram);

    /// <summary>Another network from now on; DTLS and SRTP stay.</summary>
    public void MoveTo(Reach reach)
    {
        StopReading();
        var wire = _wire = TestWire.To(reach, RemotePort);
        _reader = new Thread(() => Read(wire)) { IsBackground = true };
        _reader.Start();
    }

    public void SendRtp(byte type, uint ssrc, ushort sequence, uint timestamp, ReadOnlySpan<byte> payload, bool marker = false) =>
        SendRaw(Protect(type, ssrc, sequence, timestamp, payload, marker));

    /// <summary>One SRTP packet; the same arguments give the same bytes.</summary>
    public byte[] Protect(byte type, uint ssrc, ushort sequence, uint timestamp, ReadOnlySpan<byte> payload, bool marker = false)
    {
        Span<byte> header = stackalloc byte[12];
        header[0] = 0x80;
        header[1] = (byte)(type | (marker ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], sequence);
        BinaryPrimitives.WriteUInt32BigEndian(header[4..], timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(header[8..], ssrc);
        lock (_sendBuffer)
            return _sendBuffer[.._srtp!.ProtectRtp(header, payload, _sendBuffer)];
    }

    public byte[] NextRtp()
    {
        Assert.True(Rtp.TryTake(out var packet, Patience), "no RTP packet arrived");
        return packet!;
    }

    /// <summary>Says close_notify.</summary>
    public void HangUp() => _dtls?.Close();

    public void Dispose()
    {
        StopReading();
        _dtlsIn.CompleteAdding();
    }

    private void StopReading()
    {
        _wire?.Dispose();
        _reader?.Join();
    }

    private void Handshake()
    {
        var fingerprint = TestOffer.Attribute(Answer, "fingerprint")["sha-256 ".Length..];
        var client = new TestDtlsClient(Profile, fingerprint);
        Ended = client.Ended.Task;
        _dtls = new DtlsClientProtocol().Connect(client, new Datagrams(this));
        _srtp = SrtpContext.Create(Profile, client.KeyingMaterial, isServer: false);
    }

    private void WatchForEnd()
    {
        try
        {
            var buffer = new byte[2048];
            while (!_dtlsIn.IsCompleted)
                _dtls!.Receive(buffer, 0, buffer.Length, 200);
        }
        catch (Exception end) when (end is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Disposed, or the node hung up: nothing more to read.
        }
    }

    private void Read(TestWire wire)
    {
        var buffer = new byte[4096];
        try
        {
            while (true) Take(buffer.AsSpan(0, wire.Receive(buffer)));
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Disposed, or the node has ended.
        }
    }

    private void Take(Span<byte> datagram)
    {
        if (datagram[0] < 4)
            TakeStun(datagram);
        else if (datagram[0] is >= 20 and < 64)
            _dtlsIn.Add(datagram.ToArray());
        else if (_srtp is null)
            return;
        else if (datagram[1] is >= 192 and < 224)
            TakeMedia(datagram, _srtp.UnprotectRtcp(datagram), Rtcp);
        else
            TakeMedia(datagram, _srtp.UnprotectRtp(datagram), Rtp);
    }

    private void TakeStun(ReadOnlySpan<byte> datagram)
    {
        Assert.Equal(StunFault.None, StunMessage.TryParse(datagram, out var message));
        if (message.Type == StunMessageType.BindingResponse)
            _iceDone.TrySetResult();
        else
            StunErrors.Add(datagram.ToArray());
    }

    private static void TakeMedia(ReadOnlySpan<byte> datagram, int length, BlockingCollection<byte[]> into)
    {
        if (length >= 0)
            into.Add(datagram[..length].ToArray());
    }

    private sealed class Datagrams(TestPeer peer) : DatagramTransport
    {
        public int GetReceiveLimit() => 2048;

        public int GetSendLimit() => 1200;

        public int Receive(byte[] buf, int off, int len, int waitMillis) => Receive(buf.AsSpan(off, len), waitMillis);

        public int Receive(Span<byte> buffer, int waitMillis)
        {
            if (!peer._dtlsIn.TryTake(out var datagram, waitMillis))
                return -1;
            datagram.CopyTo(buffer);
            return datagram.Length;
        }

        public void Send(byte[] buf, int off, int len) => peer.SendRaw(buf.AsSpan(off, len));

        public void Send(ReadOnlySpan<byte> buffer) => peer.SendRaw(buffer);

        public void Close()
        {
        }
    }
}
