using System.Buffers.Binary;
using System.Net.Sockets;

namespace VirtualWindow.MediaNode.Tcp;

/// <summary>A TCP socket set for talk instead of transfer: nothing waits in the kernel that could still be dropped.</summary>
internal static class StreamSocketOptions
{
    private const int LinuxTcp = 6;
    private const int LinuxUserTimeout = 18;   // TCP_USER_TIMEOUT, RFC 5482
    private const int LinuxNotSentLowat = 25;  // TCP_NOTSENT_LOWAT

    /// <summary>Bytes not yet sent from which on the kernel takes no more; a key frame fits.</summary>
    private const int UnsentBytes = 32 << 10;

    /// <summary>A line that acknowledges nothing for so long is dead; a slow one is not.</summary>
    private const int DeadAfterMilliseconds = 15_000;

    public static void Set(Socket socket)
    {
        socket.NoDelay = true;
        socket.Blocking = false;
        socket.SendBufferSize = 256 << 10;
        if (!OperatingSystem.IsLinux()) return;
        SetNumber(socket, LinuxNotSentLowat, UnsentBytes);
        SetNumber(socket, LinuxUserTimeout, DeadAfterMilliseconds);
    }

    private static void SetNumber(Socket socket, int option, int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        socket.SetRawSocketOption(LinuxTcp, option, bytes);
    }
}
