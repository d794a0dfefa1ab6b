using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using VirtualWindow.Documents.Pages;
using VirtualWindow.Documents.Verifying;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Seals;
using VirtualWindow.Seals;
using VirtualWindow.Storage;
using Xunit;

namespace VirtualWindow.Specifications;

/// <summary>Two processes stamp with one seal over one database: the ledger has no gap, the quota no hole, and a revocation counts everywhere at once.</summary>
public abstract class SealSpecification : StorageSpecification
{
    private static readonly SealId Approval = new("gushi-approval");
    private static readonly SealUser Clerk = new("GS01", Gushi);
    private static readonly ItemCode Item = new("GA-01");

    /// <summary>How the storage is told; the seals are added to it.</summary>
    protected abstract Task<Action<IServiceCollection>> DatabaseAsync();

    protected override async Task<Action<IServiceCollection>> FreshDatabaseAsync() => await DatabaseAsync() + (services => services
        .AddSingleton(TimeProvider.System)
        .AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = Environments.Production })
        .AddSeals(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Seals:OwnAuthority"] = "true" }).Build()));

    [Fact]
    public async Task Two_processes_write_one_ledger_without_a_gap()
    {
        var presses = await PressesAsync();
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => StampAsync(presses[n % 2], $"document-{n}")));

        Assert.All(made, one => Assert.Equal(SealRefusal.None, one.Refusal));
        Assert.Equal(8, made.Select(one => one.Sealed!.LedgerNumber).Distinct().Count());
        var lines = await LedgerAsync();
        Assert.Null(SealLedgerLine.FirstBroken(Approval, lines));
        Assert.Equal((1, 8, 8), (Count(lines, SealAct.Registered), Count(lines, SealAct.Intended), Count(lines, SealAct.Used)));
        foreach (var one in made)
            Assert.Equal(one.Sealed!.LedgerNumber, Seal.LedgerNumber(Approval, lines.Single(line => line.Result == one.Sealed.Sha256).Read().Intention!.Value));
    }

    [Fact]
    public async Task What_one_process_stamps_the_other_verifies_with_the_shared_authority()
    {
        var presses = await PressesAsync();
        var first = await StampAsync(presses[0], "document");
        var second = await StampAsync(presses[1], "document", first.Sealed!.Pdf);
        var trust = await Process.GetRequiredService<HallAuthority>().TrustAsync(Ct);
        var report = PdfVerifier.Verify(second.Sealed!.Pdf, trust, DateTimeOffset.UtcNow);
        Assert.True(report.IsValid, report.ToString());
        Assert.Equal(2, report.Signatures.Count(signature => !signature.IsDocumentTimestamp));
    }

    [Fact]
    public async Task The_quota_of_a_day_is_never_exceeded_however_many_race_for_the_last_use()
    {
        const int quota = 5;
        var presses = await PressesAsync();
        await ChangeAsync(seal => seal.Change(new SealRules([], [], quota), DateTimeOffset.UtcNow, "GS99"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(n => StampAsync(presses[n % 2], $"document-{n}")));

        Assert.Equal(quota, answers.Count(one => one.Refusal == SealRefusal.None));
        Assert.Equal(10 - quota, answers.Count(one => one.Refusal == SealRefusal.QuotaUsedUp));
        var lines = await LedgerAsync();
        Assert.Null(SealLedgerLine.FirstBroken(Approval, lines));
        Assert.Equal((quota, quota), (Count(lines, SealAct.Intended), Count(lines, SealAct.Used)));
        var seal = await Store.ReadAsync((db, ct) => db.Seals.SingleAsync(row => row.Id == Approval, ct), Ct);
        Assert.Equal((quota, 0), (seal.UsesThatDay, seal.Left(seal.UsedOn)));
    }

    [Fact]
    public async Task A_seal_that_one_process_revoked_is_refused_in_the_other()
    {
        var presses = await PressesAsync();
        Assert.Equal(SealRefusal.None, (await StampAsync(presses[1], "before")).Refusal);
        await ChangeAsync(seal => seal.Make(SealMove.Revoke, DateTimeOffset.UtcNow, "GS99", "遗失"));
        Assert.Equal(SealRefusal.NotActive, (await StampAsync(presses[1], "after")).Refusal);
        Assert.Null(SealLedgerLine.FirstBroken(Approval, await LedgerAsync()));
    }

    private async Task<SealPress[]> PressesAsync() => [Process.GetRequiredService<SealPress>(), (await StartProcessAsync()).GetRequiredService<SealPress>()];

    private static Task<(SealedDocument? Sealed, SealRefusal Refusal)> StampAsync(SealPress press, string document, byte[]? pdf = null) =>
        press.SealAsync(new SealOrder(Approval, Clerk, Item, null, document, pdf ?? Paper(document), new SealSpot(0, 300, 300)), Ct);

    private static byte[] Paper(string title)
    {
        var writer = new PdfAWriter(new PdfADescription(title, "固始县政务服务中心", Now));
        writer.Heading(title, 1);
        return writer.ToBytes();
    }

    private async Task ChangeAsync(Func<Seal, SealLedgerLine> act) => await Store.WriteAsync(async (db, ct) => db.SealLedger.Add(act(await db.Seals.SingleAsync(row => row.Id == Approval, ct))), Ct);

    private Task<List<SealLedgerLine>> LedgerAsync() =>
        Store.ReadAsync((db, ct) => db.SealLedger.Where(line => line.Seal == Approval).OrderBy(line => line.Sequence).ToListAsync(ct), Ct);

    private static int Count(List<SealLedgerLine> lines, SealAct act) => lines.Count(line => line.Act == act);
}
