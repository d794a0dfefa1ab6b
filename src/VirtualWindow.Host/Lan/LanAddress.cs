using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using VirtualWindow.Host.Start;

namespace VirtualWindow.Host.Lan;

/// <summary>Finds the address at which a phone in the same network reaches this machine.</summary>
internal static class LanAddress
{
    /// <summary>The configured address, else that of an interface with a gateway, else any that is not loopback.</summary>
    /// <exception cref="StartRefusedException">The setting is no address, or there is no network.</exception>
    public static IPAddress Choose(string? configured)
    {
        if (!string.IsNullOrWhiteSpace(configured))
            return IPAddress.TryParse(configured, out var address) ? address : throw new StartRefusedException(
                $"Lan:Address “{configured}” 不是 IP 地址。", $"Lan:Address '{configured}' is no IP address.");
        return OfThisMachine() is [var first, ..] ? first : throw new StartRefusedException(
            "没有找到局域网地址。请连接网络，或用 Lan__Address 指定。",
            "this machine has no network address. Connect it to the network or name one with Lan__Address.");
    }

    /// <summary>IPv4 addresses that are up and not loopback, those behind a gateway first.</summary>
    public static IReadOnlyList<IPAddress> OfThisMachine() =>
    [
        .. NetworkInterface.GetAllNetworkInterfaces()
            .Where(network => network.OperationalStatus == OperationalStatus.Up && network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .Select(network => network.GetIPProperties())
            .OrderByDescending(properties => properties.GatewayAddresses.Any(gateway => gateway.Address.AddressFamily == AddressFamily.InterNetwork))
            .SelectMany(properties => properties.UnicastAddresses)
            .Select(unicast => unicast.Address)
            .Where(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address)),
    ];
}
