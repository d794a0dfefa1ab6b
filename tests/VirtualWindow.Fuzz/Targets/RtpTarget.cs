using VirtualWindow.Fuzz.Engine;
using VirtualWindow.Rtc.Rtp;
using VirtualWindow.Sfu.Forwarding;

namespace VirtualWindow.Fuzz.Targets;

/// <summary>
/// RTP packets of a publisher (RFC 3550, RFC 8285, RFC 7741, RFC 4588) through a room to its watchers. "How" bit 0: the batch ends here;
/// the rest: milliseconds until then.
/// </summary>
internal sealed class RtpTarget : FuzzTarget
{
    public override string Name => "rtp";

    /// <summary>A publisher's history of packets is taken with its first packet.</summary>
    public override long MaxAllocatedBytes => 3 << 20;

    public override void Run(byte[] input)
    {
        var hall = new Hall();
        foreach (var (how, packet) in Conversation.Read(input))
        {
            ReadAll(packet);
            hall.Publisher.ReceiveRtp(packet, hall.Now);
            // The peers here have one buffer each: a batch of one.
            hall.EndBatch();
            if ((how & 1) != 0) hall.Advance(how >> 1);
        }

        hall.Advance(1_000);
        hall.Publisher.Close(Rtc.PeerCloseReason.Local);
        hall.Advance(50);
    }

    public override byte[] Mutate(byte[] input, byte[] other, Mutator mutator) =>
        Conversation.Mutate(input, other, mutator, (one, another) => mutator.Change(one, another, Conversation.MaxDatagram));

    private static void ReadAll(ReadOnlySpan<byte> packet)
    {
        if (!RtpHeader.TryParse(packet, out var header)) return;
        var extensions = header.Extensions(packet);
        var ends = 0;
        while (extensions.MoveNext())
            if (++ends > packet.Length) throw new InvalidOperationException("More extensions than bytes.");
        var payload = packet[header.Length..(packet.Length - header.PaddingLength)];
        _ = Vp8Descriptor.TryParse(payload, out _);
        KeyFrames.Starts(KeyFrameFormat.Vp8, payload);
        KeyFrames.Starts(KeyFrameFormat.H264, payload);
    }
}
