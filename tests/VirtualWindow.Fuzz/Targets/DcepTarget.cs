using System.Buffers.Binary;
using VirtualWindow.Fuzz.Engine;
using VirtualWindow.Rtc.DataChannels;
using VirtualWindow.Rtc.Sctp;

namespace VirtualWindow.Fuzz.Targets;

/// <summary>
/// Messages of data channels (RFC 8831, RFC 8832), above all DATA_CHANNEL_OPEN, in well-formed DATA chunks. "How" bits 0–2: the payload
/// protocol; bits 3–5: the stream; bit 6: unordered; bit 7: the stream is reset afterwards.
/// </summary>
internal sealed class DcepTarget : FuzzTarget
{
    private const byte Dcep = 50;
    private const ushort OutgoingReset = 13;
    private const int MaxMessage = 1_100;

    private static readonly byte[] Protocols = [Dcep, 51, 53, 56, 57, 0, Dcep, 52];

    public override string Name => "dcep";

    public override long MaxAllocatedBytes => 4 << 20;

    public override void Run(byte[] input)
    {
        var peer = new DataPeer();
        var tsn = DataPeer.FirstTsn;
        var sequences = new ushort[8];
        var resets = 0u;
        foreach (var (how, message) in Conversation.Read(input))
        {
            if (DcepOpen.TryParse(message, out var open) && !DcepOpen.TryParse(open.ToBytes(), out _)) throw new InvalidOperationException("What was read cannot be written.");
            var stream = (ushort)((how >> 3) & 7);
            var isUnordered = (how & 0x40) != 0;
            peer.ReceiveChunks(Data(tsn++, stream, isUnordered ? (ushort)0 : sequences[stream]++, Protocols[how & 7], message.AsSpan(0, Math.Min(message.Length, MaxMessage)), isUnordered));
            if ((how & 0x80) != 0)
            {
                peer.ReceiveChunks(Reset(stream, tsn - 1, resets++));
                sequences[stream] = 0;
            }

            peer.Advance(20);
        }

        peer.Close();
    }

    public override byte[] Mutate(byte[] input, byte[] other, Mutator mutator) =>
        Conversation.Mutate(input, other, mutator, (one, another) => FitLengths(mutator.Change(one, another, MaxMessage), mutator));

    /// <summary>Label and protocol fill the message.</summary>
    private static byte[] FitLengths(byte[] message, Mutator mutator)
    {
        if (message.Length < 12 || message[0] != DcepOpen.MessageType || mutator.OneIn(4)) return message;
        var names = message.Length - 12;
        var label = BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(8)) % (names + 1);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(8), (ushort)label);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(10), (ushort)(names - label));
        return message;
    }

    private static byte[] Data(uint tsn, ushort stream, ushort sequence, byte protocol, ReadOnlySpan<byte> message, bool isUnordered)
    {
        var flags = (byte)(DataChunk.BeginFlag | DataChunk.EndFlag | (isUnordered ? DataChunk.UnorderedFlag : 0));
        var chunk = new byte[(16 + message.Length + 3) & ~3];
        (chunk[0], chunk[1]) = ((byte)SctpChunkType.Data, flags);
        BinaryPrimitives.WriteUInt16BigEndian(chunk.AsSpan(2), (ushort)(16 + message.Length));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(4), tsn);
        BinaryPrimitives.WriteUInt16BigEndian(chunk.AsSpan(8), stream);
        BinaryPrimitives.WriteUInt16BigEndian(chunk.AsSpan(10), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(12), protocol);
        message.CopyTo(chunk.AsSpan(16));
        return chunk;
    }

    private static byte[] Reset(ushort stream, uint lastTsn, uint number)
    {
        var chunk = new byte[4 + 20];
        chunk[0] = (byte)SctpChunkType.ReConfig;
        chunk[3] = 4 + 18;
        BinaryPrimitives.WriteUInt16BigEndian(chunk.AsSpan(4), OutgoingReset);
        chunk[7] = 18;
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8), DataPeer.FirstTsn + number);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(16), lastTsn);
        BinaryPrimitives.WriteUInt16BigEndian(chunk.AsSpan(20), stream);
        return chunk;
    }
}
