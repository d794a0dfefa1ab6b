using System.Buffers.Binary;
using System.Net.Sockets;
using VirtualWindow.Rtc;

namespace VirtualWindow.MediaNode.Udp;

/// <summary>
/// Converts between <see cref="PeerAddress"/> and the kernel's socket addresses (64-bit little-endian systems).
/// <code>
/// sockaddr_in6: family(2) port(2, network order) flowinfo(4) address(16) scope(4)    sockaddr_in: family(2) port(2) address(4) zero(8)
/// </code>
/// </summary>
internal static unsafe class SocketAddressCodec
{
    /// <summary>Bytes between two addresses in a table, ≥ sizeof(sockaddr_in6).</summary>
    public const int Stride = 32;

    private const int IPv6Length = 28;
    private const int IPv4Length = 16;

    public static uint LengthFor(AddressFamily family) => (uint)(family == AddressFamily.InterNetworkV6 ? IPv6Length : IPv4Length);

    public static void WriteIPv6(byte* at, in PeerAddress address)
    {
        *(ushort*)at = LinuxCalls.FamilyIPv6;
        *(ushort*)(at + 2) = BinaryPrimitives.ReverseEndianness(address.Port);
        *(uint*)(at + 4) = 0;
        *(ulong*)(at + 8) = BinaryPrimitives.ReverseEndianness(address.High);
        *(ulong*)(at + 16) = BinaryPrimitives.ReverseEndianness(address.Low);
        *(uint*)(at + 24) = 0;
    }

    public static void WriteIPv4(byte* at, in PeerAddress address)
    {
        *(ushort*)at = LinuxCalls.FamilyIPv4;
        *(ushort*)(at + 2) = BinaryPrimitives.ReverseEndianness(address.Port);
        *(uint*)(at + 4) = BinaryPrimitives.ReverseEndianness((uint)address.Low);
        *(ulong*)(at + 8) = 0;
    }

    /// <summary>Reads either kind; the kernel wrote the family.</summary>
    public static PeerAddress Read(byte* at)
    {
        var port = BinaryPrimitives.ReverseEndianness(*(ushort*)(at + 2));
        if (*(ushort*)at == LinuxCalls.FamilyIPv4)
            return PeerAddress.FromIPv4(BinaryPrimitives.ReverseEndianness(*(uint*)(at + 4)), port);
        return new(BinaryPrimitives.ReverseEndianness(*(ulong*)(at + 8)), BinaryPrimitives.ReverseEndianness(*(ulong*)(at + 16)), port);
    }
}
