using VirtualWindow.Rtc;

namespace VirtualWindow.Sfu.Feedback;

/// <summary>One packet as one consumer sent it.</summary>
internal struct SentPacket
{
    public long Sequence;
    public MediaTime LastResent;
    public uint OutgoingTimestamp;
    public ushort OutgoingSequence;
    public bool Known;
}
