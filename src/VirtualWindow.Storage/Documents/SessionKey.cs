using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;

namespace VirtualWindow.Storage.Documents;

/// <summary>The key under which everything of one session lies encrypted. Without this row nothing of it can be read again.</summary>
public sealed class SessionKey
{
    public required SessionId Session { get; init; }
    /// <summary>32 bytes, wrapped by data protection, base64url.</summary>
    public required string Wrapped { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Gives each session a key of its own and, at the end of its retention, takes it away for ever (crypto-shredding).</summary>
/// <remarks>No key is kept in memory: one that was shredded must be gone in every process at once. Call it outside
/// <see cref="IWindowStore.WriteAsync{T}"/>, as data protection keeps its own keys in the same database.</remarks>
public sealed class SessionKeys(IWindowStore store, IDataProtectionProvider protection, TimeProvider time)
{
    private const int KeyBytes = 32;
    private readonly IDataProtector _protector = protection.CreateProtector("VirtualWindow.Sessions.Key");

    /// <returns>32 bytes; made when the session has none yet.</returns>
    public async Task<byte[]> OfAsync(SessionId session, CancellationToken ct)
    {
        if (await FindAsync(session, ct) is { } known) return known;
        var wrapped = Convert.ToBase64String(_protector.Protect(RandomNumberGenerator.GetBytes(KeyBytes)));
        try
        {
            return Unwrap(await store.WriteAsync((db, stop) => KeepAsync(db, session, wrapped, stop), ct));
        }
        catch (DuplicateRowException)
        {
            // Another process made it in the same moment, and may already have used it.
            return await FindAsync(session, ct) ?? throw new SessionShreddedException(session);
        }
    }

    /// <returns>Null when the session never had one, or it was shredded.</returns>
    /// <exception cref="CryptographicException">The key ring that wrapped it is gone.</exception>
    public async Task<byte[]?> FindAsync(SessionId session, CancellationToken ct)
    {
        var wrapped = await store.ReadAsync((db, stop) => db.SessionKeys.Where(row => row.Session == session).Select(row => row.Wrapped).SingleOrDefaultAsync(stop), ct);
        return wrapped is null ? null : Unwrap(wrapped);
    }

    /// <returns>False when there was none.</returns>
    public async Task<bool> ShredAsync(SessionId session, CancellationToken ct) =>
        await store.WriteAsync((db, stop) => db.SessionKeys.Where(row => row.Session == session).ExecuteDeleteAsync(stop), ct) > 0;

    /// <returns>The key that is kept: of several who come at once, the first one's.</returns>
    private async Task<string> KeepAsync(WindowDb db, SessionId session, string wrapped, CancellationToken ct)
    {
        if (await db.SessionKeys.Where(row => row.Session == session).Select(row => row.Wrapped).SingleOrDefaultAsync(ct) is { } known) return known;
        db.SessionKeys.Add(new() { Session = session, Wrapped = wrapped, CreatedAt = time.GetUtcNow() });
        return wrapped;
    }

    private byte[] Unwrap(string wrapped) => _protector.Unprotect(Convert.FromBase64String(wrapped));
}

/// <summary>The key of the session is gone: what was encrypted under it is unreadable, as intended.</summary>
public sealed class SessionShreddedException(SessionId session) : Exception($"The key of session {session} is gone.");
