using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;

namespace VirtualWindow.Storage.Access;

/// <summary>Opaque secrets of 256 random bits for applicants, hashed at rest: a join token is traded once for a pass.</summary>
public static class ApplicantAccess
{
    public static readonly TimeSpan JoinTokenLifetime = TimeSpan.FromMinutes(10);

    /// <returns>The token, base64url; it is never seen again.</returns>
    public static string IssueJoinToken(this WindowDb db, TicketId ticket, DateTimeOffset now)
    {
        var secret = OpaqueSecret.New();
        db.JoinTokens.Add(new() { Hash = OpaqueSecret.HashOf(secret), Ticket = ticket, ExpiresAt = now + JoinTokenLifetime });
        return secret;
    }

    /// <summary>Spends a join token; of two that try at once, one wins.</summary>
    /// <returns>The ticket it opens, or null when unknown, spent or expired.</returns>
    public static async Task<TicketId?> SpendJoinTokenAsync(this WindowDb db, string token, DateTimeOffset now, CancellationToken ct)
    {
        var hash = OpaqueSecret.HashOf(token);
        var spent = await db.JoinTokens.Where(row => row.Hash == hash && row.SpentAt == null && row.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.SpentAt, now), ct);
        return spent == 0 ? null : (await db.JoinTokens.AsNoTracking().SingleAsync(row => row.Hash == hash, ct)).Ticket;
    }

    /// <returns>The pass, base64url, for the cookie.</returns>
    public static string IssuePass(this WindowDb db, TicketId ticket, DateTimeOffset now, TimeSpan lifetime)
    {
        var secret = OpaqueSecret.New();
        db.ApplicantPasses.Add(new() { Hash = OpaqueSecret.HashOf(secret), Ticket = ticket, IssuedAt = now, ExpiresAt = now + lifetime });
        return secret;
    }

    /// <returns>The ticket that this pass owns, or null when unknown or expired.</returns>
    public static async Task<TicketId?> OwnerOfPassAsync(this WindowDb db, string pass, DateTimeOffset now, CancellationToken ct)
    {
        var hash = OpaqueSecret.HashOf(pass);
        var row = await db.ApplicantPasses.AsNoTracking().SingleOrDefaultAsync(row => row.Hash == hash && row.ExpiresAt > now, ct);
        return row?.Ticket;
    }

    /// <summary>Ends every pass of a ticket (kiosk wipe, sign-out).</summary>
    public static Task RevokePassesAsync(this WindowDb db, TicketId ticket, CancellationToken ct) =>
        db.ApplicantPasses.Where(row => row.Ticket == ticket).ExecuteDeleteAsync(ct);
}
