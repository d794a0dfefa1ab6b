using System.Runtime.InteropServices;
using VirtualWindow.Rtc;

namespace VirtualWindow.MediaNode.Udp;

/// <summary>Buffers and headers for recvmmsg: one call takes up to <see cref="UdpPort.BatchSize"/> datagrams.</summary>
internal sealed unsafe class ReceiveBatch : IDisposable
{
    // An odd number of cache lines, so that the packet headers of one batch do not all fall into the same cache sets.
    private const int Stride = UdpPort.MaxDatagram + 64;

    private readonly NativeBlock<byte> _buffers = new(Stride * UdpPort.BatchSize);
    private readonly NativeBlock<byte> _addresses = new(SocketAddressCodec.Stride * UdpPort.BatchSize);
    private readonly NativeBlock<LinuxCalls.DataVector> _vectors = new(UdpPort.BatchSize);
    private readonly NativeBlock<LinuxCalls.BatchMessage> _messages = new(UdpPort.BatchSize);

    public ReceiveBatch()
    {
        for (var i = 0; i < UdpPort.BatchSize; i++)
        {
            _vectors.Pointer[i] = new() { Base = _buffers.Pointer + (i * Stride), Length = UdpPort.MaxDatagram };
            _messages.Pointer[i] = new() { Name = _addresses.Pointer + (i * SocketAddressCodec.Stride), NameLength = SocketAddressCodec.Stride, Vectors = _vectors.Pointer + i, VectorCount = 1 };
        }
    }

    /// <returns>Datagrams received, 0 when none waits.</returns>
    public int Receive(int socket)
    {
        while (true)
        {
            var count = LinuxCalls.ReceiveMessages(socket, _messages.Pointer, UdpPort.BatchSize, LinuxCalls.DontWait, null);
            if (count >= 0)
                return count;
            // Any other error belongs to an earlier send (ICMP): nothing was received, the next wait finds what is there.
            if (Marshal.GetLastPInvokeError() != LinuxCalls.Error.Interrupted)
                return 0;
        }
    }

    public Span<byte> Datagram(int index, out PeerAddress from)
    {
        var message = _messages.Pointer + index;
        from = SocketAddressCodec.Read((byte*)message->Name);
        message->NameLength = SocketAddressCodec.Stride;
        return (message->Flags & LinuxCalls.Truncated) != 0 ? [] : new(message->Vectors->Base, (int)message->Length);
    }

    public bool IsTruncated(int index) => (_messages.Pointer[index].Flags & LinuxCalls.Truncated) != 0;

    public int Length(int index) => (int)_messages.Pointer[index].Length;

    public void Dispose()
    {
        _messages.Dispose();
        _vectors.Dispose();
        _addresses.Dispose();
        _buffers.Dispose();
    }
}
