using VirtualWindow.Rtc;

namespace VirtualWindow.Sfu;

/// <summary>One peer connection of a participant in a room: either its own media or what it watches.</summary>
public abstract class MediaConnection(string room, string participant)
{
    public string Room { get; } = room;

    public string Participant { get; } = participant;

    /// <summary>Its SDP answer is <see cref="IPeer.AnswerSdp"/>; null until the client has answered our offer.</summary>
    public IPeer Peer { get; private protected set; } = null!;

    public bool IsClosed { get; private protected set; }

    /// <summary>The server's next offer: these publishers and nobody else (only a connection of <see cref="SelectiveForwarder.Offer"/>).</summary>
    /// <param name="publishers">In any order.</param>
    /// <param name="version">Number that the answer has to name.</param>
    /// <returns>Null when the client offers on this connection.</returns>
    public virtual string? Offer(IReadOnlyList<string> publishers, bool restartIce, out int version, MediaTime now)
    {
        version = 0;
        return null;
    }

    /// <summary>Takes the client's answer to the newest offer; safe to repeat.</summary>
    /// <returns>Null, or a code of <see cref="Rtc.Sdp.SdpRefusal"/>.</returns>
    public virtual string? Answer(int version, string answerSdp, MediaTime now) => Rtc.Sdp.SdpRefusal.Outdated;

    /// <summary>Ends the connection; safe to repeat. The peer is closed, not disposed: that is up to the owner of the factory.</summary>
    public abstract void Close(MediaTime now);
}
