using Microsoft.EntityFrameworkCore;
using VirtualWindow.Documents.Fonts;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Papers;
using VirtualWindow.FollowUp.Papers;
using VirtualWindow.Papers.Dossiers;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Outbox;
using VirtualWindow.Storage.Papers;

namespace VirtualWindow.FollowUp.Steps;

/// <summary>
/// Makes the dossier of a case that is over: prints it, has the archive seal it, packs it, keeps it. Waits for notices and recordings that are
/// still under way, and for nothing that cannot exist. Done once: a case that is archived stays as it was sealed.
/// </summary>
internal sealed class ComposeDossier(IWindowStore store, DossierContent content, CasePapers papers, IPaperSeals seals, TimeProvider time)
    : CaseStep(FollowUpEntry.ArchiveCase, "compose-dossier")
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2), Later = TimeSpan.FromMinutes(1);

    protected override async ValueTask<StepPlan> PrepareAsync(CaseId id, CancellationToken ct)
    {
        var (file, readiness) = await store.ReadAsync(async (db, stop) =>
        {
            var file = await CaseFile.LoadAsync(db, id, stop);
            return (file, await ReadinessOfAsync(db, file, stop));
        }, ct);
        if (readiness.IsArchived) return StepPlan.Do((_, _) => Task.CompletedTask);
        if (readiness.WaitsFor is { } reason) return StepPlan.NotYet(reason, time.GetUtcNow() - file.Case.EndedAt < TimeSpan.FromMinutes(5) ? Soon : Later);
        var now = time.GetUtcNow();
        var package = await PackAsync(file, await content.GatherAsync(file, readiness.Class, now, ct), ct);
        var kept = await papers.WriteAsync(id, package, ct);
        return Do(id, (work, stop) => KeepAsync(work, file, readiness.Class, new(kept, Fixity.Sm3(package)), stop));
    }

    private async Task<byte[]> PackAsync(CaseFile file, Dossier dossier, CancellationToken ct)
    {
        var book = await seals.SealDossierAsync(
            new(Print(dossier), DossierBook.SealOnCover, file.AuthoritySite.Id, file.Authority, file.Case.Item, "办件档案", file.Case.Number!), ct);
        return DossierPackage.Pack(book, dossier.Manifest());
    }

    private static byte[] Print(Dossier dossier)
    {
        try
        {
            return DossierBook.Print(dossier);
        }
        catch (MissingGlyphsException missing)
        {
            throw new StepToldException(missing.Message, missing);
        }
    }

    private static async Task KeepAsync(CaseWork work, CaseFile file, RetentionClass @class, DossierFile dossier, CancellationToken ct)
    {
        var archive = await work.Db.CaseArchives.SingleOrDefaultAsync(row => row.Id == file.Case.Id, ct);
        if (archive is null) work.Db.CaseArchives.Add(archive = CaseArchive.Open(file.Case.Id));
        if (archive.Archive(dossier, @class, DossierContent.ClosedOn(file), work.Now))
            await work.Db.JournalAsync(new(ArchiveAct.Archived, file.Case.Number!, "system", $"{@class} sha256={dossier.File.Sha256} sm3={dossier.Sm3}"), work.Now, ct);
    }

    private static async Task<Readiness> ReadinessOfAsync(WindowDb db, CaseFile file, CancellationToken ct)
    {
        var id = file.Case.Id;
        var archived = await db.CaseArchives.AnyAsync(row => row.Id == id && row.State != ArchiveState.Open, ct);
        var @class = await db.ItemRetentions.SingleOrDefaultAsync(row => row.Item == file.Case.Item, ct) is { } set ? set.Class : RetentionRules.Default(file.Procedure?.DecidedOn is not null);
        return new(archived, @class, archived ? null : await WaitsForAsync(db, file, ct));
    }

    private static async Task<string?> WaitsForAsync(WindowDb db, CaseFile file, CancellationToken ct)
    {
        if (file.Case.State != CaseState.Filed) return StepReasons.NotFiled;
        var notices = (await db.CaseNotices.Where(row => row.Case == file.Case.Id && row.IssuedAt == null).Select(row => row.Id).ToListAsync(ct)).ConvertAll(notice => notice.Value);
        // A notice whose step a person has left out will never come.
        if (await db.FollowUps.AnyAsync(row => row.Kind == FollowUpEntry.IssueNotice && notices.Contains(row.Subject) && row.State != FollowUpState.Done, ct)) return StepReasons.NoticesOpen;
        return await db.Recordings.AnyAsync(row => row.Session == file.Case.Session && row.ManifestSha256 == null, ct) ? StepReasons.RecordingOpen : null;
    }

    private sealed record Readiness(bool IsArchived, RetentionClass Class, string? WaitsFor);
}
