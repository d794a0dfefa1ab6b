using System.Buffers.Binary;
using VirtualWindow.Fuzz.Engine;
using VirtualWindow.Rtc.Rtcp;

namespace VirtualWindow.Fuzz.Targets;

/// <summary>
/// RTCP of a publisher and of watchers (RFC 3550 §6, RFC 4585, RFC 5104, REMB) in a room where packets flow. "How" bits 0–1: who sends;
/// bits 2–7: milliseconds later.
/// </summary>
internal sealed class RtcpTarget : FuzzTarget
{
    private const byte Vp8 = 96;

    public override string Name => "rtcp";

    public override long MaxAllocatedBytes => 3 << 20;

    public override void Run(byte[] input)
    {
        var hall = new Hall();
        ushort sequence = 65_530;
        foreach (var (how, compound) in Conversation.Read(input))
        {
            // Something to report on and to ask for again.
            for (var i = 0; i < 4; i++) hall.Publisher.ReceiveRtp(Packet(sequence++), hall.Now);
            hall.EndBatch();
            ReadAll(compound);
            var sender = (how & 3) == 0 ? hall.Publisher : hall.Watchers[how & 1];
            sender.ReceiveRtcp(compound, hall.Now);
            hall.Advance(how >> 2);
        }

        hall.Advance(1_000);
    }

    public override byte[] Mutate(byte[] input, byte[] other, Mutator mutator) =>
        Conversation.Mutate(input, other, mutator, (one, another) => FitLengths(mutator.Change(one, another, Conversation.MaxDatagram), mutator));

    private static void ReadAll(ReadOnlySpan<byte> compound)
    {
        var reader = new RtcpReader(compound);
        while (reader.MoveNext())
        {
            var packet = reader.Current;
            var blocks = ReportBlock.Read(packet);
            while (blocks.MoveNext())
            {
            }

            _ = SenderReport.TryParse(packet, out _);
            _ = PictureLossIndication.TryParse(packet, out _);
            _ = ReceiverEstimate.TryParse(packet, out _);
            if (NackReader.TryParse(packet, out var nack))
                while (nack.MoveNext()) { }
            if (FullIntraReader.TryParse(packet, out var full))
                while (full.MoveNext()) { }
            if (ByeReader.TryParse(packet, out var bye))
                while (bye.MoveNext()) { }
            if (SourceDescriptionReader.TryParse(packet, out var names))
                while (names.MoveNext()) { }
        }
    }

    /// <summary>The last packet of a compound reaches to its end, most of the time.</summary>
    private static byte[] FitLengths(byte[] compound, Mutator mutator)
    {
        if (mutator.OneIn(3)) return compound;
        for (var at = 0; at + 4 <= compound.Length;)
        {
            var words = BinaryPrimitives.ReadUInt16BigEndian(compound.AsSpan(at + 2));
            var next = at + ((words + 1) * 4);
            if (next <= compound.Length)
            {
                at = next;
                continue;
            }

            BinaryPrimitives.WriteUInt16BigEndian(compound.AsSpan(at + 2), (ushort)Math.Max(0, ((compound.Length - at) / 4) - 1));
            return compound[..(at + ((compound.Length - at) / 4 * 4))];
        }

        return compound;
    }

    private static byte[] Packet(ushort sequence)
    {
        var packet = new byte[60];
        (packet[0], packet[1], packet[12]) = (0x80, Vp8, 0x10); // a VP8 key frame: descriptor with S, then P = 0
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), 0x1234);
        return packet;
    }
}
