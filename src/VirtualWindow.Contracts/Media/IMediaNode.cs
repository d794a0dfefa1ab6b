namespace VirtualWindow.Contracts.Media;

/// <summary>
/// The media node as signaling sees it: rooms by session id, participants by participant id, SDP as text.
/// Implemented by LocalMediaNode (same process) and later RemoteMediaNode. Every call is safe to repeat.
/// </summary>
public interface IMediaNode
{
    /// <summary>Answers a sendonly offer. Replaces an earlier publish of the same participant; watchers keep their streams.</summary>
    ValueTask<MediaAnswer> PublishAsync(string room, string participant, string offerSdp, CancellationToken ct);
    /// <summary>Answers a recvonly offer: <paramref name="subscriber"/> watches <paramref name="publisher"/>, now or as soon as it publishes.</summary>
    ValueTask<MediaAnswer> SubscribeAsync(string room, string subscriber, string publisher, string offerSdp, CancellationToken ct);
    /// <summary>Forwards nothing between participants while held (保持); connections stay up.</summary>
    ValueTask HoldAsync(string room, bool held, CancellationToken ct);
    /// <summary>Closes every connection of one participant; it really stops transmitting.</summary>
    ValueTask RemoveParticipantAsync(string room, string participant, CancellationToken ct);
    ValueTask CloseRoomAsync(string room, CancellationToken ct);
    /// <summary>False while new rooms would be refused (full, or being emptied): whoever waits is better off waiting than in a dark call.</summary>
    bool TakesNewRooms { get; }
    /// <summary>Records everybody who publishes in the room, now or later, until stopped or the room is closed. What is held is not recorded.</summary>
    /// <returns>False when this node cannot record; the call itself goes on.</returns>
    ValueTask<bool> StartRecordingAsync(RecordingRequest request, CancellationToken ct);
    /// <summary>Nothing that arrives after the answer is recorded.</summary>
    ValueTask StopRecordingAsync(string room, CancellationToken ct);
    /// <summary>Raised on a thread-pool thread, in order per participant; handlers return quickly.</summary>
    event Action<MediaEvent>? Changed;
}

/// <summary>Either an answer or a refusal code of <see cref="RefusalCodes"/> (MediaRefused, MediaUnavailable, MediaFull, TooLarge, Draining).</summary>
/// <param name="ConnectionId">Opaque id of the connection (WHIP/WHEP resource).</param>
public sealed record MediaAnswer(string? Sdp, string? ConnectionId, string? RefusalCode)
{
    public bool Accepted => Sdp is not null;
}

public abstract record MediaEvent(string Room, string Participant)
{
    /// <summary>ICE and DTLS are up and media flows from the participant.</summary>
    public sealed record Publishing(string Room, string Participant) : MediaEvent(Room, Participant);
    /// <summary>No packet and no ICE check for 3 s: show "connection lost", keep the seat.</summary>
    public sealed record Silent(string Room, string Participant) : MediaEvent(Room, Participant);
    /// <summary>Packets flow again after <see cref="Silent"/>.</summary>
    public sealed record Back(string Room, string Participant) : MediaEvent(Room, Participant);
    /// <summary>The publish connection is gone (closed, or 30 s without a check, RFC 7675).</summary>
    public sealed record Stopped(string Room, string Participant) : MediaEvent(Room, Participant);
    /// <summary>
    /// The node has given the room up, because it is being emptied: all connections of the room are closed, and everybody in it
    /// negotiates again, with another node or with this one after its restart. <see cref="Participant"/> is empty.
    /// </summary>
    public sealed record Moved(string Room) : MediaEvent(Room, "");
    /// <summary>The first frames of a recording lie in a file. Concerns the room: no participant.</summary>
    public sealed record RecordingStarted(string Room, string Recording) : MediaEvent(Room, "");
    /// <summary>Something is wrong with the recording of a participant, or no longer.</summary>
    public sealed record RecordingTroubleChanged(string Room, string Participant, RecordingTrouble Trouble, bool Present) : MediaEvent(Room, Participant);
    /// <summary>The recording is over, its files are closed and hashed.</summary>
    public sealed record RecordingClosed(string Room, RecordingSummary Summary) : MediaEvent(Room, "");
}
