using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;

namespace VirtualWindow.Storage.Access;

/// <summary>Tokens that let a phone sign one paper: issued on the applicant's page, spent by the signature.</summary>
public static class PadAccess
{
    /// <summary>Takes the place of earlier ones for the same paper: what is seen last is what counts.</summary>
    /// <returns>The token, base64url; it is never seen again.</returns>
    public static async Task<string> IssuePadAsync(this WindowDb db, PadTarget target, DateTimeOffset now, TimeSpan lifetime, CancellationToken ct)
    {
        await db.PadPasses.Where(row => row.Session == target.Session && row.Document == target.Document && row.SpentAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.SpentAt, now), ct);
        var secret = OpaqueSecret.New();
        db.PadPasses.Add(new() { Hash = OpaqueSecret.HashOf(secret), Session = target.Session, Document = target.Document, Sha256 = target.Sha256, ExpiresAt = now + lifetime });
        return secret;
    }

    /// <returns>Whatever became of it; null = there never was such a token, or it is long gone.</returns>
    public static Task<PadPass?> FindPadAsync(this WindowDb db, string token, CancellationToken ct)
    {
        var hash = OpaqueSecret.HashOf(token);
        return db.PadPasses.SingleOrDefaultAsync(row => row.Hash == hash, ct);
    }
}

/// <summary>What a phone may sign.</summary>
/// <param name="Sha256">Of the bytes that the applicant has read, hexadecimal.</param>
public sealed record PadTarget(SessionId Session, DocumentId Document, string Sha256);
