using VirtualWindow.Rtc;

namespace VirtualWindow.Sfu.Feedback;

/// <summary>
/// What one consumer sent lately, by outgoing sequence number: enough to build exactly the same packet again from the
/// publisher's history. 24 bytes a packet.
/// </summary>
internal sealed class SentPackets(int packets)
{
    private readonly int _mask = packets - 1;
    private readonly SentPacket[] _sent = new SentPacket[packets];

    public void Remember(ushort outgoingSequence, uint outgoingTimestamp, long sequence) =>
        _sent[outgoingSequence & _mask] = new SentPacket
        {
            Known = true, OutgoingSequence = outgoingSequence, OutgoingTimestamp = outgoingTimestamp, Sequence = sequence, LastResent = MediaTimes.Never,
        };

    /// <summary>The packet to send again, unless unknown or resent within one round trip: the answer is then still under way.</summary>
    public bool TryTakeForResend(ushort outgoingSequence, MediaTime now, TimeSpan roundTrip, out SentPacket packet)
    {
        ref var sent = ref _sent[outgoingSequence & _mask];
        packet = sent;
        if (!sent.Known || sent.OutgoingSequence != outgoingSequence) return false;
        if (sent.LastResent != MediaTimes.Never && now - sent.LastResent < roundTrip) return false;
        sent.LastResent = now;
        return true;
    }

    public void Clear() => _sent.AsSpan().Clear();
}
