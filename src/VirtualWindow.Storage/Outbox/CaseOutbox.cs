using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Tickets;

namespace VirtualWindow.Storage.Outbox;

/// <summary>Turns an ended sitting into a pending case and the promise to file it, inside the transaction that ends it.</summary>
public static class CaseOutbox
{
    /// <returns>The pending case, or null when the applicant never joined (a missed call is no case).</returns>
    /// <exception cref="InvalidOperationException">The session has not ended.</exception>
    public static async Task<Case?> PromiseCaseAsync(this WindowDb db, Session session, Ticket ticket, DateTimeOffset now, CancellationToken ct)
    {
        if (!session.Ended)
            throw new InvalidOperationException("Only an ended session becomes a case.");
        if (!session.MustBeFiled)
            return null;
        var pending = Case.Open(new(Guid.CreateVersion7(now)), await OriginAsync(db, session, ticket, ct));
        db.Cases.Add(pending);
        db.Promise(FollowUpEntry.FileCase, pending.Id.Value, now);
        return pending;
    }

    /// <summary>Writes a promise; the pump of this process is woken after the commit.</summary>
    public static void Promise(this WindowDb db, string kind, Guid subject, DateTimeOffset now, FollowUpLane lane = FollowUpLane.Quick, string? label = null)
    {
        db.FollowUps.Add(new() { Id = Guid.CreateVersion7(now), Kind = kind, Subject = subject, Lane = lane, Label = label, CreatedAt = now, NextTryAt = now });
        db.RingsBell = true;
    }

    /// <summary>What it waited for has come: an unfinished promise is due now, and whoever is at work on it is fenced out and begins anew.</summary>
    public static async Task WakeAsync(this WindowDb db, string kind, Guid subject, DateTimeOffset now, CancellationToken ct)
    {
        var rows = await db.FollowUps.Where(row => row.Kind == kind && row.Subject == subject && (row.State == FollowUpState.Waiting || row.State == FollowUpState.Leased))
            .ToListAsync(ct);
        foreach (var row in rows) row.MakeDue(now);
        db.RingsBell |= rows.Count > 0;
    }

    private static async Task<CaseOrigin> OriginAsync(WindowDb db, Session session, Ticket ticket, CancellationToken ct)
    {
        var item = await db.Items.AsNoTracking().SingleAsync(item => item.Code == ticket.Item, ct);
        var department = await db.Departments.AsNoTracking().SingleAsync(department => department.Code == item.Department, ct);
        return new(
            session.Id, ticket.Id, ticket.Number, ticket.AuthoritySite, session.Site, session.Clerk, session.ClerkName, session.ClerkNumber,
            item.Code, item.Name, item.NameEn, department.Code, department.Name, ticket.Region, ticket.Name, ticket.Phone,
            session.Outcome!.Value, session.Notes, session.StartedAt, session.EndedAt!.Value);
    }
}
