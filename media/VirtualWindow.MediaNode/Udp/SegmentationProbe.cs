using System.Net;
using System.Net.Sockets;

namespace VirtualWindow.MediaNode.Udp;

/// <summary>
/// Asks the running kernel whether UDP_SEGMENT really works by sending two segments to itself over loopback; a version
/// number would not tell (sandboxes and some network drivers refuse it).
/// </summary>
internal static class SegmentationProbe
{
    private const int SegmentBytes = 100;

    public static bool Works()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return SendTwoSegments(socket) && ReceivesTwo(socket);
    }

    private static unsafe bool SendTwoSegments(Socket socket)
    {
        using var batch = new SendBatch(AddressFamily.InterNetwork, segmentation: true);
        var self = Rtc.PeerAddress.From((IPEndPoint)socket.LocalEndPoint!);
        for (var i = 0; i < 2; i++)
        {
            batch.Reserve(self, SegmentBytes).Fill((byte)i);
            batch.Commit(SegmentBytes);
        }

        return batch.Count == 1 && LinuxCalls.SendMessages((int)socket.Handle, batch.Messages, 1, LinuxCalls.DontWait) == 1;
    }

    private static bool ReceivesTwo(Socket socket)
    {
        var buffer = new byte[4 * SegmentBytes];
        for (var i = 0; i < 2; i++)
        {
            if (!socket.Poll(TimeSpan.FromMilliseconds(200), SelectMode.SelectRead) || socket.Receive(buffer) != SegmentBytes)
                return false;
        }

        return true;
    }
}
