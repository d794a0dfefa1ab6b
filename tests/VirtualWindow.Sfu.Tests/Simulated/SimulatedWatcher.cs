using System.Buffers.Binary;
using VirtualWindow.Rtc;
using VirtualWindow.Rtc.Rtcp;
using VirtualWindow.Rtc.Rtp;

namespace VirtualWindow.Sfu.Tests.Simulated;

/// <summary>Watches one publisher, asks again for what is missing, and holds the unit to its promises.</summary>
internal sealed class SimulatedWatcher(SimulatedHall hall, string name, string publisher, int serial) : SimulatedClient(hall, name, serial)
{
    private const uint VideoSsrc = 0xC000_0000;
    private const uint AudioSsrc = 0xA000_0000;

    private readonly WatchedStream _sound = new(hall, name, publisher, AudioSsrc + (uint)serial, isVideo: false);
    private readonly WatchedStream _picture = new(hall, name, publisher, VideoSsrc + (uint)serial, isVideo: true);
    private MediaTime _nextRequest = hall.Now;

    public string Publisher { get; } = publisher;

    public override IReadOnlyList<NegotiatedMedia> Media { get; } =
        [Line(MediaKind.Audio, AudioSsrc + (uint)serial, receives: false), Line(MediaKind.Video, VideoSsrc + (uint)serial, receives: false)];

    public MediaTime LastSound => _sound.LastNew;

    public MediaTime LastPicture => _picture.LastNew;

    /// <summary>Picture packets that the unit sent, that never arrived and are older than the last second.</summary>
    public IReadOnlyList<long> Holes => _picture.Holes;

    public int PicturesReceived => _picture.Received;

    public override void OnSending(ReadOnlySpan<byte> packet) => StreamOf(packet).OnSending(packet);

    protected override void OnRtp(byte[] packet) => StreamOf(packet).OnArrived(packet);

    protected override void OnRtcp(byte[] compound)
    {
        var reader = new RtcpReader(compound);
        while (reader.MoveNext())
        {
        }

        Assert.Equal(RtcpFault.None, reader.Fault);
    }

    protected override void Act()
    {
        if (Hall.Now < _nextRequest) return;
        _nextRequest = Hall.Now + TimeSpan.FromMilliseconds(100);
        var missing = _picture.TakeMissing();
        if (missing.Length > 0) SendRtcp((ref RtcpWriter writer) => Assert.True(writer.WriteNack(1, VideoSsrc + (uint)Serial, missing)));
    }

    private WatchedStream StreamOf(ReadOnlySpan<byte> packet)
    {
        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[8..]);
        return ssrc == _sound.Ssrc ? _sound : ssrc == _picture.Ssrc ? _picture : throw new InvalidOperationException($"{Name} was sent SSRC {ssrc}, which nobody announced.");
    }
}

/// <summary>One outgoing stream: what was sent under which number, and what of it arrived.</summary>
internal sealed class WatchedStream(SimulatedHall hall, string watcher, string publisher, uint ssrc, bool isVideo)
{
    private readonly Dictionary<long, byte[]> _sent = [];
    private readonly Dictionary<long, MediaTime> _sentAt = [];
    private readonly HashSet<long> _arrived = [];
    private long _highestSent = -1;
    private long _highestArrived = -1;
    private (int Serial, long Offset)? _run;

    public uint Ssrc { get; } = ssrc;

    public MediaTime LastNew { get; private set; }

    public int Received => _arrived.Count;

    public IReadOnlyList<long> Holes => [.. _sent.Keys.Where(n => n < _highestArrived && !_arrived.Contains(n) && hall.Now - _sentAt[n] > TimeSpan.FromSeconds(1)).Order()];

    public void OnSending(ReadOnlySpan<byte> packet)
    {
        var number = Extend(_highestSent, BinaryPrimitives.ReadUInt16BigEndian(packet[2..]));
        var mark = Mark.Read(packet);
        var source = hall.Publishers.SingleOrDefault(p => p.Serial == mark.Serial);
        Assert.True(source is null || source.Name == publisher, $"{watcher} watches {publisher} and was sent a packet of {source?.Name}");
        if (_sent.TryGetValue(number, out var before))
        {
            // The same index under the same key: GCM allows only the very same bytes (RFC 7714 §9.1).
            Assert.True(packet.SequenceEqual(before), $"{watcher}: number {number} was used for two packets");
            return;
        }

        Assert.False(hall.IsHeld, $"{watcher} was sent a new packet while the room was held");
        if (_run != (mark.Serial, number - mark.Index)) BeginRun(number, mark, packet);
        _sent.Add(number, packet.ToArray());
        _sentAt.Add(number, hall.Now);
        _highestSent = Math.Max(_highestSent, number);
    }

    public void OnArrived(byte[] packet)
    {
        var number = Extend(Math.Max(_highestArrived, 0), BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(2)));
        if (_highestArrived < 0) number = Extend(_highestSent, BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(2)));
        if (!_arrived.Add(number)) return;
        _highestArrived = Math.Max(_highestArrived, number);
        LastNew = hall.Now;
    }

    /// <summary>Numbers below the highest that are not there: at once, then every 100 ms for a second.</summary>
    public ushort[] TakeMissing()
    {
        var first = Math.Max(_sent.Count == 0 ? 0 : _sent.Keys.Min(), _highestArrived - 300);
        var missing = new List<ushort>();
        for (var number = first; number < _highestArrived && missing.Count < 64; number++)
            if (!_arrived.Contains(number) && (!_sentAt.TryGetValue(number, out var at) || hall.Now - at < TimeSpan.FromSeconds(3))) missing.Add((ushort)number);
        return [.. missing];
    }

    /// <summary>Another source, or the same after a hold: the numbers go on without a gap, and a picture begins with a key frame.</summary>
    private void BeginRun(long number, Mark mark, ReadOnlySpan<byte> packet)
    {
        if (_highestSent >= 0) Assert.Equal(_highestSent + 1, number);
        if (isVideo) Assert.True(packet[SimulatedClient.HeaderLength] == 0x10 && (packet[SimulatedClient.HeaderLength + 1] & 1) == 0, $"{watcher}: a stream begins without a key frame");
        _run = (mark.Serial, number - mark.Index);
    }

    private static long Extend(long highest, ushort number) => highest < 0 ? number : RtpSequence.Extend(highest, number);
}
