using System.Runtime.InteropServices;

namespace VirtualWindow.MediaNode.Udp;

/// <summary>The Linux system calls that System.Net.Sockets does not offer. Layouts are those of 64-bit Linux (socket.h, uio.h).</summary>
internal static unsafe partial class LinuxCalls
{
    public const int DontWait = 0x40;          // MSG_DONTWAIT
    public const int Truncated = 0x20;         // MSG_TRUNC
    public const int LevelSocket = 1;          // SOL_SOCKET
    public const int MemoryInfo = 55;          // SO_MEMINFO: an array of 32-bit figures, sock_diag.h
    public const int MemoryInfoLength = 9;     // SK_MEMINFO_VARS
    public const int MemoryInfoDrops = 8;      // SK_MEMINFO_DROPS
    public const int LevelUdp = 17;            // SOL_UDP
    public const int UdpSegment = 103;         // UDP_SEGMENT, udp.h
    public const int LevelIPv4 = 0;            // IPPROTO_IP
    public const int IPv4MtuDiscover = 10;     // IP_MTU_DISCOVER, in.h
    public const int LevelIPv6 = 41;           // IPPROTO_IPV6
    public const int IPv6MtuDiscover = 23;     // IPV6_MTU_DISCOVER, in6.h
    public const int PathMtuProbe = 3;         // IP_PMTUDISC_PROBE, IPV6_PMTUDISC_PROBE
    public const short PollIn = 1;
    public const short PollOut = 4;
    public const int EventNonBlockingCloseOnExec = 0x800 | 0x80000;
    public const ushort FamilyIPv4 = 2;
    public const ushort FamilyIPv6 = 10;

    [LibraryImport("libc", EntryPoint = "recvmmsg", SetLastError = true)]
    public static partial int ReceiveMessages(int socket, BatchMessage* messages, uint count, int flags, void* timeout);

    [LibraryImport("libc", EntryPoint = "sendmmsg", SetLastError = true)]
    public static partial int SendMessages(int socket, BatchMessage* messages, uint count, int flags);

    [LibraryImport("libc", EntryPoint = "ppoll", SetLastError = true)]
    public static partial int Poll(PollEntry* entries, nuint count, TimeSpec* timeout, void* signals);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial int EventDescriptor(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int descriptor, void* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int descriptor, void* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    /// <summary>struct mmsghdr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct BatchMessage
    {
        public void* Name;
        public uint NameLength;
        public DataVector* Vectors;
        public nuint VectorCount;
        public void* Control;
        public nuint ControlLength;
        public int Flags;
        private readonly int _padding; // msghdr is 56 bytes
        public uint Length;
    }

    /// <summary>struct iovec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct DataVector
    {
        public byte* Base;
        public nuint Length;
    }

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    /// <summary>struct timespec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;

        public static TimeSpec From(TimeSpan time) => new()
        {
            Seconds = time.Ticks / TimeSpan.TicksPerSecond,
            Nanoseconds = time.Ticks % TimeSpan.TicksPerSecond * 100,
        };
    }

    /// <summary>cmsghdr with the 16-bit segment size of UDP_SEGMENT: CMSG_SPACE(2) = 24 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct SegmentControl
    {
        public nuint Length;
        public int Level;
        public int Type;
        public ulong SegmentSize;
    }

    /// <summary>errno values that the ports tell apart.</summary>
    public static class Error
    {
        public const int Interrupted = 4;      // EINTR
        public const int InputOutput = 5;      // EIO: the device cannot checksum segments
        public const int TryAgain = 11;        // EAGAIN
        public const int Invalid = 22;         // EINVAL
        public const int MessageSize = 90;     // EMSGSIZE
        public const int NoBuffers = 105;      // ENOBUFS
    }
}
