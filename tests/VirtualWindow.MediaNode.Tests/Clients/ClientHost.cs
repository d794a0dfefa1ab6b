using Microsoft.AspNetCore.Builder;
using VirtualWindow.MediaNode.Tests.Whip;

[assembly: AssemblyFixture(typeof(VirtualWindow.MediaNode.Tests.Clients.NetworkNamespace))]

namespace VirtualWindow.MediaNode.Tests.Clients;

/// <summary>The media node with WHIP and WHEP on the card that the clients' network sees.</summary>
internal static class ClientHost
{
    public static Task<WhipHost> StartAsync(NetworkNamespace network, Action<WebApplication>? map = null) =>
        WhipHost.StartAsync(map: map, settings: [("Urls", $"http://{network.Ours}:0"), ("Media:PublicAddress", network.Ours.ToString())]);
}
