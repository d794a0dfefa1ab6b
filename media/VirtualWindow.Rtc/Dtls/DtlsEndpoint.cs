using Org.BouncyCastle.Tls;
using VirtualWindow.Rtc.Srtp;

namespace VirtualWindow.Rtc.Dtls;

/// <summary>What a <see cref="DtlsEndpoint"/> tells its peer; always on the loop.</summary>
internal interface IDtlsOwner
{
    void SendDtls(ReadOnlySpan<byte> datagram);

    /// <summary>Authenticated content of an application record: an SCTP packet (RFC 8261). Valid during the call only.</summary>
    /// <returns>Why it was dropped, or <see cref="DropReason.None"/>.</returns>
    DropReason OnApplicationData(ReadOnlySpan<byte> data, MediaTime now);

    void OnHandshakeDone(SrtpProfile profile, byte[] keyingMaterial, MediaTime now);

    /// <summary>The handshake failed or the other side closed; nothing follows.</summary>
    void OnDtlsClosed(PeerCloseReason reason, MediaTime now);
}

/// <summary>
/// The DTLS server of one peer, seen from the loop.
/// <code>
///  Idle ──ClientHello──▶ Handshaking ──Finished──▶ Established
///                            │ failed, Close            │ close_notify, fatal alert, Close
///                            └────────▶ Closed ◀────────┘
/// </code>
/// While Handshaking, a thread of <see cref="IHandshakeRunner"/> owns BouncyCastle's objects; the loop only feeds the queue.
/// Before and after, the loop owns everything.
/// </summary>
internal sealed class DtlsEndpoint(DtlsIdentity identity, byte[] remoteFingerprint, RtcOptions options, IHandshakeRunner runner, IDtlsOwner owner) : IDisposable
{
    /// <summary>
    /// Once connected, only alerts and a repeated last flight come this way. Each datagram costs some 20 µs and anyone who can forge the
    /// client's address can send them, so more than these in a second are dropped unread.
    /// </summary>
    internal const int EstablishedDatagramsPerSecond = 32;

    /// <summary>A client is done a moment before us and opens its channels at once; more than its first few packets are repeated anyway.</summary>
    private const int MaxEarly = 8;

    private enum Phase { Idle, Handshaking, Established, Closed }

    private Phase _phase;
    private DatagramQueue? _queue;
    private DtlsServer? _server;
    private DtlsTransport? _transport;
    private DtlsRecordCipher? _records;
    private Queue<byte[]>? _early;
    private byte[]? _record;
    private MediaTime _budgetStart;
    private int _budgetUsed;

    /// <summary>Takes one datagram whose sender's address is verified; application records are decrypted in place.</summary>
    /// <returns>Why it, or its last record, was dropped, or <see cref="DropReason.None"/>.</returns>
    public DropReason Receive(Span<byte> datagram, MediaTime now)
    {
        if (!DtlsRecord.IsWellFormed(datagram)) return DropReason.DtlsMalformed;
        switch (_phase)
        {
            case Phase.Idle:
                return Start(datagram);
            case Phase.Handshaking:
                return DtlsRecord.IsApplicationData(datagram) ? KeepEarly(datagram) : _queue!.TryEnqueue(datagram) ? DropReason.None : DropReason.DtlsQueueFull;
            case Phase.Established:
                return ReceiveRecords(datagram, now);
            default:
                return DropReason.DtlsUnexpected;
        }
    }

    /// <summary>Bytes that <see cref="Protect"/> adds.</summary>
    public const int RecordOverhead = DtlsRecordCipher.Overhead;

    /// <summary>An application record may be sent: the other side has sent one (see <see cref="DtlsRecordCipher"/>).</summary>
    public bool MaySend => _phase == Phase.Established && _records!.HasReceived;

    /// <summary>Writes one application record; only when <see cref="MaySend"/>.</summary>
    /// <returns>Its length.</returns>
    public int Protect(ReadOnlySpan<byte> data, Span<byte> record) => _records!.Protect(DtlsRecordCipher.ApplicationData, data, record);

    /// <summary>Says close_notify when there is somebody to hear it; ends a running handshake.</summary>
    public void Close()
    {
        var phase = _phase;
        _phase = Phase.Closed;
        if (phase == Phase.Handshaking) _queue!.Abort();
        if (phase == Phase.Established) SayGoodbye();
        _records?.Dispose();
        _records = null;
    }

    public void Dispose() => Close();

    /// <summary>By whoever has the higher record numbers: the other side's replay window takes no lower ones.</summary>
    private void SayGoodbye()
    {
        if (!_records!.HasSent)
        {
            _transport!.Close();
            return;
        }
        ReadOnlySpan<byte> closeNotify = [1, 0];
        Span<byte> record = stackalloc byte[closeNotify.Length + DtlsRecordCipher.Overhead];
        owner.SendDtls(record[.._records.Protect(DtlsRecordCipher.Alert, closeNotify, record)]);
    }

    private DropReason KeepEarly(ReadOnlySpan<byte> datagram)
    {
        _early ??= new();
        if (_early.Count >= MaxEarly) return DropReason.DtlsQueueFull;
        _early.Enqueue(datagram.ToArray());
        return DropReason.None;
    }

    private DropReason ReceiveRecords(Span<byte> datagram, MediaTime now)
    {
        var fault = DropReason.None;
        while (!datagram.IsEmpty && _phase == Phase.Established)
        {
            var record = datagram[..DtlsRecord.FirstLength(datagram)];
            datagram = datagram[record.Length..];
            var why = DtlsRecord.IsApplicationData(record) ? ReceiveData(record, now) : ReceiveControl(record, now);
            if (why != DropReason.None) fault = why;
        }
        return fault;
    }

    private DropReason ReceiveData(Span<byte> record, MediaTime now) =>
        _records!.TryUnprotect(record, out var data) ? owner.OnApplicationData(data, now) : DropReason.DtlsRecordRejected;

    private DropReason ReceiveControl(ReadOnlySpan<byte> record, MediaTime now)
    {
        if (!TrySpend(now) || !_queue!.TryEnqueue(record)) return DropReason.DtlsQueueFull;
        Drain(now);
        return DropReason.None;
    }

    private DropReason Start(ReadOnlySpan<byte> datagram)
    {
        if (!DtlsRecord.StartsHandshake(datagram)) return DropReason.DtlsUnexpected;
        var queue = new DatagramQueue(options.DtlsDatagramLimit, datagram => runner.Post(_ => owner.SendDtls(datagram)));
        var server = new DtlsServer(identity, remoteFingerprint, options);
        queue.TryEnqueue(datagram);
        if (!runner.TryRun(() => RunHandshake(server, queue))) return DropReason.DtlsBusy;
        (_queue, _server, _phase) = (queue, server, Phase.Handshaking);
        return DropReason.None;
    }

    private bool TrySpend(MediaTime now)
    {
        if (now - _budgetStart >= TimeSpan.FromSeconds(1)) (_budgetStart, _budgetUsed) = (now, 0);
        return _budgetUsed++ < EstablishedDatagramsPerSecond;
    }

    /// <summary>On the handshake thread: blocks until the handshake is over, then goes back to the loop.</summary>
    private void RunHandshake(DtlsServer server, DatagramQueue queue)
    {
        DtlsTransport? transport = null;
        Exception? failure = null;
        try
        {
            // No HelloVerifyRequest: the address was verified by STUN, and BouncyCastle cannot verify a fragmented ClientHello.
            transport = new DtlsServerProtocol { VerifyRequests = false }.Accept(server, queue);
        }
        catch (Exception e)
        {
            // Whatever a hostile handshake provokes in the library ends this one connection and nothing else.
            failure = e;
        }
        // Our Finished leaves in the turn that installs the keys: the client's first media may follow it within microseconds.
        var lastFlight = queue.TakeUnsent();
        runner.Post(now =>
        {
            if (lastFlight.Length > 0) owner.SendDtls(lastFlight);
            Finish(transport, failure, now);
        });
    }

    private void Finish(DtlsTransport? transport, Exception? failure, MediaTime now)
    {
        if (_phase != Phase.Handshaking) return;
        if (transport is null || _server!.KeyingMaterial is null)
        {
            _phase = Phase.Closed;
            owner.OnDtlsClosed(ReasonOf(failure), now);
            return;
        }
        _transport = transport;
        _record = new byte[DtlsRecord.MaxDatagram];
        _records = new(_server.RecordKeys!, isServer: true);
        _phase = Phase.Established;
        _queue!.HandOver(datagram => owner.SendDtls(datagram));
        owner.OnHandshakeDone(_server.Profile, _server.KeyingMaterial, now);
        if (_phase == Phase.Established) Drain(now);
        while (_phase == Phase.Established && _early?.TryDequeue(out var early) == true) ReceiveRecords(early, now);
        _early = null;
    }

    private PeerCloseReason ReasonOf(Exception? failure) => failure switch
    {
        _ when _server!.FingerprintMismatch => PeerCloseReason.FingerprintMismatch,
        TlsTimeoutException => PeerCloseReason.HandshakeTimeout,
        _ => PeerCloseReason.HandshakeFailed,
    };

    /// <summary>
    /// Reads until nothing is left: alerts, and the client's last flight again when our Finished was lost (BouncyCastle then
    /// repeats its own). Application data never gets here.
    /// </summary>
    private void Drain(MediaTime now)
    {
        try
        {
            while (_transport!.Receive(_record, 1) >= 0 || !_queue!.IsEmpty) { }
        }
        catch (IOException)
        {
            // A fatal alert received, or the connection closed underneath; both are final.
            CloseByRemote(now);
            return;
        }
        _queue.Flush();
        if (_server!.ClosedByRemote) CloseByRemote(now);
    }

    private void CloseByRemote(MediaTime now)
    {
        _queue!.Flush();
        _phase = Phase.Closed;
        owner.OnDtlsClosed(PeerCloseReason.RemoteCloseNotify, now);
    }
}
