using VirtualWindow.Rtc;

namespace VirtualWindow.Sfu;

/// <summary>
/// All rooms of one media loop (a selective forwarding unit, RFC 7667 §3.7). Sans-IO: peers come from the factory, time is
/// an argument, everything runs on the loop's thread. Per receive batch the loop feeds the peers, then calls
/// <see cref="EndBatch"/>; about every 50 ms it calls <see cref="Tick"/>.
/// </summary>
public sealed class SelectiveForwarder(IPeerFactory peers, SfuOptions options, ISfuObserver observer)
{
    /// <summary>Answers a sendonly offer. An earlier publish of the same participant is closed; its watchers keep their streams.</summary>
    /// <returns>Null with a reason when the offer cannot be served; the earlier publish then stays.</returns>
    public MediaConnection? Publish(string room, string participant, string offerSdp, MediaTime now, out string? reason) =>
        throw new NotImplementedException($"{peers} {options} {observer}");

    /// <summary>Answers a recvonly offer; the publisher may come later. An earlier subscription to the same publisher is closed.</summary>
    public MediaConnection? Subscribe(string room, string subscriber, string publisher, string offerSdp, MediaTime now, out string? reason) =>
        throw new NotImplementedException();

    /// <summary>Forwards no media while held; reports go on, so that connections stay up. Holding an unknown room makes it.</summary>
    public void Hold(string room, bool held, MediaTime now) => throw new NotImplementedException();

    /// <summary>Closes every connection of the participant; its watchers wait for its return.</summary>
    public void RemoveParticipant(string room, string participant, MediaTime now) => throw new NotImplementedException();

    public void CloseRoom(string room, MediaTime now) => throw new NotImplementedException();

    /// <summary>Forwards what arrived since the last call, receiver by receiver. Packet memory may be reused afterwards.</summary>
    public void EndBatch(MediaTime now) => throw new NotImplementedException();

    /// <summary>Reports, NACK repetition, bandwidth feedback, silence. Every 20 to 100 ms.</summary>
    public void Tick(MediaTime now) => throw new NotImplementedException();
}
