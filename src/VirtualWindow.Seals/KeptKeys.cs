using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;
using VirtualWindow.Documents.Signing;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Seals;

namespace VirtualWindow.Seals;

/// <summary>
/// Keys in the hall's own database, encrypted by data protection, which a key outside of it should seal (<c>DataProtection:KeyFile</c>). Call it
/// outside of a write, as data protection keeps its own keys in the same database.
/// </summary>
public sealed class KeptKeys(IWindowStore store, IDataProtectionProvider protection, TimeProvider time) : ISealKeys
{
    private readonly IDataProtector _protector = protection.CreateProtector("VirtualWindow.Seals.Key");
    private readonly ConcurrentDictionary<string, SoftwareSealKey> _opened = new(StringComparer.Ordinal);

    public async Task<ISealKey> OpenAsync(SealId seal, CancellationToken ct) => await OpenAsync(seal.Value, ct);

    /// <exception cref="SealKeyMissingException">There is no such key, or it cannot be decrypted.</exception>
    public async Task<SoftwareSealKey> OpenAsync(string id, CancellationToken ct)
    {
        if (_opened.TryGetValue(id, out var known)) return known;
        var bytes = await FindAsync(id, ct) ?? throw new SealKeyMissingException(id);
        return _opened.GetOrAdd(id, SoftwareSealKey.FromPkcs12(bytes, ""));
    }

    /// <returns>What was kept under the id, decrypted; null = nothing.</returns>
    /// <exception cref="SealKeyMissingException">It cannot be decrypted.</exception>
    public async Task<byte[]?> FindAsync(string id, CancellationToken ct)
    {
        var found = await store.ReadAsync((db, stop) => db.KeptKeys.Where(row => row.Id == id).Select(row => row.Protected).SingleOrDefaultAsync(stop), ct);
        try
        {
            return found is null ? null : _protector.Unprotect(found);
        }
        catch (CryptographicException lost)
        {
            throw new SealKeyMissingException(id, lost);
        }
    }

    public KeptKey Protect(string id, SoftwareSealKey key) => Protect(id, key.Certificate.RawData, key.ToPkcs12(""));

    /// <returns>A row to be added by the caller's write.</returns>
    public KeptKey Protect(string id, byte[] certificate, byte[] secret) =>
        new() { Id = id, Certificate = certificate, Protected = _protector.Protect(secret), MadeAt = time.GetUtcNow() };
}
