using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Seals;
using VirtualWindow.Documents.Signing;
using VirtualWindow.Storage;

namespace VirtualWindow.Seals;

/// <summary>The seals of a trial: two a hall. Names and numbers are invented; none of them counts anywhere.</summary>
public sealed class SampleSeals(IWindowStore store, KeptKeys keys, HallAuthority authority, TimeProvider time)
{
    /// <summary>Who uses a seal without a person: notices and archives made by the follow-up.</summary>
    public const string System = "system";

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(3 * 365);

    private static readonly Sample[] All =
    [
        new("gushi-approval", "gushi", new("固始县行政审批局", "行政审批专用章", "4115250000017"), [], 200, SignerRole.Seal),
        new("suzhou-approval", "suzhou", new("苏州市行政审批局", "行政审批专用章", "3205000000024"), [], 200, SignerRole.Seal),
        new("gushi-archive", "gushi", new("固始县政务服务中心", "业务归档专用章", "4115250000025"), [System], 100_000, SignerRole.Archive),
        new("suzhou-archive", "suzhou", new("苏州市政务服务中心", "业务归档专用章", "3205000000032"), [System], 100_000, SignerRole.Archive),
        new("gushi-notice", "gushi", new("固始县政务服务中心", "业务办理专用章", "4115250000033"), [System], 100_000, SignerRole.Seal),
        new("suzhou-notice", "suzhou", new("苏州市政务服务中心", "业务办理专用章", "3205000000040"), [System], 100_000, SignerRole.Seal),
    ];

    public async Task EnsureAsync(CancellationToken ct)
    {
        var known = await store.ReadAsync((db, stop) => db.Seals.Select(seal => seal.Id).ToListAsync(stop), ct);
        foreach (var sample in All.Where(sample => !known.Contains(new(sample.Id)))) await AddAsync(sample, ct);
    }

    private async Task AddAsync(Sample sample, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var issuer = await authority.OpenAsync(ct);
        using var key = sample.Role == SignerRole.Archive ? issuer.IssueArchiveSeal(sample.Face.Authority, now, Lifetime) : issuer.IssueSeal(sample.Face.Authority, now, Lifetime);
        var row = keys.Protect(sample.Id, key);
        try
        {
            await store.WriteAsync((db, _) =>
            {
                var (seal, line) = Seal.Register(
                    new(sample.Id), new(sample.Site), sample.Face, new(sample.Staff, [], sample.UsesPerDay), key.Certificate.RawData,
                    key.Certificate.NotBefore.ToUniversalTime(), key.Certificate.NotAfter.ToUniversalTime(), now, System);
                db.KeptKeys.Add(row);
                db.Seals.Add(seal);
                db.SealLedger.Add(line);
                return Task.CompletedTask;
            }, ct);
        }
        catch (DuplicateRowException)
        {
            // Another process that started at the same moment registered it.
        }
    }

    private sealed record Sample(string Id, string Site, SealFace Face, IReadOnlyList<string> Staff, int UsesPerDay, SignerRole Role);
}
