using System.Net;
using System.Net.Sockets;
using VirtualWindow.MediaNode.Loop;
using VirtualWindow.Rtc;

namespace VirtualWindow.MediaNode.Tcp;

/// <summary>
/// One TCP connection of an ICE-TCP candidate pair (RFC 6544). It belongs to the media loop: the thread pool only posts "bytes
/// are there" and "bytes have left", one of each at a time, so packets keep their order and nothing is allocated per packet.
/// </summary>
internal sealed class StreamConnection : IDisposable
{
    /// <summary>Receives that may complete at once before others get their turn.</summary>
    private const int ReceivesPerTurn = 8;

    private readonly StreamPort _port;
    private readonly Socket _socket;
    private readonly PeerAddress _address;
    private readonly IncomingFrames _incoming = new();
    private readonly OutgoingFrames _outgoing = new();
    private readonly SocketAsyncEventArgs _receiving = new();
    private readonly SocketAsyncEventArgs _sending = new();
    private readonly Action<MediaTime> _onReceived;
    private readonly Action<MediaTime> _onSent;
    private bool _receivePending;
    private bool _sendPending;
    private int _reserved;

    public StreamConnection(StreamPort port, Socket socket, ushort number, MediaTime now)
    {
        _port = port;
        _socket = socket;
        RemoteIP = ((IPEndPoint)socket.RemoteEndPoint!).Address;
        _address = PeerAddress.From((IPEndPoint)socket.RemoteEndPoint) with { Stream = number };
        KnownUntil = now;
        _onReceived = OnReceived;
        _onSent = OnSent;
        _receiving.Completed += (_, _) => port.Loop.Post(_onReceived);
        _sending.Completed += (_, _) => port.Loop.Post(_onSent);
    }

    public ref readonly PeerAddress Address => ref _address;

    public IPAddress RemoteIP { get; }

    /// <summary>When a peer was last known to use the connection; the accept before that.</summary>
    public MediaTime KnownUntil { get; set; }

    public bool IsClosed { get; private set; }

    public bool IsCongested => _outgoing.Waiting >= OutgoingFrames.PictureLimit;

    public void Start(MediaTime now)
    {
        if (!Receive()) OnReceived(now);
    }

    /// <returns>Empty when nothing more is taken.</returns>
    public Span<byte> Reserve(int capacity)
    {
        _reserved = capacity;
        return IsClosed ? [] : _outgoing.Reserve(capacity);
    }

    public void Commit(int length) => _outgoing.Commit(Math.Min(length, _reserved));

    /// <summary>Hands the kernel what it takes now; the rest follows by itself.</summary>
    public void Flush(MediaTime now)
    {
        while (!IsClosed && !_sendPending && _outgoing.Waiting > 0)
        {
            var bytes = _outgoing.TakeFilled();
            var sent = _socket.Send(bytes.Span, SocketFlags.None, out var error);
            if (error is not (SocketError.Success or SocketError.WouldBlock)) Close(now);
            else if (sent < bytes.Length) SendRest(bytes[sent..], now);
        }
    }

    public void Close(MediaTime now)
    {
        if (IsClosed) return;
        IsClosed = true;
        _socket.Dispose();
        DisposeIfIdle();
        _port.OnClosed(this, now);
    }

    public void Dispose()
    {
        _socket.Dispose();
        _receiving.Dispose();
        _sending.Dispose();
    }

    /// <returns>False when it is done already.</returns>
    private bool Receive()
    {
        _receiving.SetBuffer(_incoming.Free);
        return _receivePending = _socket.ReceiveAsync(_receiving);
    }

    private void OnReceived(MediaTime now)
    {
        _receivePending = false;
        for (var i = 0; !IsClosed; i++)
        {
            if (_receiving.SocketError != SocketError.Success || _receiving.BytesTransferred == 0)
            {
                Close(now);
                return;
            }
            Deliver(_receiving.BytesTransferred, now);
            if (IsClosed || Receive()) return;
            if (i < ReceivesPerTurn) continue;
            _port.Loop.Post(_onReceived);
            return;
        }
        DisposeIfIdle();
    }

    private void Deliver(int bytes, MediaTime now)
    {
        _incoming.Take(bytes);
        _port.Counters.ReceivedBytes += bytes;
        try
        {
            while (_incoming.TryNext(out var packet))
            {
                _port.Counters.ReceivedPackets++;
                _port.Work.Receive(packet, _address, now);
            }
            _port.Work.AfterBatch(now);
        }
        catch
        {
            Close(now); // the loop reports the fault; without a further receive the connection would be deaf
            throw;
        }
        _incoming.MakeRoom();
        if (!_incoming.IsBroken) return;
        _port.Counters.TooLong++;
        Close(now);
    }

    private void SendRest(Memory<byte> rest, MediaTime now)
    {
        _port.Counters.SendStalls++;
        _sending.SetBuffer(rest);
        _sendPending = _socket.SendAsync(_sending);
        if (!_sendPending) CheckSent(now);
    }

    private void OnSent(MediaTime now)
    {
        _sendPending = false;
        CheckSent(now);
        Flush(now);
        DisposeIfIdle();
    }

    private void CheckSent(MediaTime now)
    {
        if (_sending.SocketError != SocketError.Success) Close(now);
    }

    /// <summary>The kernel's last word on a pending operation comes after the close.</summary>
    private void DisposeIfIdle()
    {
        if (IsClosed && !_receivePending && !_sendPending) Dispose();
    }
}
