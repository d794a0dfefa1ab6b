using System.Buffers.Binary;
using VirtualWindow.Rtc;
using VirtualWindow.Rtc.Rtcp;
using VirtualWindow.Testing.Impairment;

namespace VirtualWindow.Sfu.Tests.Simulated;

/// <summary>A client and its network. Packets tell who made them and the how-manieth they are, so that everyone can check.</summary>
internal abstract class SimulatedClient(SimulatedHall hall, string name, int serial)
{
    public const byte Vp8 = 96;
    public const byte Opus = 111;
    public const int HeaderLength = 12;

    private readonly ImpairedLink<(byte[] Bytes, bool IsRtcp)> _up = new(LinkSettings.Perfect, hall.Chance.Next());
    private readonly ImpairedLink<(byte[] Bytes, bool IsRtcp)> _down = new(LinkSettings.Perfect, hall.Chance.Next());

    public string Name { get; } = name;

    /// <summary>Of all clients of the run.</summary>
    public int Serial { get; } = serial;

    public SimulatedPeer Peer { get; set; } = null!;

    public abstract IReadOnlyList<NegotiatedMedia> Media { get; }

    protected SimulatedHall Hall { get; } = hall;

    public void SetNetwork(LinkSettings both) => (_up.Settings, _down.Settings) = (both, both);

    public void SendDown(ReadOnlySpan<byte> bytes, bool isRtcp) => _down.Send((bytes.ToArray(), isRtcp), bytes.Length, Hall.Clock);

    /// <summary>What the unit sends, before the network has its say.</summary>
    public virtual void OnSending(ReadOnlySpan<byte> packet)
    {
    }

    public void Run()
    {
        while (_down.TryReceive(Hall.Clock, out var arrived))
        {
            if (arrived.IsRtcp) OnRtcp(arrived.Bytes);
            else OnRtp(arrived.Bytes);
        }

        Act();
        while (_up.TryReceive(Hall.Clock, out var arrived)) Deliver(arrived.Bytes, arrived.IsRtcp);
    }

    protected abstract void Act();

    protected abstract void OnRtp(byte[] packet);

    protected abstract void OnRtcp(byte[] compound);

    protected void SendUp(byte[] bytes, bool isRtcp) => _up.Send((bytes, isRtcp), bytes.Length, Hall.Clock);

    protected delegate void WriteRtcp(ref RtcpWriter writer);

    protected void SendRtcp(WriteRtcp write)
    {
        var buffer = new byte[1500];
        var writer = new RtcpWriter(buffer);
        write(ref writer);
        SendUp(writer.Written.ToArray(), isRtcp: true);
    }

    protected static NegotiatedMedia Line(MediaKind kind, uint ssrc, bool receives)
    {
        string[] feedback = kind == MediaKind.Video ? ["nack", "nack pli"] : [];
        var codec = kind == MediaKind.Video ? new NegotiatedCodec(Vp8, "VP8", 90_000, 0, null, null, feedback) : new NegotiatedCodec(Opus, "opus", 48_000, 2, null, null, feedback);
        return new NegotiatedMedia(kind.ToString(), kind, receives, !receives, [codec], receives ? [ssrc] : [], receives ? 0 : ssrc, new Dictionary<string, byte>());
    }

    private void Deliver(byte[] bytes, bool isRtcp)
    {
        if (Peer.State != PeerState.Connected) return;
        Peer.LastHeard = Hall.Now;
        if (isRtcp)
        {
            Peer.Handler.OnRtcp(Peer, bytes, Hall.Now);
            return;
        }

        Hall.Received++;
        var packet = Sfu.Tests.Hall.Pin(bytes);
        Peer.Handler.OnRtp(Peer, packet, Hall.Now);
        Hall.Forwarder.EndBatch(Hall.Now);
        // Its memory may go only after the batch, and the room knows it by address alone; here each packet is a batch.
        GC.KeepAlive(packet);
    }
}

/// <summary>Sound every 20 ms, a picture of three packets every 33 ms; repeats what it is asked for, begins anew with a key frame when told.</summary>
internal sealed class SimulatedPublisher(SimulatedHall hall, string name, int serial) : SimulatedClient(hall, name, serial)
{
    private const int PacketsPerPicture = 3;
    private const uint MediaSsrcs = 0x1000_0000;

    private readonly Dictionary<ushort, byte[]> _sentPictures = [];
    private readonly ushort _firstNumber = (ushort)hall.Chance.Next(65_536);
    private MediaTime _nextSound = hall.Now;
    private MediaTime _nextPicture = hall.Now;
    private MediaTime _nextReport = hall.Now;
    private bool _keyFrame = true;
    private int _sounds;
    private int _pictures;
    private int _picturePackets;

    public override IReadOnlyList<NegotiatedMedia> Media { get; } =
        [Line(MediaKind.Audio, MediaSsrcs + (uint)serial, receives: true), Line(MediaKind.Video, (2 * MediaSsrcs) + (uint)serial, receives: true)];

    protected override void Act()
    {
        if (Hall.Now >= _nextSound)
        {
            _nextSound += TimeSpan.FromMilliseconds(20);
            SendUp(Packet(MediaKind.Audio, _sounds, (uint)_sounds * 960, marker: false, [0x78]), isRtcp: false);
            _sounds++;
        }

        if (Hall.Now >= _nextPicture)
        {
            _nextPicture += TimeSpan.FromMilliseconds(33);
            SendPicture();
        }

        if (Hall.Now < _nextReport) return;
        _nextReport += TimeSpan.FromSeconds(1);
        SendRtcp((ref RtcpWriter writer) => writer.WriteSenderReport(
            new SenderReport((2 * MediaSsrcs) + (uint)Serial, (ulong)Hall.Now.Microseconds << 12, (uint)_pictures * 2970, (uint)_picturePackets, 0)));
    }

    protected override void OnRtp(byte[] packet) => Assert.Fail("A publisher is sent no media.");

    protected override void OnRtcp(byte[] compound)
    {
        var reader = new RtcpReader(compound);
        while (reader.MoveNext())
        {
            if (PictureLossIndication.TryParse(reader.Current, out _)) _keyFrame = true;
            if (!NackReader.TryParse(reader.Current, out var nack)) continue;
            while (nack.MoveNext())
                if (_sentPictures.TryGetValue(nack.Current, out var packet)) SendUp(packet, isRtcp: false);
        }

        Assert.Equal(RtcpFault.None, reader.Fault);
    }

    private void SendPicture()
    {
        for (var part = 0; part < PacketsPerPicture; part++)
        {
            // VP8 descriptor with S on the first, then P = 0 for a key frame (RFC 7741 §4.2, RFC 6386 §9.1).
            byte[] head = part == 0 ? [0x10, (byte)(_keyFrame ? 0 : 1)] : [0, 1];
            var packet = Packet(MediaKind.Video, _picturePackets, (uint)_pictures * 2970, part == PacketsPerPicture - 1, head);
            _sentPictures[BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(2))] = packet;
            SendUp(packet, isRtcp: false);
            _picturePackets++;
        }

        _pictures++;
        _keyFrame = false;
    }

    private byte[] Packet(MediaKind kind, int index, uint timestamp, bool marker, byte[] head)
    {
        var isVideo = kind == MediaKind.Video;
        var packet = new byte[HeaderLength + 10 + (isVideo ? 190 : 20)];
        packet[0] = 0x80;
        packet[1] = (byte)((marker ? 0x80 : 0) | (isVideo ? Vp8 : Opus));
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)(_firstNumber + index));
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), (isVideo ? 2 * MediaSsrcs : MediaSsrcs) + (uint)Serial);
        head.CopyTo(packet, HeaderLength);
        new Mark(Serial, index).WriteTo(packet);
        return packet;
    }
}

/// <summary>Who made a packet, and the how-manieth of its kind it is; behind the two bytes that the codec may need.</summary>
internal readonly record struct Mark(int Serial, int Index)
{
    private const int Offset = SimulatedClient.HeaderLength + 2;

    public static Mark Read(ReadOnlySpan<byte> packet) =>
        new(BinaryPrimitives.ReadInt32BigEndian(packet[Offset..]), BinaryPrimitives.ReadInt32BigEndian(packet[(Offset + 4)..]));

    public void WriteTo(Span<byte> packet)
    {
        BinaryPrimitives.WriteInt32BigEndian(packet[Offset..], Serial);
        BinaryPrimitives.WriteInt32BigEndian(packet[(Offset + 4)..], Index);
    }
}
