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

/// <summary>The way of every step: seat → gate → one transaction → both pages are told to look again.</summary>
internal sealed class Signings(IWindowStore store, SigningViews views, HubVoice voice, TimeProvider time)
{
    /// <summary>The seat and the gate as they are; the gate is new while nothing happened yet.</summary>
    public async Task<(SigningSeat? Seat, Refusal? Refusal)> EnterAsync(HubConnection connection, string sessionId, CancellationToken ct) =>
        await store.ReadAsync((db, stop) => LoadAsync(db, connection, sessionId, stop), ct);

    /// <param name="step">Changes the gate, or says why not.</param>
    public async Task<Reply<SigningView>> ChangeAsync(
        HubConnection connection, string sessionId, Func<SigningSeat, DateTimeOffset, SigningRefusal> step, CancellationToken ct, Action<WindowDb, SigningSeat>? beside = null)
    {
        var (seat, refusal) = await store.WriteAsync<(SigningSeat?, Refusal?)>(async (db, stop) =>
        {
            var (found, no) = await LoadAsync(db, connection, sessionId, stop);
            if (found is null) return (null, no);
            if (SigningRefusals.Of(step(found, time.GetUtcNow())) is { } refused) return (null, refused);
            if (db.Entry(found.Gate).State == EntityState.Detached) db.Signings.Add(found.Gate);
            // The papers are rows of their own: without this the gate's version would not move with them.
            else db.Entry(found.Gate).State = EntityState.Modified;
            beside?.Invoke(db, found);
            return (found, null);
        }, ct);
        if (seat is null) return refusal!;
        Tell(seat);
        return await ViewAsync(seat, ct);
    }

    public async Task<Reply<SigningView>> ViewAsync(SigningSeat seat, CancellationToken ct) => await views.OfAsync(seat, ct);

    private void Tell(SigningSeat seat)
    {
        var news = new SigningNews(seat.Session.Id.ToString(), seat.Gate.Version);
        voice.TellApplicant(Subject.Of(seat.Session.Ticket), news);
        voice.TellDesk(Subject.Of(seat.Session.Desk), news);
    }

    private static async Task<(SigningSeat? Seat, Refusal? Refusal)> LoadAsync(WindowDb db, HubConnection connection, string sessionId, CancellationToken ct)
    {
        var (seat, refusal) = await Seat.FindAsync(db, sessionId, connection, ct);
        if (seat is null) return (null, refusal);
        if (seat.Participant.Role is not (PartyRole.Applicant or PartyRole.Clerk)) return (null, Refuse.NotYours);
        var gate = await db.Signings.SingleOrDefaultAsync(row => row.Session == seat.Session.Id, ct) ?? SigningGate.Open(seat.Session.Id);
        var item = await db.Tickets.Where(row => row.Id == seat.Session.Ticket).Select(row => row.Item).SingleAsync(ct);
        return (new SigningSeat(seat.Session, seat.Participant, item, gate), null);
    }
}
