using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;

namespace VirtualWindow.Storage.Papers;

/// <summary>The key under which every paper of one case lies encrypted. Without this row nothing of them can be read again.</summary>
public sealed class CaseKey
{
    public required CaseId Case { get; init; }
    /// <summary>32 bytes, wrapped by data protection, base64.</summary>
    public required string Wrapped { get; init; }
}

/// <summary>
/// A key for each case: cases of one sitting are kept for different times, so each is shredded by itself. No key stays in memory: one that was
/// shredded is gone in every process at once. Call it outside <see cref="IWindowStore.WriteAsync{T}"/>, as data protection keeps its own keys in
/// the same database.
/// </summary>
public sealed class CaseKeys(IWindowStore store, IDataProtectionProvider protection)
{
    private const int KeyBytes = 32;
    private readonly IDataProtector _protector = protection.CreateProtector("VirtualWindow.Cases.Key");

    /// <returns>32 bytes; made when the case has none yet.</returns>
    /// <exception cref="CaseShreddedException">Its archive was purged.</exception>
    public async Task<byte[]> OfAsync(CaseId id, CancellationToken ct)
    {
        if (await FindAsync(id, ct) is { } known) return known;
        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        var wrapped = Convert.ToBase64String(_protector.Protect(key));
        try
        {
            await store.WriteAsync(async (db, stop) =>
            {
                if (await db.CaseArchives.AnyAsync(row => row.Id == id && row.PurgedAt != null, stop)) throw new CaseShreddedException(id);
                db.CaseKeys.Add(new() { Case = id, Wrapped = wrapped });
            }, ct);
            return key;
        }
        catch (DuplicateRowException)
        {
            // Another worker made it in the same moment, and may have used it already.
            return await FindAsync(id, ct) ?? throw new CaseShreddedException(id);
        }
    }

    /// <returns>Null when the case has none, or it was shredded.</returns>
    public async Task<byte[]?> FindAsync(CaseId id, CancellationToken ct)
    {
        var wrapped = await store.ReadAsync((db, stop) => db.CaseKeys.Where(row => row.Case == id).Select(row => row.Wrapped).SingleOrDefaultAsync(stop), ct);
        return wrapped is null ? null : _protector.Unprotect(Convert.FromBase64String(wrapped));
    }
}

/// <summary>The case's key is gone: its papers are unreadable, as intended.</summary>
public sealed class CaseShreddedException(CaseId id) : Exception($"The key of case {id} is gone.");
