using System.Net.Sockets;
using VirtualWindow.Rtc;

namespace VirtualWindow.MediaNode.Udp;

/// <summary>
/// Datagrams on their way out, written one behind the other. Consecutive datagrams of equal size to one address share a
/// message that the kernel cuts again (UDP_SEGMENT, udp(7)); the last of them may be shorter.
/// <code>
/// arena:    |a 1162|a 1162|a 1162|a 120|b 1162|b 1162|c 90| …
/// messages: |- to a, segment 1162 -----|- to b ------|- c-|
/// </code>
/// </summary>
internal sealed unsafe class SendBatch : IDisposable
{
    public const int MaxMessages = 128;
    private const int MaxSegments = 64;          // UDP_MAX_SEGMENTS
    private const int MaxSegmentedBytes = 65_000; // below 65,507, the longest UDP payload
    private const int ArenaBytes = 192 << 10;    // stays in the second-level cache beside the receive buffers

    private readonly bool _segmentation;
    private readonly bool _ipv6;
    private readonly NativeBlock<byte> _arena = new(ArenaBytes);
    private readonly NativeBlock<byte> _addresses = new(SocketAddressCodec.Stride * MaxMessages);
    private readonly NativeBlock<LinuxCalls.DataVector> _vectors = new(MaxMessages);
    private readonly NativeBlock<LinuxCalls.SegmentControl> _controls = new(MaxMessages);
    private readonly NativeBlock<LinuxCalls.BatchMessage> _messages = new(MaxMessages);
    private readonly int[] _segments = new int[MaxMessages];
    private int _used;
    private PeerAddress _pendingAddress;
    private PeerAddress _lastAddress;
    private int _lastSegmentSize; // of the message still open to more segments; 0 when none is

    public SendBatch(AddressFamily family, bool segmentation)
    {
        _segmentation = segmentation;
        _ipv6 = family == AddressFamily.InterNetworkV6;
        for (var i = 0; i < MaxMessages; i++)
        {
            _controls.Pointer[i] = new() { Length = 18, Level = LinuxCalls.LevelUdp, Type = LinuxCalls.UdpSegment };
            _messages.Pointer[i] = new()
            {
                Name = _addresses.Pointer + (i * SocketAddressCodec.Stride),
                NameLength = SocketAddressCodec.LengthFor(family),
                Vectors = _vectors.Pointer + i,
                VectorCount = 1,
            };
        }
    }

    /// <summary>Messages ready to be sent.</summary>
    public int Count { get; private set; }

    public LinuxCalls.BatchMessage* Messages => _messages.Pointer;

    public bool HasRoom(int capacity) => _used + capacity <= ArenaBytes && Count < MaxMessages;

    public Span<byte> Reserve(in PeerAddress to, int capacity)
    {
        _pendingAddress = to;
        return new(_arena.Pointer + _used, capacity);
    }

    public void Commit(int length)
    {
        if (length <= 0)
            return;
        if (!TryExtendLast(length))
            StartMessage(length);
        _used += length;
    }

    /// <summary>Datagrams inside message <paramref name="index"/>.</summary>
    public int Segments(int index) => _segments[index];

    public int SegmentSize(int index) => _segments[index] > 1 ? (int)_controls.Pointer[index].SegmentSize : (int)_vectors.Pointer[index].Length;

    public void Clear()
    {
        Count = 0;
        _used = 0;
        _lastSegmentSize = 0;
    }

    public void Dispose()
    {
        _messages.Dispose();
        _controls.Dispose();
        _vectors.Dispose();
        _addresses.Dispose();
        _arena.Dispose();
    }

    private bool TryExtendLast(int length)
    {
        if (length > _lastSegmentSize || _pendingAddress != _lastAddress)
            return false;
        var last = Count - 1;
        var vector = _vectors.Pointer + last;
        if (_segments[last] == MaxSegments || (int)vector->Length + length > MaxSegmentedBytes)
            return false;

        if (_segments[last]++ == 1)
            AttachSegmentSize(last);
        vector->Length += (nuint)length;
        if (length < _lastSegmentSize)
            _lastSegmentSize = 0; // a shorter segment ends its message
        return true;
    }

    private void StartMessage(int length)
    {
        var index = Count++;
        var at = _addresses.Pointer + (index * SocketAddressCodec.Stride);
        if (_ipv6)
            SocketAddressCodec.WriteIPv6(at, _pendingAddress);
        else
            SocketAddressCodec.WriteIPv4(at, _pendingAddress);
        _vectors.Pointer[index] = new() { Base = _arena.Pointer + _used, Length = (nuint)length };
        _messages.Pointer[index].Control = null;
        _messages.Pointer[index].ControlLength = 0;
        _segments[index] = 1;
        _lastAddress = _pendingAddress;
        _lastSegmentSize = _segmentation ? length : 0;
    }

    private void AttachSegmentSize(int index)
    {
        _controls.Pointer[index].SegmentSize = (ulong)_lastSegmentSize;
        _messages.Pointer[index].Control = _controls.Pointer + index;
        _messages.Pointer[index].ControlLength = (nuint)sizeof(LinuxCalls.SegmentControl);
    }
}
