using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Signing;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Signing;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Negotiation;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.Signing;

/// <summary>Who asks, in which session, and where its signing stands.</summary>
internal sealed record SigningSeat(Session Session, Participant Participant, ItemCode Item, SigningGate Gate)
{
    public bool IsApplicant => Participant.Role == PartyRole.Applicant;
}

/// <summary>From which seat a request comes, asked of the database: a page asks by its connection, a phone by its one-time token.</summary>
internal delegate Task<(Seat? Seat, Refusal? Refusal)> SeatQuestion(WindowDb db, CancellationToken ct);

/// <summary>The way of every step: seat → gate → one transaction → both pages are told to look again.</summary>
internal sealed class Signings(IWindowStore store, SigningViews views, HubVoice voice, TimeProvider time)
{
    /// <summary>The seat and the gate as they are; the gate is new while nothing happened yet.</summary>
    public Task<(SigningSeat? Seat, Refusal? Refusal)> EnterAsync(HubConnection connection, string sessionId, CancellationToken ct) => EnterAsync(By(connection, sessionId), ct);

    /// <inheritdoc cref="EnterAsync(HubConnection, string, CancellationToken)"/>
    public Task<(SigningSeat? Seat, Refusal? Refusal)> EnterAsync(SeatQuestion by, CancellationToken ct) => store.ReadAsync((db, stop) => LoadAsync(db, by, stop), ct);

    /// <param name="step">Changes the gate, or says why not.</param>
    public Task<Reply<SigningView>> ChangeAsync(HubConnection connection, string sessionId, Func<SigningSeat, DateTimeOffset, SigningRefusal> step, CancellationToken ct) =>
        ChangeAsync(By(connection, sessionId), step, ct);

    /// <param name="step">Changes the gate, or says why not.</param>
    /// <param name="beside">What becomes true with it, in the same transaction.</param>
    public async Task<Reply<SigningView>> ChangeAsync(
        SeatQuestion by, Func<SigningSeat, DateTimeOffset, SigningRefusal> step, CancellationToken ct, Action<WindowDb>? beside = null)
    {
        var (seat, refusal) = await store.WriteAsync<(SigningSeat?, Refusal?)>(async (db, stop) =>
        {
            var (found, no) = await LoadAsync(db, by, stop);
            if (found is null) return (null, no);
            if (SigningRefusals.Of(step(found, time.GetUtcNow())) is { } refused) return (null, refused);
            if (db.Entry(found.Gate).State == EntityState.Detached) db.Signings.Add(found.Gate);
            // The papers are rows of their own: without this the gate's version would not move with them.
            else db.Entry(found.Gate).State = EntityState.Modified;
            beside?.Invoke(db);
            return (found, null);
        }, ct);
        if (seat is null) return refusal!;
        Tell(seat);
        return await ViewAsync(seat, ct);
    }

    /// <summary>The question of who sits where a page is connected.</summary>
    public static SeatQuestion By(HubConnection connection, string sessionId) => (db, ct) => Seat.FindAsync(db, sessionId, connection, ct);

    public async Task<Reply<SigningView>> ViewAsync(SigningSeat seat, CancellationToken ct) => await views.OfAsync(seat, ct);

    private void Tell(SigningSeat seat)
    {
        var news = new SigningNews(seat.Session.Id.ToString(), seat.Gate.Version);
        voice.TellApplicant(Subject.Of(seat.Session.Ticket), news);
        voice.TellDesk(Subject.Of(seat.Session.Desk), news);
    }

    private static async Task<(SigningSeat? Seat, Refusal? Refusal)> LoadAsync(WindowDb db, SeatQuestion by, CancellationToken ct)
    {
        var (seat, refusal) = await by(db, ct);
        if (seat is null) return (null, refusal);
        if (seat.Participant.Role is not (PartyRole.Applicant or PartyRole.Clerk)) return (null, Refuse.NotYours);
        var gate = await db.Signings.SingleOrDefaultAsync(row => row.Session == seat.Session.Id, ct) ?? SigningGate.Open(seat.Session.Id);
        var item = await db.Tickets.Where(row => row.Id == seat.Session.Ticket).Select(row => row.Item).SingleAsync(ct);
        return (new SigningSeat(seat.Session, seat.Participant, item, gate), null);
    }
}
