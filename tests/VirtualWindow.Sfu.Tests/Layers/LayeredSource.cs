using VirtualWindow.Rtc.Rtp;

namespace VirtualWindow.Sfu.Tests.Layers;

/// <summary>A camera in three layers with three temporal layers each, as Chromium sends it: own SSRC, numbers, clock and picture ids per layer.</summary>
internal sealed class LayeredSource(Hall hall, FakePeer peer)
{
    private static readonly int[] Temporal = [0, 2, 1, 2];
    private static readonly int[] Heights = [180, 360, 720];
    private static readonly int[] Octets = [300, 900, 2700];

    private readonly Layer[] _layers =
    [
        new(0x5001, "q", 65_500, 1_000_000, 32_760, 250), new(0x5002, "h", 100, 77_000_000, 5, 10), new(0x5003, "f", 40_000, 4_000_000_000, 9_000, 99),
    ];

    private int _frame;

    /// <summary>Layers that are sent; Chromium switches the upper ones off when its uplink is narrow.</summary>
    public int Active { get; set; } = 3;

    public static uint TimestampAt(int layer, int frame) => (layer switch { 0 => 1_000_000u, 1 => 77_000_000u, _ => 4_000_000_000u }) + (uint)(frame * 3000);

    public static uint SsrcOf(int layer) => (uint)(0x5001 + layer);

    public int Frame => _frame;

    public FakePeer Peer => peer;

    /// <summary>One picture in each active layer, 33 ms later; key frames where they were asked for.</summary>
    public void Next(bool keyFrame = false)
    {
        var asked = Peer.Rtcp.SelectMany(PictureLossesIn).ToHashSet();
        Peer.Rtcp.Clear();
        for (var i = 0; i < Active; i++) Send(i, keyFrame || asked.Contains(_layers[i].Ssrc) || _frame == 0);
        _frame++;
        hall.Advance(33);
        if (_frame % 2 == 0) hall.Forwarder.Tick(hall.Now);
    }

    public void Run(int frames)
    {
        for (var i = 0; i < frames; i++) Next();
    }

    private void Send(int index, bool keyFrame)
    {
        var layer = _layers[index];
        var temporal = keyFrame ? 0 : Temporal[_frame % 4];
        if (temporal == 0) layer.Tl0++;
        var picture = layer.Picture++;
        for (var left = Octets[index]; left > 0; left -= 1000)
        {
            var first = left == Octets[index];
            byte[] descriptor =
            [
                (byte)(first ? 0x90 : 0x80), 0xE0, (byte)(0x80 | ((picture >> 8) & 0x7F)), (byte)picture, (byte)layer.Tl0, (byte)((temporal << 6) | 0x20),
                (byte)(keyFrame ? 0 : 1), 0, 0,
            ];
            byte[] frame = keyFrame && first ? [0x9D, 0x01, 0x2A, 0, 0, (byte)Heights[index], (byte)(Heights[index] >> 8)] : [];
            byte[] payload = [.. descriptor, .. frame, .. new byte[Math.Min(left, 1000)]];
            var rid = (byte)layer.Rid[0];
            var packet = Hall.Packet(Hall.Vp8, layer.Sequence++, TimestampAt(index, _frame), layer.Ssrc, payload, [0xBE, 0xDE, 0, 1, 0x60, rid, 0, 0]);
            if (left <= 1000) packet[1] |= 0x80;
            hall.Receive(Peer, packet);
        }
    }

    private static IEnumerable<uint> PictureLossesIn(byte[] compound)
    {
        var found = new List<uint>();
        var reader = new Rtc.Rtcp.RtcpReader(compound);
        while (reader.MoveNext())
            if (Rtc.Rtcp.PictureLossIndication.TryParse(reader.Current, out var loss)) found.Add(loss.MediaSsrc);
        return found;
    }

    private sealed class Layer(uint ssrc, string rid, int sequence, uint timestamp, int picture, int tl0)
    {
        public uint Ssrc => ssrc;
        public string Rid => rid;
        public int Sequence { get; set; } = sequence;
        public uint Timestamp => timestamp;
        public int Picture { get; set; } = picture;
        public int Tl0 { get; set; } = tl0;
    }
}
