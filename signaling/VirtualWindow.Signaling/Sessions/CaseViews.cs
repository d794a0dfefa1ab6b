using VirtualWindow.Contracts.Cases;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Signaling.Board;
using VirtualWindow.Signaling.Live;
using VirtualWindow.Storage.Cases;
using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.Signaling.Sessions;

/// <summary>Cases as the clerk sees them, with notes and follow-up steps, and as the applicant does, without.</summary>
internal static class CaseViews
{
    public static CaseView ForClerk(CaseFacts facts) => View(facts, facts.Case.Notes, [.. facts.Steps.Select(View)]);

    public static CaseView ForApplicant(CaseFacts facts) => View(facts, null, []);

    private static CaseView View(CaseFacts facts, string? notes, IReadOnlyList<CaseStepView> steps)
    {
        var each = facts.Case;
        return new CaseView(
            each.Id.ToString(), each.State == CaseState.Filed ? CaseStage.Filed : CaseStage.Pending, each.Number, each.FullNumber, each.Item.Value,
            each.ItemName, each.ItemNameEn, each.DepartmentName, each.ApplicantName, each.ClerkName, facts.ServedAt.Name,
            each.Outcome.OnWire(), notes, each.StartedAt, each.EndedAt, each.FiledAt, each.PromisedDate, steps, facts.MayRate,
            BoardViews.Of(facts.Supplement));
    }

    private static CaseStepView View(FollowUpStep step) => new(step.Name, Word(step.State), step.Attempts, step.DoneAt, step.LastError);

    private static string Word(StepState state) => state switch
    {
        StepState.Waiting => "waiting",
        StepState.Running => "running",
        StepState.Done => "done",
        StepState.Skipped => "skipped",
        _ => "failed",
    };
}
