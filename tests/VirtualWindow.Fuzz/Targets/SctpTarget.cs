using System.Buffers.Binary;
using VirtualWindow.Fuzz.Engine;

namespace VirtualWindow.Fuzz.Targets;

/// <summary>
/// SCTP packets to an established association (RFC 9260, RFC 3758, RFC 6525). "How" bit 0: a whole packet as it is, else chunks, which get
/// header, tag and checksum; bits 1–7: milliseconds later.
/// </summary>
internal sealed class SctpTarget : FuzzTarget
{
    private const byte Sack = 3;

    public override string Name => "sctp";

    /// <summary>A window of 1 MiB may fill with what is incomplete.</summary>
    public override long MaxAllocatedBytes => 4 << 20;

    public override void Run(byte[] input)
    {
        var peer = new DataPeer();
        foreach (var (how, datagram) in Conversation.Read(input))
        {
            if ((how & 1) != 0) peer.Receive(datagram);
            else peer.ReceiveChunks(AboutOurs(datagram, peer.RemoteTsn));
            peer.Advance(how >> 1);
        }

        // Everything that repeats, until it gives up.
        for (var i = 0; i < 20; i++) peer.Advance(2_000);
        peer.Close();
    }

    public override byte[] Mutate(byte[] input, byte[] other, Mutator mutator) =>
        Conversation.Mutate(input, other, mutator, (one, another) => FitLengths(mutator.Change(one, another, Conversation.MaxDatagram), mutator));

    /// <summary>The node's first TSN is random: SACKs in an input count from 0.</summary>
    private static byte[] AboutOurs(byte[] chunks, uint first)
    {
        if (chunks.Length < 8 || chunks[0] != Sack) return chunks;
        var cumulative = chunks.AsSpan(4);
        BinaryPrimitives.WriteUInt32BigEndian(cumulative, BinaryPrimitives.ReadUInt32BigEndian(cumulative) + first);
        return chunks;
    }

    /// <summary>Chunks follow one another to the end of the packet.</summary>
    private static byte[] FitLengths(byte[] chunks, Mutator mutator)
    {
        if (mutator.OneIn(4)) return chunks;
        for (var at = 0; at + 4 <= chunks.Length;)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(chunks.AsSpan(at + 2));
            if (length < 4 || length > chunks.Length - at) BinaryPrimitives.WriteUInt16BigEndian(chunks.AsSpan(at + 2), length = (ushort)(chunks.Length - at));
            at += (length + 3) & ~3;
        }

        return chunks;
    }
}
