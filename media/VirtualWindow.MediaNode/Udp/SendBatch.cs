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

    private readonly bool segmentation;
    private readonly bool ipv6;
    private readonly NativeBlock<byte> arena = new(ArenaBytes);
    private readonly NativeBlock<byte> addresses = new(SocketAddressCodec.Stride * MaxMessages);
    private readonly NativeBlock<LinuxCalls.DataVector> vectors = new(MaxMessages);
    private readonly NativeBlock<LinuxCalls.SegmentControl> controls = new(MaxMessages);
    private readonly NativeBlock<LinuxCalls.BatchMessage> messages = new(MaxMessages);
    private readonly int[] segments = new int[MaxMessages];
    private int used;
    private PeerAddress pendingAddress;
    private PeerAddress lastAddress;
    private int lastSegmentSize; // of the message still open to more segments; 0 when none is

    public SendBatch(AddressFamily family, bool segmentation)
    {
        this.segmentation = segmentation;
        ipv6 = family == AddressFamily.InterNetworkV6;
        for (var i = 0; i < MaxMessages; i++)
        {
            controls.Pointer[i] = new() { Length = 18, Level = LinuxCalls.LevelUdp, Type = LinuxCalls.UdpSegment };
            messages.Pointer[i] = new()
            {
                Name = addresses.Pointer + (i * SocketAddressCodec.Stride),
                NameLength = SocketAddressCodec.LengthFor(family),
                Vectors = vectors.Pointer + i,
                VectorCount = 1,
            };
        }
    }

    /// <summary>Messages ready to be sent.</summary>
    public int Count { get; private set; }

    public LinuxCalls.BatchMessage* Messages => messages.Pointer;

    public bool HasRoom(int capacity) => used + capacity <= ArenaBytes && Count < MaxMessages;

    public Span<byte> Reserve(in PeerAddress to, int capacity)
    {
        pendingAddress = to;
        return new(arena.Pointer + used, capacity);
    }

    public void Commit(int length)
    {
        if (length <= 0)
            return;
        if (!TryExtendLast(length))
            StartMessage(length);
        used += length;
    }

    /// <summary>Datagrams inside message <paramref name="index"/>.</summary>
    public int Segments(int index) => segments[index];

    public int SegmentSize(int index) => segments[index] > 1 ? (int)controls.Pointer[index].SegmentSize : (int)vectors.Pointer[index].Length;

    public void Clear()
    {
        Count = 0;
        used = 0;
        lastSegmentSize = 0;
    }

    public void Dispose()
    {
        messages.Dispose();
        controls.Dispose();
        vectors.Dispose();
        addresses.Dispose();
        arena.Dispose();
    }

    private bool TryExtendLast(int length)
    {
        if (length > lastSegmentSize || pendingAddress != lastAddress)
            return false;
        var last = Count - 1;
        var vector = vectors.Pointer + last;
        if (segments[last] == MaxSegments || (int)vector->Length + length > MaxSegmentedBytes)
            return false;

        if (segments[last]++ == 1)
            AttachSegmentSize(last);
        vector->Length += (nuint)length;
        if (length < lastSegmentSize)
            lastSegmentSize = 0; // a shorter segment ends its message
        return true;
    }

    private void StartMessage(int length)
    {
        var index = Count++;
        var at = addresses.Pointer + (index * SocketAddressCodec.Stride);
        if (ipv6)
            SocketAddressCodec.WriteIPv6(at, pendingAddress);
        else
            SocketAddressCodec.WriteIPv4(at, pendingAddress);
        vectors.Pointer[index] = new() { Base = arena.Pointer + used, Length = (nuint)length };
        messages.Pointer[index].Control = null;
        messages.Pointer[index].ControlLength = 0;
        segments[index] = 1;
        lastAddress = pendingAddress;
        lastSegmentSize = segmentation ? length : 0;
    }

    private void AttachSegmentSize(int index)
    {
        controls.Pointer[index].SegmentSize = (ulong)lastSegmentSize;
        messages.Pointer[index].Control = controls.Pointer + index;
        messages.Pointer[index].ControlLength = (nuint)sizeof(LinuxCalls.SegmentControl);
    }
}
