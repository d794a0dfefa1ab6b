using Org.BouncyCastle.Tls;

namespace VirtualWindow.Rtc.Dtls;

/// <summary>
/// The transport under BouncyCastle: datagrams in from the loop (bounded), records out, packed into datagrams.
/// During the handshake its thread waits here; afterwards the loop itself reads and nothing ever waits.
/// </summary>
internal sealed class DatagramQueue(int datagramLimit, Action<byte[]> send) : DatagramTransport
{
    /// <summary>Two flights of the most fragmented client, twice over.</summary>
    public const int Capacity = 64;

    private readonly Queue<byte[]> _inbound = new();
    private readonly byte[] _outbound = new byte[datagramLimit];
    private Action<byte[]> _send = send;
    private int _outboundLength;
    private bool _nonBlocking;
    private bool _closed;

    public bool IsEmpty
    {
        get
        {
            lock (_inbound) return _inbound.Count == 0;
        }
    }

    /// <returns>False when full or closed.</returns>
    public bool TryEnqueue(ReadOnlySpan<byte> datagram)
    {
        lock (_inbound)
        {
            if (_closed || _inbound.Count == Capacity) return false;
            _inbound.Enqueue(datagram.ToArray());
            Monitor.Pulse(_inbound);
            return true;
        }
    }

    /// <summary>The handshake thread is done and the loop takes over: it sends directly, and an empty queue no longer waits.</summary>
    public void HandOver(Action<byte[]> sendOnLoop)
    {
        lock (_inbound) _nonBlocking = true;
        _send = sendOnLoop;
    }

    /// <summary>Wakes a waiting handshake thread, which then ends; nothing goes out any more.</summary>
    public void Abort()
    {
        lock (_inbound)
        {
            _closed = true;
            _inbound.Clear();
            Monitor.PulseAll(_inbound);
        }
    }

    /// <summary>Sends what has gathered; records of one flight travel in one datagram.</summary>
    public void Flush()
    {
        var datagram = TakeUnsent();
        if (datagram.Length > 0) _send(datagram);
    }

    /// <summary>What <see cref="Flush"/> would send; it is the caller's now.</summary>
    public byte[] TakeUnsent()
    {
        var datagram = _outbound.AsSpan(0, _outboundLength).ToArray();
        _outboundLength = 0;
        return datagram;
    }

    public int GetReceiveLimit() => DtlsRecord.MaxDatagram;

    public int GetSendLimit() => datagramLimit;

    public int Receive(byte[] buf, int off, int len, int waitMillis) => Receive(buf.AsSpan(off, len), waitMillis);

    public int Receive(Span<byte> buffer, int waitMillis)
    {
        // Waiting for the other side means that our flight is complete.
        Flush();
        lock (_inbound)
        {
            if (_inbound.Count == 0 && !_closed && !_nonBlocking) Monitor.Wait(_inbound, waitMillis);
            if (_closed) throw new TlsFatalAlert(AlertDescription.user_canceled);
            if (!_inbound.TryDequeue(out var datagram)) return WhenEmpty();
            datagram.CopyTo(buffer);
            return datagram.Length;
        }
    }

    public void Send(byte[] buf, int off, int len) => Send(buf.AsSpan(off, len));

    public void Send(ReadOnlySpan<byte> buffer)
    {
        if (_outboundLength + buffer.Length > datagramLimit) Flush();
        buffer.CopyTo(_outbound.AsSpan(_outboundLength));
        _outboundLength += buffer.Length;
    }

    /// <summary>Called by BouncyCastle at the end of a failed handshake or a closed connection: the alert still goes out.</summary>
    public void Close() => Flush();

    /// <summary>
    /// BouncyCastle waits for ever with a time-out of 0 and spins for a millisecond with 1. A "corrupt record", which
    /// <see cref="DtlsServer.IgnoreCorruptDtlsRecords"/> makes it forgive, is the one way to have it return at once.
    /// </summary>
    private int WhenEmpty() => _nonBlocking ? throw new TlsFatalAlert(AlertDescription.bad_record_mac) : -1;
}
