using VirtualWindow.Domain;

namespace VirtualWindow.Storage.Claims;

/// <summary>One ticket for one desk.</summary>
public sealed record Claim(TicketId Ticket, DeskId Desk, OfferId Offer, DateTimeOffset Now, DateTimeOffset ExpiresAt);

/// <summary>
/// The conditional update that pairs: the ticket must still wait and the desk must still be ready, else nothing changes. Two
/// callers, two processes, or two databases' connections never get one ticket.
/// </summary>
public interface ITicketClaims
{
    /// <returns>True when this caller got it, durably; false when somebody was faster.</returns>
    Task<bool> TryClaimAsync(Claim claim, CancellationToken ct);
}
