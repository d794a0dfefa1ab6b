using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VirtualWindow.Contracts;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Signaling.Identity;
using VirtualWindow.Signaling.Negotiation;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.Documents;

/// <summary>Who asks by HTTP, and from which seat: the applicant by the cookie of the ticket, staff by theirs, both only while they take part.</summary>
internal sealed class DocumentCallers(IWindowStore store, ApplicantPasses passes, IOptions<DocumentOptions> options, TimeProvider time)
{
    private readonly TokenBuckets _addresses = new(options.Value.BurstPerAddress, options.Value.PerMinutePerAddress / 60, time);

    public bool MayAsk(HttpContext http) => _addresses.TryTake(http.Connection.RemoteIpAddress?.ToString() ?? "");

    /// <returns>The seat, or why there is none.</returns>
    public async Task<(Seat? Seat, Refusal? Refusal)> FindAsync(HttpContext http, SessionId id)
    {
        var ct = http.RequestAborted;
        var ticket = await passes.OwnerAsync(http, ct);
        var staff = http.User.Identity is { IsAuthenticated: true } ? http.User.FindFirstValue(ClaimTypes.NameIdentifier) : null;
        if (ticket is null && staff is null) return (null, Refuse.SignInRequired);
        if (await store.ReadAsync((db, stop) => db.Sessions.SingleOrDefaultAsync(row => row.Id == id, stop), ct) is not { } session) return (null, Refuse.NoSession);
        if (SeatOf(session, ticket, staff) is not { } seat) return (null, Refuse.NotYours);
        return session.Ended || !seat.Present ? (null, Refuse.NoSession) : (new Seat(session, seat), null);
    }

    // Somebody may be signed in as staff and hold a ticket in the same browser: whichever fits this session.
    private static Participant? SeatOf(Session session, TicketId? ticket, string? staff) =>
        session.Ticket == ticket ? session.Applicant
        : staff is null ? null
        : session.Participants.FirstOrDefault(seat => seat.Staff?.Value == staff && seat.Present) ?? session.Participants.FirstOrDefault(seat => seat.Staff?.Value == staff);
}
