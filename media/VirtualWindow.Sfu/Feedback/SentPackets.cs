using System.Runtime.CompilerServices;
using VirtualWindow.Rtc;

namespace VirtualWindow.Sfu.Feedback;

/// <summary>
/// What one consumer sent lately, by outgoing sequence number: enough to build exactly the same packet again from the
/// publisher's history. 32 bytes a packet.
/// </summary>
internal sealed class SentPackets(int packets)
{
    private readonly int _mask = packets - 1;
    private readonly SentPacket[] _sent = new SentPacket[packets];

    /// <summary>Brings nearer where the next packet will be remembered (<see cref="CacheLines"/>).</summary>
    public unsafe void Fetch(ushort next) => CacheLines.Fetch(Unsafe.AsPointer(ref _sent[next & _mask]), Unsafe.SizeOf<SentPacket>());

    public void Remember(in SentPacket packet) => _sent[packet.OutgoingSequence & _mask] = packet with { Known = true };

    /// <summary>The packet to send again, unless unknown or resent within one round trip: the answer is then still under way.</summary>
    public bool TryTakeForResend(ushort outgoingSequence, MediaTime now, TimeSpan roundTrip, out SentPacket packet)
    {
        ref var sent = ref _sent[outgoingSequence & _mask];
        packet = sent;
        return sent.Known && sent.OutgoingSequence == outgoingSequence && sent.TryResend(now, roundTrip);
    }

    /// <summary>A packet sent lately, for probes that repeat it.</summary>
    public bool TryFind(ushort outgoingSequence, out SentPacket packet)
    {
        packet = _sent[outgoingSequence & _mask];
        return packet.Known && packet.OutgoingSequence == outgoingSequence;
    }

    public void Clear() => _sent.AsSpan().Clear();
}
