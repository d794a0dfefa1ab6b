using System.Security.Cryptography.X509Certificates;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VirtualWindow.Documents.Signing;
using VirtualWindow.Documents.Verifying;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Seals;

namespace VirtualWindow.Seals;

/// <summary>
/// The authority that this hall is for itself in development and trials: it certifies seals, applicants' one-time keys and the timestamp, and says
/// which seals are revoked. All processes on one database share it.
/// </summary>
public sealed class HallAuthority(IWindowStore store, KeptKeys keys, IOptions<SealOptions> options, TimeProvider time)
{
    public const string RootKey = "authority", TimestampKey = "timestamp";
    private static readonly TimeSpan TimestampLifetime = TimeSpan.FromDays(3650);

    private DevelopmentAuthority? _authority;
    private ITimestampAuthority? _timestamps;

    /// <exception cref="SealKeyMissingException">This hall has none.</exception>
    public async Task<DevelopmentAuthority> OpenAsync(CancellationToken ct) =>
        _authority ??= DevelopmentAuthority.FromPkcs12(await keys.FindAsync(RootKey, ct) ?? throw new SealKeyMissingException(RootKey), "");

    public async Task<ITimestampAuthority> TimestampsAsync(CancellationToken ct) =>
        _timestamps ??= new LocalTimestampAuthority(await keys.OpenAsync(TimestampKey, ct), time);

    /// <summary>What verifiers of this hall trust, its own root first, and what is revoked as of now.</summary>
    public async Task<TrustSettings> TrustAsync(CancellationToken ct)
    {
        var root = await store.ReadAsync((db, stop) => db.KeptKeys.Where(row => row.Id == RootKey).Select(row => row.Certificate).SingleOrDefaultAsync(stop), ct);
        var others = options.Value.TrustedRoots.Select(X509CertificateLoader.LoadCertificateFromFile);
        return root is null ? new TrustSettings([.. others]) : new TrustSettings([X509CertificateLoader.LoadCertificate(root), .. others], [await RevocationListAsync(ct)]);
    }

    /// <summary>A fresh list (RFC 5280 §5) of the register's revoked seals. Its number is the time, so that a later one is higher.</summary>
    public async Task<byte[]> RevocationListAsync(CancellationToken ct)
    {
        var revoked = await store.ReadAsync((db, stop) => db.Seals.Where(seal => seal.RevokedAt != null).Select(seal => new { seal.Certificate, At = seal.RevokedAt!.Value }).ToListAsync(stop), ct);
        var now = time.GetUtcNow();
        var entries = revoked.Select(seal => new RevokedCertificate(X509CertificateLoader.LoadCertificate(seal.Certificate), seal.At, X509RevocationReason.CessationOfOperation));
        return (await OpenAsync(ct)).RevocationList(entries, now.ToUnixTimeMilliseconds(), now, options.Value.RevocationListLifetime);
    }

    /// <summary>Makes root and timestamp authority where there are none.</summary>
    public async Task EnsureAsync(CancellationToken ct)
    {
        if (await store.ReadAsync((db, stop) => db.KeptKeys.AnyAsync(row => row.Id == RootKey, stop), ct)) return;
        var now = time.GetUtcNow();
        using var authority = DevelopmentAuthority.Create("虚拟窗口自建根证书 VirtualWindow hall root", now);
        using var timestamp = authority.IssueTimestamping("虚拟窗口时间戳 VirtualWindow timestamp", now, TimestampLifetime);
        KeptKey[] rows = [keys.Protect(RootKey, authority.Root.RawData, authority.ToPkcs12("")), keys.Protect(TimestampKey, timestamp)];
        try
        {
            await store.WriteAsync((db, _) => { db.KeptKeys.AddRange(rows); return Task.CompletedTask; }, ct);
        }
        catch (DuplicateRowException)
        {
            // Another process that started at the same moment made it.
        }
    }
}
