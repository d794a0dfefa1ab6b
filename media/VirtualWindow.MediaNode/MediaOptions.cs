using System.Net;
using VirtualWindow.MediaNode.Udp;

namespace VirtualWindow.MediaNode;

/// <summary>Settings of the media node, section "Media". A local run needs none of them.</summary>
public sealed record MediaOptions
{
    public const string Section = "Media";

    /// <summary>UDP and TCP port of the first loop, the others take the following ones; 0 takes free ones (tests).</summary>
    public int Port { get; init; } = 50_000;

    /// <summary>Media loops, each one thread with one port and its share of the rooms; 0: one, from four cores on half as many as cores.</summary>
    public int Loops { get; init; }

    /// <summary>Take media over TCP on the same port numbers, for networks that let no UDP through.</summary>
    public bool Tcp { get; init; } = true;

    /// <summary>Addresses that browsers reach this node at, comma-separated; empty: the addresses of this machine.</summary>
    public string? PublicAddress { get; init; }

    /// <summary>Address to bind; empty: all, IPv6 and IPv4.</summary>
    public string? BindAddress { get; init; }

    /// <summary>Asked of the kernel for each direction, bytes.</summary>
    public int SocketBufferBytes { get; init; } = 8 << 20;

    public UdpSending Sending { get; init; } = UdpSending.Fastest;

    /// <summary>
    /// How long the loop lets packets gather while traffic is dense, microseconds; 0 never waits. Each wake-up is paid for by
    /// more packets; a packet is late by at most this.
    /// </summary>
    public int GatherMicroseconds { get; init; } = 2_000;

    public int MaxRooms { get; init; } = 1_000;

    /// <summary>Connections in one room, publishing and watching together.</summary>
    public int MaxPeersPerRoom { get; init; } = 256;

    public int MaxPeers { get; init; } = 4_000;

    /// <summary>No new room while even the least busy loop is awake for more than this share of the time, percent; 100: no limit.</summary>
    public int MaxLoopPercent { get; init; } = 85;

    /// <summary>No new room while the process uses more than this share of the processor time it may use, percent; 100: no limit.</summary>
    public int MaxCpuPercent { get; init; } = 90;

    /// <summary>No new room while more than this flows in and out together, Mbit/s; 0: no limit.</summary>
    public int MaxMegabitsPerSecond { get; init; }

    /// <summary>No new room while more datagrams than this are lost at our own sockets per second; 0: no limit.</summary>
    public int MaxDropsPerSecond { get; init; } = 100;

    /// <summary>Asked to end (SIGTERM), the process gives running sessions so many seconds before it tells them to move; without sessions it ends at once.</summary>
    public int DrainSeconds { get; init; } = 5;

    /// <summary>Threads that run DTLS handshakes, shared out among the loops; each mostly waits for the other side, and a stalled client holds one for 15 s.</summary>
    public int HandshakeThreads { get; init; } = 16;

    /// <summary>Handshakes of one loop waiting for a thread; beyond it the offer is refused.</summary>
    public int HandshakeQueue { get; init; } = 256;

    /// <summary>Folder of all recordings; empty: nothing is recorded. The host puts it under the storage root.</summary>
    public string? RecordingFolder { get; init; }

    /// <summary>
    /// Bytes of each loop that may wait for the disk, taken with its first recording; beyond it packets are left out of the recording and the
    /// gap is marked. 32 MiB are 5 s of 40 rooms of two at 640 kbit/s each way.
    /// </summary>
    public int RecordingQueueBytes { get; init; } = 32 << 20;

    /// <summary>Base64 of at least 32 bytes, shared by all nodes of a cluster; empty: a random key, tokens end with the process.</summary>
    public string? TokenKey { get; init; }

    /// <summary>A token that opens any room, for load tools. Refused outside the environments Development and Bench.</summary>
    public string? BenchToken { get; init; }

    /// <returns>One sentence for each thing wrong; empty when all is well.</returns>
    public IEnumerable<string> Faults(string environment)
    {
        if (Port is < 0 or > 65_535)
            yield return $"Media:Port must be 0 to 65535, not {Port}.";
        if (Loops is < 0 or > 64)
            yield return $"Media:Loops must be 0 (by the number of cores) to 64, not {Loops}.";
        if (Port > 0 && Port <= 65_535 && Port + LoopCount - 1 > 65_535)
            yield return $"Media:Port must leave room for {LoopCount} ports, one for each of Media:Loops.";
        foreach (var text in PublicAddresses().Where(static text => !IPAddress.TryParse(text, out _)))
            yield return $"Media:PublicAddress must hold IP addresses separated by commas; '{text}' is none.";
        if (!string.IsNullOrEmpty(BindAddress) && !IPAddress.TryParse(BindAddress, out _))
            yield return $"Media:BindAddress must be an IP address; '{BindAddress}' is none.";
        if (SocketBufferBytes is < 65_536 or > 1 << 30)
            yield return "Media:SocketBufferBytes must be 65536 to 1073741824 bytes.";
        if (GatherMicroseconds is < 0 or > 5_000)
            yield return "Media:GatherMicroseconds must be 0 to 5000: more would be heard.";
        if (MaxRooms < 1 || MaxPeersPerRoom < 2 || MaxPeers < 2)
            yield return "Media:MaxRooms must be at least 1, Media:MaxPeersPerRoom and Media:MaxPeers at least 2.";
        if (MaxLoopPercent is < 1 or > 100 || MaxCpuPercent is < 1 or > 100)
            yield return "Media:MaxLoopPercent and Media:MaxCpuPercent must be 1 to 100.";
        if (MaxMegabitsPerSecond < 0 || MaxDropsPerSecond < 0)
            yield return "Media:MaxMegabitsPerSecond and Media:MaxDropsPerSecond must be 0 (no limit) or more.";
        if (DrainSeconds is < 0 or > 86_400)
            yield return "Media:DrainSeconds must be 0 to 86400.";
        if (HandshakeThreads is < 1 or > 64 || HandshakeQueue < 1)
            yield return "Media:HandshakeThreads must be 1 to 64 and Media:HandshakeQueue at least 1.";
        if (RecordingQueueBytes is < 1 << 20 or > 1 << 30 || RecordingQueueBytes % 8 != 0)
            yield return "Media:RecordingQueueBytes must be 1048576 to 1073741824 and a multiple of 8.";
        if (!string.IsNullOrEmpty(TokenKey) && !IsKey(TokenKey))
            yield return "Media:TokenKey must be base64 of at least 32 bytes.";
        if (!string.IsNullOrEmpty(BenchToken) && environment is not ("Development" or "Bench"))
            yield return $"Media:BenchToken opens every room and is allowed only in the environments Development and Bench, not in {environment}: remove it.";
        if (!string.IsNullOrEmpty(BenchToken) && BenchToken.Length < 16)
            yield return "Media:BenchToken must have at least 16 characters.";
    }

    /// <summary>Loops in effect. Below four cores a second loop would only compete with the first one's kernel work and the pages.</summary>
    internal int LoopCount => Loops > 0 ? Loops : Environment.ProcessorCount < 4 ? 1 : Environment.ProcessorCount / 2;

    /// <summary>The configured public addresses; empty when the machine's own are to be offered.</summary>
    internal IEnumerable<string> PublicAddresses() => (PublicAddress ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool IsKey(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && length >= 32;
    }
}
