using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Ratings;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Messages;
using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.FollowUp.Steps;

/// <summary>Asks the applicant once to rate: after the visit, or when the case is over. Whoever has rated is not asked; nobody is rated by default.</summary>
internal abstract class InviteRating(IWindowStore store, string kind, string name, RatingOccasion occasion) : CaseStep(kind, name, mayBeSkipped: true)
{
    protected override async ValueTask<StepPlan> PrepareAsync(CaseId id, CancellationToken ct)
    {
        var (filed, rated) = await store.ReadAsync(async (db, token) =>
        {
            var filed = await db.Cases.SingleAsync(row => row.Id == id, token);
            return (filed, await IsRatedAsync(db, filed, token));
        }, ct);
        // One sitting, one rating: its linked cases are rated when they are over.
        if (occasion == RatingOccasion.Visit && filed.Linked) return StepPlan.Skip(StepReasons.LinkedCase);
        if (rated) return StepPlan.Skip(StepReasons.Rated);
        return filed.ApplicantPhone is null ? StepPlan.Skip(StepReasons.NoPhone) : Do(id, ApplyAsync);
    }

    protected override async Task ApplyAsync(CaseWork work, CancellationToken ct)
    {
        var filed = work.Case;
        if (await work.Db.RatingInvitations.AnyAsync(row => row.Case == filed.Id && row.Occasion == occasion, ct)) return;
        work.Db.RatingInvitations.Add(RatingInvitation.Send(filed.Id, occasion, work.Now));
        work.Db.Tell(filed.Id, RatingWords.Purpose(occasion, reminder: false), filed.ApplicantPhone!, RatingWords.Text(filed, occasion), work.Now);
    }

    private Task<bool> IsRatedAsync(WindowDb db, Case filed, CancellationToken ct) => occasion == RatingOccasion.Visit
        ? db.Ratings.AnyAsync(row => row.Session == filed.Session && row.Occasion == RatingOccasion.Visit, ct)
        : db.Ratings.AnyAsync(row => row.Case == filed.Id, ct);
}

internal sealed class InviteAfterVisit(IWindowStore store) : InviteRating(store, FollowUpEntry.FileCase, "invite-rating", RatingOccasion.Visit);

internal sealed class InviteOnCompletion(IWindowStore store) : InviteRating(store, FollowUpEntry.CompleteCase, "invite-completion-rating", RatingOccasion.Completion);

/// <summary>What invitations say. No link and no password in a text: whoever has the receipt finds the page.</summary>
internal static class RatingWords
{
    public static string Purpose(RatingOccasion occasion, bool reminder) =>
        $"{(reminder ? "remind" : "rate")}-{(occasion == RatingOccasion.Visit ? "visit" : "completion")}";

    public static string Text(Case filed, RatingOccasion occasion) => occasion == RatingOccasion.Visit
        ? $"【虚拟窗口】您的“{filed.ItemName}”已收到，办件编号 {filed.Number}。请在办件页面评价本次服务，凭编号和查询密码进入。"
        : $"【虚拟窗口】您的“{filed.ItemName}”（{filed.Number}）已办结。请凭编号和查询密码查看结果，并评价本次办理。";
}
