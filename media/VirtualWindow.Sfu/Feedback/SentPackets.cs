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

internal struct SentPacket
{
    public long Sequence;
    public MediaTime LastResent;
    public uint OutgoingTimestamp;
    public ushort OutgoingSequence;
    public bool Known;
}

internal static class MediaTimes
{
    /// <summary>Before every instant.</summary>
    public static readonly MediaTime Never = new(long.MinValue);

    /// <summary>True when the interval has passed, or nothing happened yet.</summary>
    public static bool IsDue(this MediaTime now, MediaTime last, TimeSpan interval) => last == Never || now - last >= interval;
}
