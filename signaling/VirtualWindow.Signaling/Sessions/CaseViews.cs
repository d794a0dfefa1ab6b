using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts.Cases;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Signaling.Live;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.Signaling.Sessions;

/// <summary>Cases as the clerk sees them, with notes and follow-up steps, and as the applicant does, without.</summary>
internal static class CaseViews
{
    public static async Task<IReadOnlyList<CaseView>> ForClerkAsync(WindowDb db, Catalogue catalogue, IReadOnlyList<Case> cases, CancellationToken ct)
    {
        var ids = cases.Select(each => each.Id.Value).ToList();
        var promises = await db.FollowUps.Where(row => row.Kind == FollowUp.FileCase && ids.Contains(row.Subject)).ToDictionaryAsync(row => row.Subject, row => row.Id, ct);
        var followUps = promises.Values.ToList();
        var steps = (await db.FollowUpSteps.Where(step => followUps.Contains(step.FollowUp)).ToListAsync(ct)).ToLookup(step => step.FollowUp);
        return [.. cases.Select(each => View(each, catalogue, each.Notes,
            promises.TryGetValue(each.Id.Value, out var promise) ? [.. steps[promise].OrderBy(step => step.Order).Select(View)] : []))];
    }

    public static CaseView ForApplicant(Case filed, Catalogue catalogue) => View(filed, catalogue, null, []);

    private static CaseView View(Case each, Catalogue catalogue, string? notes, IReadOnlyList<CaseStepView> steps) => new(
        each.Id.ToString(), each.State == CaseState.Filed ? CaseStage.Filed : CaseStage.Pending, each.Number, each.FullNumber, each.Item.Value,
        each.ItemName, each.ItemNameEn, each.DepartmentName, each.ApplicantName, each.ClerkName, catalogue.SiteName(each.ServedAt),
        each.Outcome.OnWire(), notes, each.StartedAt, each.EndedAt, each.FiledAt, each.PromisedDate, steps);

    private static CaseStepView View(FollowUpStep step) => new(step.Name, Word(step.State), step.Attempts, step.DoneAt, step.LastError);

    private static string Word(StepState state) => state switch
    {
        StepState.Waiting => "waiting",
        StepState.Running => "running",
        StepState.Done => "done",
        _ => "failed",
    };
}
