using System.Buffers.Binary;
using System.Net;

namespace VirtualWindow.Rtc;

/// <summary>A remote address as raw bits, so that peer lookup allocates nothing. IPv4 is kept as IPv4-mapped IPv6.</summary>
/// <param name="High">Address bytes 0..7, big-endian.</param>
/// <param name="Low">Address bytes 8..15, big-endian.</param>
/// <param name="Stream">0 over UDP; over TCP (RFC 6544) the node's number of the connection, since the way back is that connection.</param>
public readonly record struct PeerAddress(ulong High, ulong Low, ushort Port, ushort Stream = 0)
{
    private const ulong MappedPrefix = 0x0000_FFFF_0000_0000;

    public static PeerAddress FromIPv4(uint address, ushort port) => new(0, MappedPrefix | address, port);

    public bool IsStream => Stream != 0;

    public bool IsIPv4 => High == 0 && (Low & 0xFFFF_FFFF_0000_0000) == MappedPrefix;

    public static PeerAddress From(IPEndPoint endPoint)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        Span<byte> bytes = stackalloc byte[16];
        endPoint.Address.MapToIPv6().TryWriteBytes(bytes, out _);
        return new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), (ushort)endPoint.Port);
    }

    public IPEndPoint ToIPEndPoint()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Low);
        var address = new IPAddress(bytes);
        return new(IsIPv4 ? address.MapToIPv4() : address, Port);
    }
}
