using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;
using VirtualWindow.FollowUp.Papers;
using VirtualWindow.Papers.Dossiers;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Outbox;
using VirtualWindow.Storage.Papers;

namespace VirtualWindow.FollowUp.Steps;

/// <summary>Reads the dossier back from the disk and judges it as an outsider would: what is archived can be proved to be whole.</summary>
internal sealed class VerifyDossier(IWindowStore store, CasePapers papers, IPaperSeals seals, TimeProvider time) : CaseStep(FollowUpEntry.ArchiveCase, "verify-dossier")
{
    protected override async ValueTask<StepPlan> PrepareAsync(CaseId id, CancellationToken ct)
    {
        var archive = await store.ReadAsync((db, stop) => db.CaseArchives.SingleAsync(row => row.Id == id, stop), ct);
        var package = await papers.ReadAsync(id, archive.File!, archive.Sha256!, ct);
        var report = DossierVerifier.Verify(package, await seals.TrustAsync(ct), time.GetUtcNow());
        if (!report.Holds) throw new StepToldException($"归档的卷宗没有通过核验：{report.Findings[0].Fault}。The archived dossier did not pass verification: {report.Findings[0].Fault}.");
        return Do(id, (_, _) => Task.CompletedTask);
    }
}
