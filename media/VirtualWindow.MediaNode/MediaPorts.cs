using System.Net;
using System.Net.Sockets;
using VirtualWindow.MediaNode.Tcp;
using VirtualWindow.MediaNode.Udp;

namespace VirtualWindow.MediaNode;

/// <summary>The sockets of one loop, with one number.</summary>
/// <param name="Listener">Null when TCP is turned off.</param>
internal sealed record MediaSockets(UdpPort Datagrams, Socket? Listener) : IDisposable
{
    public void Dispose()
    {
        Datagrams.Dispose();
        Listener?.Dispose();
    }
}

/// <summary>The sockets of all loops: Media:Port, the next one, and so on; or as many free ones for port 0.</summary>
internal static class MediaPorts
{
    /// <summary>A port that is free over UDP may be taken over TCP; that so many in a row are does not happen.</summary>
    private const int Attempts = 32;

    /// <exception cref="MediaPortUnavailableException">One of them cannot be had; the others are closed again.</exception>
    public static IReadOnlyList<MediaSockets> Open(MediaOptions options, Func<UdpPortOptions, UdpPort> open)
    {
        var ports = new List<MediaSockets>();
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

    private static MediaSockets OpenOne(MediaOptions options, int port, Func<UdpPortOptions, UdpPort> open)
    {
        for (var left = port == 0 ? Attempts : 1; ; left--)
        {
            var datagrams = OpenDatagrams(options, port, open);
            try
            {
                return new MediaSockets(datagrams, options.Tcp ? StreamPort.Listen(datagrams.LocalEndPoint) : null);
            }
            catch (SocketException refused)
            {
                datagrams.Dispose();
                if (left == 1) throw new MediaPortUnavailableException("TCP", port, refused);
            }
        }
    }

    private static UdpPort OpenDatagrams(MediaOptions options, int port, Func<UdpPortOptions, UdpPort> open)
    {
        var address = string.IsNullOrEmpty(options.BindAddress) ? null : IPAddress.Parse(options.BindAddress);
        try
        {
            return open(new UdpPortOptions(port, address, options.SocketBufferBytes, options.Sending));
        }
        catch (SocketException refused)
        {
            throw new MediaPortUnavailableException("UDP", port, refused);
        }
    }
}
