using System.Buffers.Binary;
using VirtualWindow.Rtc;
using VirtualWindow.Rtc.DataChannels;
using VirtualWindow.Rtc.Sctp;
using VirtualWindow.Rtc.Sdp;

namespace VirtualWindow.Fuzz.Targets;

/// <summary>A peer's data channels after the SCTP handshake, whose owner sends every message back.</summary>
internal sealed class DataPeer : IChannelOwner
{
    public const uint FirstTsn = 1_000;
    private const ushort Port = 5_000;
    private const uint Tag = 0x1111_1111;

    private readonly DataChannelTable _channels;
    private readonly PeerCounters _counters = new();
    private byte[]? _lastSent;

    public DataPeer()
    {
        _channels = new DataChannelTable(new SctpOptions(), new NegotiatedData("data", Port, 262_144), _counters, this);
        ShakeHands();
        if (_channels.Association.State != SctpState.Established) throw new InvalidOperationException("The handshake that every input begins with failed.");
    }

    public MediaTime Now { get; private set; } = new(1_000_000);

    /// <summary>First TSN of the node, which SACKs have to name.</summary>
    public uint RemoteTsn { get; private set; }

    private uint RemoteTag { get; set; }

    /// <summary>Chunks in a packet that the association takes for its client's.</summary>
    public void ReceiveChunks(ReadOnlySpan<byte> chunks)
    {
        var packet = new byte[SctpPacket.HeaderLength + chunks.Length];
        chunks.CopyTo(packet.AsSpan(SctpPacket.HeaderLength));
        BinaryPrimitives.WriteUInt16BigEndian(packet, Port);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), Port);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), RemoteTag);
        BinaryPrimitives.WriteUInt32LittleEndian(packet.AsSpan(8), SctpPacket.Checksum(packet));
        Receive(packet);
    }

    public void Receive(ReadOnlySpan<byte> packet) => _channels.Receive(packet, Now);

    public void Advance(int milliseconds)
    {
        Now += TimeSpan.FromMilliseconds(milliseconds);
        _channels.Tick(Now);
    }

    public void Close() => _channels.Close(Now);

    public void SendSctp(ReadOnlySpan<byte> packet)
    {
        if (SctpPacket.TryParse(packet, out _) != SctpFault.None) throw new InvalidOperationException("Our own packet is refused.");
        _lastSent = packet.ToArray();
    }

    public void OnChannelOpen(IDataChannel channel, MediaTime now)
    {
    }

    public void OnChannelMessage(IDataChannel channel, ref ChannelMessage message, MediaTime now)
    {
        channel.Release(message.Bytes.Length, now);
        channel.TrySend(ref message, now);
    }

    public void OnChannelDrained(IDataChannel channel, MediaTime now)
    {
    }

    public void OnChannelClosed(IDataChannel channel, MediaTime now)
    {
        if (channel.IsOpen) throw new InvalidOperationException("Closed, but open.");
    }

    private void ShakeHands()
    {
        var buffer = new byte[2048];
        var init = new SctpWriter(buffer, Port, Port, 0);
        init.Open(SctpChunkType.Init);
        init.Write(Tag);
        init.Write(1u << 20);
        init.Write((ushort)1024);
        init.Write((ushort)1024);
        init.Write(FirstTsn);
        init.WriteParameter(SctpParameter.ForwardTsnSupported, []);
        init.WriteParameter(SctpParameter.SupportedExtensions, [(byte)SctpChunkType.ReConfig, (byte)SctpChunkType.ForwardTsn]);
        init.Close();
        Receive(buffer.AsSpan(0, init.Finish()));

        _ = SctpPacket.TryParse(_lastSent, out var packet);
        var reader = new ChunkReader(packet.Chunks);
        reader.MoveNext();
        _ = InitChunk.TryParse(reader.Current.Value, out var answer);
        (RemoteTag, RemoteTsn) = (answer.InitiateTag, answer.InitialTsn);
        var echo = new SctpWriter(buffer, Port, Port, RemoteTag);
        echo.Open(SctpChunkType.CookieEcho);
        echo.Write(CookieOf(answer));
        echo.Close();
        Receive(buffer.AsSpan(0, echo.Finish()));
    }

    private static ReadOnlySpan<byte> CookieOf(in InitChunk answer)
    {
        var parameters = new ParameterReader(answer.Parameters);
        while (parameters.MoveNext())
            if (parameters.Type == SctpParameter.StateCookie) return parameters.Value;
        throw new InvalidOperationException("An INIT ACK has a cookie.");
    }
}
