using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Papers;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.FollowUp.Papers;
using VirtualWindow.FollowUp.Recurring;
using VirtualWindow.Papers.Dossiers;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Outbox;
using VirtualWindow.Storage.Papers;
using VirtualWindow.Storage.Recordings;
using VirtualWindow.Testing;

namespace VirtualWindow.FollowUp.Tests.Papers;

/// <summary>From a case that is over to a verified dossier, and to the day when nothing of it can be read again.</summary>
public abstract class ArchiveTests : PaperSpecification
{
    [Fact]
    public async Task A_case_that_is_over_becomes_a_dossier_that_holds_and_has_everything_in_it()
    {
        var filed = await ArchivedAsync();

        var (archive, report) = await ReportAsync(filed.Id);
        Assert.True(report.Holds, report.ToString());
        Assert.Equal((ArchiveState.Kept, RetentionClass.ThirtyYears, new DateOnly(2056, 12, 31)), (archive.State, archive.Class, archive.KeepUntil));
        Assert.Equal((filed.Number, filed.FullNumber, "固始县公安局", "准予办理", "30-years"), (
            report.Manifest!.Head.CaseNumber, report.Manifest.Head.FullNumber, report.Manifest.Head.Authority, report.Manifest.Head.Result, report.Manifest.Head.Retention));
        Assert.Equal(
            ["001-申请材料接收凭证.pdf", "002-受理通知书.pdf", "003-特别程序告知书.pdf", "004-延长办理期限告知书.pdf", "005-准予办理决定书.pdf", "006-送达回证.pdf", "007-evidence.json", "008-events.json"],
            report.Manifest.Files.Select(file => file.Name));
        Assert.Equal(filed.EvidenceHash, report.Manifest.Files.Single(file => file.Role == DossierRole.Evidence).Sha256);
        Assert.All(await FollowUpsAsync(FollowUpEntry.ArchiveCase), row => Assert.Equal(FollowUpState.Done, row.State));
    }

    [Fact]
    public async Task A_consultation_is_archived_by_itself_for_the_shortest_time()
    {
        var filed = await FileAsync(Outcome.Consulted);

        var (archive, report) = await ReportAsync(filed.Id);
        Assert.True(report.Holds, report.ToString());
        Assert.Equal((RetentionClass.TenYears, "咨询"), (archive.Class, report.Manifest!.Head.Result));
    }

    [Fact]
    public async Task The_class_that_the_hall_has_set_for_an_item_counts()
    {
        await Store.WriteAsync((db, _) =>
        {
            db.ItemRetentions.Add(new() { Item = new("GA-05"), Class = RetentionClass.Permanent, SetBy = "admin", SetAt = Now });
            return Task.CompletedTask;
        }, Ct);

        var (archive, _) = await ReportAsync((await ArchivedAsync()).Id);

        Assert.Equal((RetentionClass.Permanent, null), (archive.Class, archive.KeepUntil));
    }

    [Fact]
    public async Task A_dossier_waits_for_a_recording_and_then_names_its_hash()
    {
        var filed = await FileAsync(Outcome.Accepted);
        await DecideAsync(filed.Id);
        var recording = new SessionRecording { Id = Guid.NewGuid(), Session = filed.Session, StartedAt = Now };
        await Store.WriteAsync((db, _) =>
        {
            db.Recordings.Add(recording);
            return Task.CompletedTask;
        }, Ct);
        await PromiseArchiveAsync(filed.Id);
        await WorkAsync();
        var waiting = Assert.Single(await FollowUpsAsync(FollowUpEntry.ArchiveCase));
        Assert.Equal((FollowUpState.Waiting, null), (waiting.State, waiting.LastError));

        await Store.WriteAsync((db, ct) => db.Recordings.ExecuteUpdateAsync(set => set.SetProperty(row => row.ManifestSha256, new string('d', 64)), ct), Ct);
        await WorkAsync(TimeSpan.FromHours(1));

        Assert.Equal(new string('d', 64), Assert.Single((await ReportAsync(filed.Id)).Report.Manifest!.Recordings).ManifestSha256);
    }

    [Fact]
    public async Task A_dossier_waits_for_a_notice_that_failed_until_a_person_leaves_it_out()
    {
        var filed = await FileAsync(Outcome.SupplementNeeded, " ");
        await ActAsync(filed.Id, (procedure, act) => procedure.GiveUpSupplement(act));
        await PromiseArchiveAsync(filed.Id);
        await WorkAsync();
        Assert.NotEqual(FollowUpState.Done, Assert.Single(await FollowUpsAsync(FollowUpEntry.ArchiveCase)).State);

        var failed = (await FollowUpsAsync(FollowUpEntry.IssueNotice)).Single(row => row.State != FollowUpState.Done);
        Assert.Equal(Intervened.Done, await Process.GetRequiredService<Interventions>().SkipAsync(failed.Id, "issue-notice", "当面告知", "admin", Ct));
        await WorkAsync(TimeSpan.FromHours(1));

        Assert.True((await ReportAsync(filed.Id)).Report.Holds);
    }

    [Fact]
    public async Task Archiving_again_changes_nothing()
    {
        var filed = await ArchivedAsync();
        var before = (await ReportAsync(filed.Id)).Report.Sha256;
        var row = Assert.Single(await FollowUpsAsync(FollowUpEntry.ArchiveCase));
        await Process.GetRequiredService<Interventions>().ReplayAsync(row.Id, "compose-dossier", null, "admin", Ct);
        await WorkAsync();

        Assert.Equal(before, (await ReportAsync(filed.Id)).Report.Sha256);
        Assert.Single(await JournalAsync(), entry => entry.Act == ArchiveAct.Archived);
    }

    [Fact]
    public async Task After_a_purge_nothing_can_be_read_and_the_journal_says_what_was_done()
    {
        var filed = await ArchivedAsync();
        var (archive, _) = await ReportAsync(filed.Id);
        await DueAsync(filed.Id);
        var run = await Process.GetRequiredService<PurgeDesk>().OrderAsync("保管期满，经鉴定销毁", "系统管理员 GS99", Ct);
        await WorkAsync();

        Assert.False(Directory.Exists(Papers.FolderOf(filed.Id)));
        Assert.Null(await Process.GetRequiredService<CaseKeys>().FindAsync(filed.Id, Ct));
        await Assert.ThrowsAsync<CaseShreddedException>(() => Papers.ReadAsync(filed.Id, archive.File!, archive.Sha256!, Ct));
        // Nobody gives it a new key behind the purge's back.
        await Assert.ThrowsAsync<CaseShreddedException>(() => Papers.WriteAsync(filed.Id, [1], Ct));
        var purged = await CaseAsync(filed.Id);
        Assert.Equal((null, null, "", null, null), (purged.ApplicantName, purged.ApplicantPhone, purged.Notes, purged.Evidence, purged.ProtectedPassword));
        Assert.Equal((filed.Number, filed.EvidenceHash), (purged.Number, purged.EvidenceHash));
        var report = (await JournalAsync()).Where(entry => entry.Run == run).ToList();
        Assert.Equal([ArchiveAct.PurgeOrdered, ArchiveAct.Purged], report.Select(entry => entry.Act));
        Assert.All(report, entry => Assert.Equal("系统管理员 GS99", entry.By));
        Assert.Null(ArchiveEntry.FirstBroken(await JournalAsync()));
    }

    [Fact]
    public async Task A_legal_hold_forbids_the_purge_until_it_is_lifted()
    {
        var filed = await ArchivedAsync();
        await DueAsync(filed.Id);
        await ChangeAsync(filed.Id, archive => archive.Hold("诉讼保全", "系统管理员 GS99", Now));
        var desk = Process.GetRequiredService<PurgeDesk>();
        await desk.OrderAsync("保管期满", "admin", Ct);
        await WorkAsync();
        Assert.True((await ReportAsync(filed.Id)).Report.Holds);
        Assert.Equal((ArchiveAct.NotPurged, "Held"), (await JournalAsync()).Select(entry => (entry.Act, entry.Text)).Last());

        await ChangeAsync(filed.Id, archive => archive.Release());
        await desk.OrderAsync("保管期满", "admin", Ct);
        await WorkAsync();
        Assert.Equal(ArchiveAct.Purged, (await JournalAsync())[^1].Act);
    }

    [Fact]
    public async Task A_hold_that_is_placed_between_order_and_purge_still_wins()
    {
        var filed = await ArchivedAsync();
        await DueAsync(filed.Id);
        var desk = Process.GetRequiredService<PurgeDesk>();
        await desk.OrderAsync("保管期满", "admin", Ct);
        await ChangeAsync(filed.Id, archive => archive.Hold("诉讼保全", "系统管理员 GS99", Now));
        await WorkAsync();

        Assert.True((await ReportAsync(filed.Id)).Report.Holds);
        Assert.Equal([ArchiveAct.PurgeOrdered, ArchiveAct.NotPurged], (await JournalAsync()).TakeLast(2).Select(entry => entry.Act));

        await ChangeAsync(filed.Id, archive => archive.Release());
        await desk.OrderAsync("保管期满", "admin", Ct);
        await WorkAsync();
        Assert.Equal(ArchiveState.Purged, (await ArchiveAsync(filed.Id)).State);
    }

    [Fact]
    public async Task What_is_not_due_is_left_alone()
    {
        var filed = await ArchivedAsync();
        await Process.GetRequiredService<PurgeDesk>().OrderAsync("误操作", "admin", Ct);
        await WorkAsync();

        Assert.Equal(ArchiveState.Kept, (await ArchiveAsync(filed.Id)).State);
        Assert.Empty(await FollowUpsAsync(FollowUpEntry.PurgeCase));
    }

    [Fact]
    public async Task The_sitting_stays_until_the_last_of_its_cases_is_purged()
    {
        var main = await ArchivedAsync();
        var linked = Case.Link(new(Guid.NewGuid()), main, new(new("RS-01"), "失业登记", "Unemployment", new("RS"), "县人力资源和社会保障局"));
        await Store.WriteAsync((db, _) =>
        {
            db.Cases.Add(linked);
            db.Promise(FollowUpEntry.FileCase, linked.Id.Value, DateTimeOffset.UtcNow);
            return Task.CompletedTask;
        }, Ct);
        await WorkAsync();
        await DueAsync(main.Id);
        await Process.GetRequiredService<PurgeDesk>().OrderAsync("保管期满", "admin", Ct);
        await WorkAsync();

        Assert.Equal("张三", (await Store.ReadAsync((db, ct) => db.Tickets.SingleAsync(ct), Ct)).Name);
        Assert.Equal("张三", (await CaseAsync(linked.Id)).ApplicantName);
        Assert.Null((await CaseAsync(main.Id)).ApplicantName);
    }

    [Fact]
    public async Task Files_that_no_row_knows_are_swept_and_all_others_stay()
    {
        var filed = await ArchivedAsync();
        var orphan = await Papers.WriteAsync(filed.Id, [1, 2, 3], Ct);
        foreach (var file in Directory.GetFiles(Papers.FolderOf(filed.Id))) File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddHours(-2));
        var known = Directory.GetFiles(Papers.FolderOf(filed.Id)).Length - 1;
        var sweeper = Process.GetServices<IFollowUpStep>().OfType<SweepPapers>().Single();
        await sweeper.PrepareAsync(new Period(Today, 9).Id, Ct);

        Assert.False(File.Exists(Path.Combine(Papers.FolderOf(filed.Id), orphan.File)));
        Assert.Equal(known, Directory.GetFiles(Papers.FolderOf(filed.Id)).Length);
        Assert.True((await ReportAsync(filed.Id)).Report.Holds);
    }

    private async Task<(CaseArchive Archive, DossierReport Report)> ReportAsync(CaseId id)
    {
        var archive = await ArchiveAsync(id);
        var package = await Papers.ReadAsync(id, archive.File!, archive.Sha256!, Ct);
        return (archive, DossierVerifier.Verify(package, await Process.GetRequiredService<IPaperSeals>().TrustAsync(Ct), DateTimeOffset.UtcNow));
    }

    private Task<CaseArchive> ArchiveAsync(CaseId id) => Store.ReadAsync((db, ct) => db.CaseArchives.SingleAsync(row => row.Id == id, ct), Ct);

    private Task<List<ArchiveEntry>> JournalAsync() => Store.ReadAsync((db, ct) => db.ArchiveEntries.OrderBy(entry => entry.Sequence).ToListAsync(ct), Ct);

    private Task ChangeAsync(CaseId id, Func<CaseArchive, bool> change) => Store.WriteAsync(async (db, ct) => Assert.True(change(await db.CaseArchives.SingleAsync(row => row.Id == id, ct))), Ct);
}

public sealed class SqliteArchiveTests : ArchiveTests
{
    protected override Task<Action<IServiceCollection>> DatabaseAsync() => SqliteDatabases.FreshAsync();
}

public sealed class PostgresArchiveTests : ArchiveTests
{
    protected override Task<Action<IServiceCollection>> DatabaseAsync() => PostgresDatabases.FreshAsync();
}
