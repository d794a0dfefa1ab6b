using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using VirtualWindow.Contracts.Media;
using VirtualWindow.Rtc;
using VirtualWindow.Rtc.DataChannels;
using VirtualWindow.Rtc.Dtls;
using VirtualWindow.Rtc.Sctp;
using VirtualWindow.Rtc.Stun;
using VirtualWindow.Rtc.Tests.Sctp;

namespace VirtualWindow.Benchmarks.Channels;

/// <summary>
/// A client with nothing but data channels on one thread and one socket: ICE, DTLS, SCTP as a browser does them. Its thread sends what
/// <see cref="Produce"/> gives whenever there is room.
/// </summary>
internal sealed class ChannelClient : ISctpUser, IDisposable
{
    public const ushort FilesStream = 0;
    public const ushort LiveStream = 2;
    private const int BufferedBytes = 1 << 20;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 8 << 20, SendBufferSize = 8 << 20 };
    private readonly string _ufrag = Guid.NewGuid().ToString("N")[..8];
    private readonly string _password = Guid.NewGuid().ToString("N");
    private readonly BlockingCollection<byte[]> _handshake = [];
    private readonly byte[] _datagram = new byte[2048];
    private readonly byte[] _packet = new byte[2048];
    private readonly SctpClient _sctp;
    private readonly Thread _thread;
    private DtlsRecordCipher? _records;
    private volatile bool _ending;
    private string _answer = "";
    private MediaTime _checkAt;
    private readonly TaskCompletionSource _verifiedOnce = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _acknowledged;

    public ChannelClient(IPEndPoint node)
    {
        _socket.Connect(new IPEndPoint(IPAddress.Loopback, node.Port));
        _sctp = new(new SctpOptions(), this, tag: (uint)RandomNumberGenerator.GetInt32(1, int.MaxValue), firstTsn: (uint)RandomNumberGenerator.GetInt32(int.MaxValue));
        _thread = new(Run) { IsBackground = true, Name = "channel-client" };
    }

    /// <summary>On the client's thread: the stream and message to send next, or an empty one.</summary>
    public Func<(ushort Stream, ReadOnlyMemory<byte> Message)>? Produce { get; set; }

    /// <summary>On the client's thread: takes a message; what it returns is sent back on the same stream.</summary>
    public Func<ushort, ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>? OnMessage { get; set; }

    public long BytesReceived { get; private set; }

    private bool IsReady => _ready.Task.IsCompleted;

    public string Offer =>
        $"""
        v=0
        o=- 1 1 IN IP4 127.0.0.1
        s=-
        t=0 0
        a=group:BUNDLE 0
        m=application 9 UDP/DTLS/SCTP webrtc-datachannel
        c=IN IP4 0.0.0.0
        a=ice-ufrag:{_ufrag}
        a=ice-pwd:{_password}
        a=fingerprint:sha-256 {ChannelHandshake.Fingerprint}
        a=setup:actpass
        a=mid:0
        a=sctp-port:5000
        a=max-message-size:262144

        """.ReplaceLineEndings("\r\n");

    public async Task JoinAsync(IMediaNode node, string room, string who)
    {
        var answer = await node.PublishAsync(room, who, Offer, CancellationToken.None);
        _answer = answer.Sdp ?? throw new InvalidOperationException(answer.RefusalCode);
        _thread.Start();
        await _verifiedOnce.Task;
        var keys = await Task.Run(() => ChannelHandshake.Run(_handshake, bytes => _socket.Send(bytes)));
        _records = new(keys, isServer: false);
        await _ready.Task;
    }

    public void Dispose()
    {
        _ending = true;
        _thread.Join();
        _socket.Dispose();
        _records?.Dispose();
    }

    void ISctpUser.OnMessage(ushort stream, uint protocol, ReadOnlySpan<byte> message, MediaTime now)
    {
        _sctp.Association.Release(message.Length);
        if (protocol == PayloadProtocol.Dcep)
        {
            if (++_acknowledged == 2) _ready.SetResult();
            return;
        }
        BytesReceived += message.Length;
        if (OnMessage is null) return;
        var reply = OnMessage(stream, message.ToArray());
        if (!reply.IsEmpty) Send(stream, reply.Span, now);
    }

    void ISctpUser.OnDrained(ushort stream, MediaTime now) { }

    void ISctpUser.OnClosed(SctpCloseReason reason, MediaTime now) => throw new InvalidOperationException($"the association ended: {reason}");

    void IStreamResetUser.OnIncomingReset(ushort stream) { }

    void IStreamResetUser.OnOutgoingReset(ushort stream) { }

    private static MediaTime Now => new((long)Stopwatch.GetElapsedTime(0).TotalMicroseconds);

    private void Run()
    {
        var (isOpen, wasBusy) = (false, false);
        var tickAt = Now;
        while (!_ending)
        {
            if (!wasBusy) _socket.Poll(TimeSpan.FromMilliseconds(1), SelectMode.SelectRead);
            for (var i = 0; i < 64 && _socket.Available > 0; i++) Take(_datagram.AsSpan(0, _socket.Receive(_datagram)));
            var now = Now;
            if (now >= _checkAt) SendCheck(now);
            if (_records is null) continue;
            if (now >= tickAt)
            {
                _sctp.Tick(now);
                tickAt = now + TimeSpan.FromMilliseconds(50);
            }
            if (!isOpen && _sctp.Association.State == SctpState.Established) isOpen = OpenChannels(now);
            wasBusy = isOpen && SendProduced(now);
            Flush(now);
        }
    }

    private bool OpenChannels(MediaTime now)
    {
        Queue(FilesStream, PayloadProtocol.Dcep, new DcepOpen(default, 0, "files", "").ToBytes(), unordered: false, default, now);
        Queue(LiveStream, PayloadProtocol.Dcep, new DcepOpen(new(IsUnordered: true, MaxRetransmits: 0), 0, "live", "").ToBytes(), unordered: false, default, now);
        return true;
    }

    /// <returns>True when something was sent.</returns>
    private bool SendProduced(MediaTime now)
    {
        var sent = false;
        while (IsReady && Produce is { } produce && _sctp.Association.BufferedOf(FilesStream) < BufferedBytes)
        {
            var (stream, message) = produce();
            if (message.IsEmpty) break;
            Send(stream, message.Span, now);
            sent = true;
        }
        return sent;
    }

    private void Send(ushort stream, ReadOnlySpan<byte> message, MediaTime now) =>
        Queue(stream, PayloadProtocol.Binary, message, stream == LiveStream, stream == LiveStream ? new(MaxRetransmits: 0) : default, now);

    private void Queue(ushort stream, uint protocol, ReadOnlySpan<byte> message, bool unordered, SctpReliability reliability, MediaTime now)
    {
        var buffer = SharedBuffer.Copy(message);
        if (!_sctp.Association.TrySend(stream, protocol, buffer, unordered, reliability, now)) throw new InvalidOperationException("the client's own queue is full");
    }

    private void Flush(MediaTime now)
    {
        for (var length = _sctp.Poll(_packet, now); length > 0; length = _sctp.Poll(_packet, now))
            _socket.Send(_datagram.AsSpan(0, _records!.Protect(DtlsRecordCipher.ApplicationData, _packet.AsSpan(0, length), _datagram)));
    }

    private void Take(Span<byte> datagram)
    {
        if (datagram[0] < 4) _verifiedOnce.TrySetResult();
        else if (_records is null) _handshake.Add(datagram.ToArray());
        else if (DtlsRecord.IsApplicationData(datagram) && _records.TryUnprotect(datagram, out var packet))
        {
            _sctp.Receive(packet.ToArray(), Now);
            Flush(Now);
        }
    }

    private void SendCheck(MediaTime now)
    {
        Span<byte> buffer = stackalloc byte[StunWriter.MaxLength];
        var writer = new StunWriter(buffer, StunMessageType.BindingRequest, RandomNumberGenerator.GetBytes(StunMessage.TransactionIdLength));
        writer.Add(StunAttributeType.Username, Encoding.ASCII.GetBytes($"{Attribute("ice-ufrag")}:{_ufrag}"));
        writer.AddUInt32(StunAttributeType.Priority, 0x6E7F00FF);
        writer.AddUInt64(StunAttributeType.IceControlling, 42);
        writer.Add(StunAttributeType.UseCandidate, []);
        writer.AddIntegrity(Encoding.ASCII.GetBytes(Attribute("ice-pwd")));
        writer.AddFingerprint();
        _socket.Send(buffer[..writer.Length]);
        _checkAt = now + TimeSpan.FromSeconds(_verifiedOnce.Task.IsCompleted ? 2.5 : 0.1);
    }

    private string Attribute(string name) => _answer.Split("\r\n").First(line => line.StartsWith($"a={name}:", StringComparison.Ordinal))[(name.Length + 3)..];
}
