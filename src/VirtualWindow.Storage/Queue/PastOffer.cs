using VirtualWindow.Domain;

namespace VirtualWindow.Storage.Queue;

/// <summary>Stored as numbers: append only.</summary>
public enum OfferResult { Accepted = 0, Declined = 1, TimedOut = 2, Withdrawn = 3 }

/// <summary>How an offer ended: for the desk's day, and so that a desk is not asked again for what it has just declined.</summary>
public sealed class PastOffer
{
    public required OfferId Id { get; init; }
    public required TicketId Ticket { get; init; }
    public required DeskId Desk { get; init; }
    public required DateTimeOffset OfferedAt { get; init; }
    public required DateTimeOffset EndedAt { get; init; }
    public required OfferResult Result { get; init; }
    /// <summary>Why declined, in the clerk's words; null when none given.</summary>
    public string? Reason { get; init; }
}
