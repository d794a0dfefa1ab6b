using Microsoft.EntityFrameworkCore;

namespace VirtualWindow.Storage.Presence;

/// <summary>Who is connected, and since when not. Only the newest connection of a subject counts.</summary>
public static class AttendanceBook
{
    /// <summary>From now on <paramref name="connectionId"/> is the subject's connection; an older one has lost its place.</summary>
    public static Task AttendAsync(this WindowDb db, Guid subject, string connectionId, DateTimeOffset now, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync(
            $"""
             INSERT INTO "Attendances" ("Subject", "ConnectionId", "SeenAt") VALUES ({subject}, {connectionId}, {now.ToUnixTimeMilliseconds()})
             ON CONFLICT ("Subject") DO UPDATE SET "ConnectionId" = excluded."ConnectionId", "SeenAt" = excluded."SeenAt"
             """, ct);

    /// <summary>Goodbye of one connection; nothing changes when a newer one has taken over.</summary>
    public static Task DepartAsync(this WindowDb db, Guid subject, string connectionId, DateTimeOffset now, CancellationToken ct) =>
        db.Attendances.Where(row => row.Subject == subject && row.ConnectionId == connectionId)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.ConnectionId, (string?)null).SetProperty(row => row.SeenAt, now), ct);

    /// <summary>These connections are still there.</summary>
    public static Task ConfirmAsync(this WindowDb db, IReadOnlyCollection<string> connectionIds, DateTimeOffset now, CancellationToken ct) =>
        db.Attendances.Where(row => row.ConnectionId != null && connectionIds.Contains(row.ConnectionId))
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.SeenAt, now), ct);

    /// <summary>Forgets those not seen since <paramref name="before"/>.</summary>
    public static Task<int> ForgetAsync(this WindowDb db, DateTimeOffset before, CancellationToken ct) =>
        db.Attendances.Where(row => row.SeenAt < before).ExecuteDeleteAsync(ct);
}
