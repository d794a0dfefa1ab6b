using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace VirtualWindow.MediaNode;

/// <summary>The addresses written into answers as host candidates (RFC 8445 §5.1.1), best first.</summary>
internal static class HostCandidates
{
    public static IReadOnlyList<IPEndPoint> For(MediaOptions options, IPEndPoint bound)
    {
        var configured = options.PublicAddresses().Select(IPAddress.Parse).ToList();
        if (configured.Count == 0)
            configured = IsAny(bound.Address) ? OwnAddresses(ipv6: bound.AddressFamily == AddressFamily.InterNetworkV6) : [bound.Address];
        return [.. configured.Select(address => new IPEndPoint(address, bound.Port))];
    }

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    /// <summary>IPv4 before IPv6, loopback last: it serves only a browser on this very machine.</summary>
    private static List<IPAddress> OwnAddresses(bool ipv6)
    {
        var addresses = NetworkInterface.GetAllNetworkInterfaces()
            .Where(static card => card.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown)
            .SelectMany(static card => card.GetIPProperties().UnicastAddresses)
            .Select(static unicast => unicast.Address)
            .Where(address => IsUsable(address) && (ipv6 || address.AddressFamily == AddressFamily.InterNetwork))
            .Distinct();
        return [.. addresses.OrderBy(static address => (IPAddress.IsLoopback(address) ? 2 : 0) + (address.AddressFamily == AddressFamily.InterNetworkV6 ? 1 : 0))];
    }

    /// <summary>Link-local IPv6 needs a scope that the other side cannot know.</summary>
    private static bool IsUsable(IPAddress address) =>
        address.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6 && !address.IsIPv6LinkLocal;
}
