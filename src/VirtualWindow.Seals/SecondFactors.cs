using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Seals;
using VirtualWindow.Storage;

namespace VirtualWindow.Seals;

/// <summary>What a code was worth.</summary>
public enum FactorAnswer { Right, Wrong, Locked, NotEnrolled }

/// <summary>The second factor of staff (TOTP, RFC 6238), without which nobody stamps. Secrets are encrypted at rest; a code counts once.</summary>
public sealed class SecondFactors(IWindowStore store, IDataProtectionProvider protection, TimeProvider time)
{
    private readonly IDataProtector _protector = protection.CreateProtector("VirtualWindow.Seals.SecondFactor");

    /// <summary>Gives a staff member a new secret, which takes the place of any former one.</summary>
    /// <returns>20 bytes, to be shown once.</returns>
    public async Task<byte[]> EnrolAsync(StaffId staff, CancellationToken ct)
    {
        var secret = RandomNumberGenerator.GetBytes(TimeCode.SecretBytes);
        await EnrolAsync(staff, secret, ct);
        return secret;
    }

    public async Task EnrolAsync(StaffId staff, byte[] secret, CancellationToken ct)
    {
        var kept = Convert.ToBase64String(_protector.Protect(secret));
        await store.WriteAsync(async (db, stop) =>
        {
            if (await db.SecondFactors.SingleOrDefaultAsync(row => row.Staff == staff, stop) is { } factor) factor.Renew(kept);
            else db.SecondFactors.Add(SecondFactor.Enrol(staff, kept));
        }, ct);
    }

    public async Task<FactorAnswer> CheckAsync(StaffId staff, string typed, CancellationToken ct)
    {
        var kept = await store.ReadAsync((db, stop) => db.SecondFactors.Where(row => row.Staff == staff).Select(row => row.Secret).SingleOrDefaultAsync(stop), ct);
        if (kept is null) return FactorAnswer.NotEnrolled;
        var secret = _protector.Unprotect(Convert.FromBase64String(kept));
        return await store.WriteAsync(async (db, stop) =>
        {
            var (factor, now) = (await db.SecondFactors.SingleAsync(row => row.Staff == staff, stop), time.GetUtcNow());
            if (factor.IsLocked(now)) return FactorAnswer.Locked;
            return factor.Secret == kept && factor.Accept(secret, typed, now) ? FactorAnswer.Right : FactorAnswer.Wrong;
        }, ct);
    }

    /// <summary>Null = never enrolled; else whether a first code proved that the app has the secret.</summary>
    public Task<bool?> StateAsync(StaffId staff, CancellationToken ct) => store.ReadAsync(async (db, stop) =>
        await db.SecondFactors.SingleOrDefaultAsync(row => row.Staff == staff, stop) is { } factor ? factor.ConfirmedAt is not null : (bool?)null, ct);
}
