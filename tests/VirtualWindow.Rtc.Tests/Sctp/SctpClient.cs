using System.Buffers.Binary;
using VirtualWindow.Rtc.Sctp;

namespace VirtualWindow.Rtc.Tests.Sctp;

/// <summary>The active side that browsers play: INIT and COOKIE ECHO by hand, then an association like the server's.</summary>
internal sealed class SctpClient
{
    public const ushort Port = 5000;

    private static readonly TimeSpan HandshakeRepeat = TimeSpan.FromMilliseconds(300);

    private readonly SctpOptions _options;
    private readonly uint _tag;
    private readonly uint _firstTsn;
    private readonly Queue<byte[]> _outbound = new();
    private byte[] _handshake;
    private MediaTime _repeatAt;
    private SctpAgreement _agreed;

    public SctpClient(SctpOptions options, ISctpUser user, uint tag = 0x11111111, uint firstTsn = 1000)
    {
        (_options, _tag, _firstTsn) = (options, tag, firstTsn);
        Association = new(options, Port, new(), user);
        _handshake = MakeInit();
    }

    public SctpAssociation Association { get; }

    /// <summary>INIT in a packet of its own, as captured from Chromium but for the numbers.</summary>
    public byte[] MakeInit() => Packet(0, (ref SctpWriter writer) =>
    {
        writer.Open(SctpChunkType.Init);
        writer.Write(_tag);
        writer.Write((uint)_options.ReceiveWindowBytes);
        writer.Write((ushort)1024);
        writer.Write((ushort)1024);
        writer.Write(_firstTsn);
        writer.WriteParameter(SctpParameter.ForwardTsnSupported, []);
        writer.WriteParameter(SctpParameter.SupportedExtensions, [(byte)SctpChunkType.ReConfig, (byte)SctpChunkType.ForwardTsn]);
        writer.Close();
    });

    public void Receive(byte[] packet, MediaTime now)
    {
        if (Association.State == SctpState.Listening && TryShakeHands(packet, now)) return;
        Association.Receive(packet, now);
    }

    public void Tick(MediaTime now)
    {
        if (Association.State == SctpState.Listening && now >= _repeatAt)
        {
            _outbound.Enqueue(_handshake);
            _repeatAt = now + HandshakeRepeat;
        }
        Association.Tick(now);
    }

    public int Poll(Span<byte> buffer, MediaTime now)
    {
        if (!_outbound.TryDequeue(out var packet)) return Association.Poll(buffer, now);
        packet.CopyTo(buffer);
        return packet.Length;
    }

    public static byte[] Packet(uint tag, WriteChunks write, ushort source = Port, ushort destination = Port)
    {
        var buffer = new byte[2048];
        var writer = new SctpWriter(buffer, source, destination, tag);
        write(ref writer);
        return buffer[..writer.Finish()];
    }

    private bool TryShakeHands(byte[] bytes, MediaTime now)
    {
        if (SctpPacket.TryParse(bytes, out var packet) != SctpFault.None) return true;
        var reader = new ChunkReader(packet.Chunks);
        reader.MoveNext();
        if (reader.Current.Type == SctpChunkType.InitAck && _agreed.RemoteTag == 0) TakeInitAck(reader.Current.Value, now);
        // Whatever else comes under our tag proves that the cookie arrived.
        else if (_agreed.RemoteTag != 0 && reader.Current.Type != SctpChunkType.InitAck)
        {
            Association.Establish(_agreed);
            return reader.Current.Type == SctpChunkType.CookieAck && !reader.MoveNext();
        }
        return true;
    }

    private void TakeInitAck(ReadOnlySpan<byte> value, MediaTime now)
    {
        if (!InitChunk.TryParse(value, out var init) || !init.TryReadExtensions([], out var extensions)) throw new InvalidOperationException("the INIT ACK is malformed");
        _agreed = new(Port, Port, _tag, init.InitiateTag, _firstTsn, init.InitialTsn, init.ReceiveWindow, Math.Min((ushort)1024, init.InboundStreams), extensions);
        var cookie = CookieOf(init);
        _handshake = Packet(init.InitiateTag, (ref SctpWriter writer) =>
        {
            writer.Open(SctpChunkType.CookieEcho);
            writer.Write(cookie);
            writer.Close();
        });
        _outbound.Enqueue(_handshake);
        _repeatAt = now + HandshakeRepeat;
    }

    public static byte[] CookieOf(in InitChunk init)
    {
        var parameters = new ParameterReader(init.Parameters);
        while (parameters.MoveNext())
        {
            if (parameters.Type == SctpParameter.StateCookie) return parameters.Value.ToArray();
        }
        throw new InvalidOperationException("no cookie");
    }

    public static uint TagOf(byte[] packet) => BinaryPrimitives.ReadUInt32BigEndian(packet.AsSpan(4));

    public delegate void WriteChunks(ref SctpWriter writer);
}
