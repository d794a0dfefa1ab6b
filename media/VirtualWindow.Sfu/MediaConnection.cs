using VirtualWindow.Rtc;

namespace VirtualWindow.Sfu;

/// <summary>One peer connection of a participant in a room: either its own media or what it watches of one publisher.</summary>
public abstract class MediaConnection(string room, string participant)
{
    public string Room { get; } = room;

    public string Participant { get; } = participant;

    /// <summary>Its SDP answer is <see cref="IPeer.AnswerSdp"/>.</summary>
    public IPeer Peer { get; private protected set; } = null!;

    public bool IsClosed { get; private protected set; }

    /// <summary>Ends the connection; safe to repeat. The peer is closed, not disposed: that is up to the owner of the factory.</summary>
    public abstract void Close(MediaTime now);
}
