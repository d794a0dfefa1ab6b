using System.Net;
using System.Net.Sockets;
using VirtualWindow.MediaNode.Udp;

namespace VirtualWindow.MediaNode;

/// <summary>The sockets of all loops: Media:Port, the next one, and so on; or as many free ones for port 0.</summary>
internal static class MediaPorts
{
    /// <exception cref="MediaPortUnavailableException">One of them cannot be had; the others are closed again.</exception>
    public static IReadOnlyList<UdpPort> Open(MediaOptions options, Func<UdpPortOptions, UdpPort> open)
    {
        var ports = new List<UdpPort>();
        try
        {
            for (var i = 0; i < options.LoopCount; i++) ports.Add(OpenOne(options, options.Port == 0 ? 0 : options.Port + i, open));
            return ports;
        }
        catch
        {
            foreach (var port in ports) port.Dispose();
            throw;
        }
    }

    private static UdpPort OpenOne(MediaOptions options, int port, Func<UdpPortOptions, UdpPort> open)
    {
        var address = string.IsNullOrEmpty(options.BindAddress) ? null : IPAddress.Parse(options.BindAddress);
        try
        {
            return open(new UdpPortOptions(port, address, options.SocketBufferBytes, options.Sending));
        }
        catch (SocketException refused)
        {
            throw new MediaPortUnavailableException(port, refused);
        }
    }
}
