using System.Globalization;
using System.Net;

namespace VirtualWindow.Rtc.Ice;

/// <summary>One host candidate of the server, as its SDP attribute value (RFC 8839 §5.1, RFC 6544 §4.5).</summary>
/// <param name="IsTcp">True: passive, the browser connects.</param>
/// <param name="Rank">Place among the addresses of the same protocol; 0 is the best.</param>
internal readonly record struct HostCandidate(IPEndPoint EndPoint, bool IsTcp, int Rank)
{
    private const uint UdpTypePreference = 126;
    private const uint TcpTypePreference = 90; // below every UDP candidate, reflexive ones included (RFC 6544 §4.2)
    private const uint PassiveDirectionPreference = 4;
    private const uint Component = 1;

    /// <summary>Priority = type, local preference, component (RFC 8445 §5.1.2.1); over TCP the direction leads the local preference.</summary>
    public uint Priority => IsTcp
        ? (TcpTypePreference << 24) | (((PassiveDirectionPreference << 13) | (8191 - (uint)Rank)) << 8) | (256 - Component)
        : (UdpTypePreference << 24) | ((65535 - (uint)Rank) << 8) | (256 - Component);

    /// <summary>UDP first, then TCP, each in the order given.</summary>
    public static IReadOnlyList<HostCandidate> All(IReadOnlyList<IPEndPoint> endPoints, bool acceptsTcp)
    {
        var udp = endPoints.Select(static (endPoint, rank) => new HostCandidate(endPoint, IsTcp: false, rank));
        var tcp = endPoints.Select(static (endPoint, rank) => new HostCandidate(endPoint, IsTcp: true, rank));
        return [.. acceptsTcp ? udp.Concat(tcp) : udp];
    }

    /// <summary>Without the zone index of a link-local address: it means nothing to the other side (RFC 8839 §5.1).</summary>
    public static string TextOf(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return new IPAddress(address.GetAddressBytes()).ToString();
    }

    /// <summary>"1 1 udp 2130706431 192.0.2.1 50000 typ host".</summary>
    /// <param name="foundation">Differs between addresses and protocols (RFC 8445 §5.1.1.3).</param>
    public string ToSdp(int foundation) => string.Create(
        CultureInfo.InvariantCulture,
        $"{foundation} {Component} {(IsTcp ? "tcp" : "udp")} {Priority} {TextOf(EndPoint.Address)} {EndPoint.Port} typ host{(IsTcp ? " tcptype passive" : "")}");
}
