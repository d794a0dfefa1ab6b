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
    /// <summary>
    /// The node's next offer on the one connection that carries everybody whom a page watches; publishers may come later. Offers are
    /// numbered and only the newest may be answered, so that nothing crosses.
    /// </summary>
    ValueTask<MediaOffer> OfferAsync(WatchWish wish, CancellationToken ct);
    /// <summary>Takes the answer to an offer.</summary>
    /// <returns>Null, or NotFound (no such connection any more), Stale (a newer offer exists), MediaRefused, MediaUnavailable, TooLarge.</returns>
    ValueTask<string?> AcceptAsync(string room, string subscriber, string connectionId, int version, string answerSdp, CancellationToken ct);
    /// <summary>Answers a re-offer with new ICE credentials: the network has changed, the connection goes on (RFC 8445 §9).</summary>
    ValueTask<MediaAnswer> RestartIceAsync(string room, string participant, string connectionId, string offerSdp, CancellationToken ct);
    /// <summary>
    /// What the subscriber's page shows of the publisher's pictures: among simulcast layers the smallest that fills it is sent, as far
    /// as the line takes it. Without a word the largest is.
    /// </summary>
    /// <param name="height">In device pixels; 0 asks for the smallest layer (a tile on a wall), <see cref="int.MaxValue"/> for the largest.</param>
    ValueTask PreferAsync(string room, string subscriber, string publisher, int height, CancellationToken ct);
    /// <summary>Forwards nothing between participants while held (保持); connections stay up.</summary>
    ValueTask HoldAsync(string room, bool held, CancellationToken ct);
    /// <summary>While the room is held these go on seeing and hearing each other, and nobody else does; it is not recorded. Replaces the former list.</summary>
    ValueTask ConferAsync(string room, IReadOnlyList<string> participants, CancellationToken ct);
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

/// <param name="ConnectionId">Null begins a new connection; an earlier one of the subscriber ends when the new one is answered.</param>
/// <param name="Publishers">Whom to watch from now on; whoever is left out is not forwarded any more. At most <see cref="MaxPublishers"/>.</param>
/// <param name="RestartIce">The offer brings new ICE credentials (RFC 8445 §9).</param>
public sealed record WatchWish(string Room, string Subscriber, string? ConnectionId, IReadOnlyList<string> Publishers, bool RestartIce)
{
    public const int MaxPublishers = 16;
}

/// <summary>Either an offer with its number or a refusal code.</summary>
public sealed record MediaOffer(string? Sdp, string? ConnectionId, int Version, string? RefusalCode);

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
    /// <summary>The participant is now the one who speaks in the room; at most one does at a time (RFC 6464 levels, with hysteresis).</summary>
    public sealed record Speaking(string Room, string Participant) : MediaEvent(Room, Participant);
    /// <summary>The participant no longer speaks; told before somebody else's <see cref="Speaking"/>.</summary>
    public sealed record Quiet(string Room, string Participant) : MediaEvent(Room, Participant);
}
