using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Ratings;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Messages;
using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.FollowUp.Steps;

/// <summary>Asks the applicant once to rate: after the visit, at a later acceptance, when the case is over. Whoever has rated is not asked;
/// nobody is rated by default.</summary>
internal abstract class InviteRating(string kind, string name, RatingOccasion occasion) : QuickCaseStep(kind, name, mayBeSkipped: true)
{
    protected override async Task<string?> TryAsync(CaseWork work, CancellationToken ct)
    {
        var filed = work.Case;
        // One sitting, one rating: its linked cases are rated when they are over.
        if (occasion == RatingOccasion.Visit && filed.Linked) return StepReasons.LinkedCase;
        if (filed.ApplicantPhone is null) return StepReasons.NoPhone;
        if (await IsRatedAsync(work.Db, filed, ct)) return StepReasons.Rated;
        if (await work.Db.RatingInvitations.AnyAsync(row => row.Case == filed.Id && row.Occasion == occasion, ct)) return null;
        work.Db.RatingInvitations.Add(RatingInvitation.Send(filed.Id, occasion, work.Now));
        work.Db.Tell(filed.Id, RatingWords.Purpose(occasion, reminder: false), filed.ApplicantPhone, RatingWords.Text(filed, occasion), work.Now);
        return null;
    }

    private Task<bool> IsRatedAsync(WindowDb db, Case filed, CancellationToken ct) => occasion == RatingOccasion.Visit
        ? db.Ratings.AnyAsync(row => row.Session == filed.Session && row.Occasion == RatingOccasion.Visit, ct)
        : db.Ratings.AnyAsync(row => row.Case == filed.Id && row.Occasion == occasion, ct);
}

internal sealed class InviteAfterVisit() : InviteRating(FollowUpEntry.FileCase, "invite-rating", RatingOccasion.Visit);

internal sealed class InviteOnAcceptance() : InviteRating(FollowUpEntry.AcceptCase, "invite-acceptance-rating", RatingOccasion.Acceptance);

internal sealed class InviteOnCompletion() : InviteRating(FollowUpEntry.CompleteCase, "invite-completion-rating", RatingOccasion.Completion);

/// <summary>What invitations say. No link and no password in a text: whoever has the receipt finds the page.</summary>
internal static class RatingWords
{
    public static string Purpose(RatingOccasion occasion, bool reminder) => $"{(reminder ? "remind" : "rate")}-{occasion switch
    {
        RatingOccasion.Visit => "visit",
        RatingOccasion.Acceptance => "acceptance",
        _ => "completion",
    }}";

    public static string Text(Case filed, RatingOccasion occasion) => occasion switch
    {
        RatingOccasion.Visit => $"【虚拟窗口】您的“{filed.ItemName}”已收到，办件编号 {filed.Number}。请在办件页面评价本次服务，凭编号和查询密码进入。",
        RatingOccasion.Acceptance => $"【虚拟窗口】您的“{filed.ItemName}”（{filed.Number}）已受理。请凭编号和查询密码查看进度，并评价受理情况。",
        _ => $"【虚拟窗口】您的“{filed.ItemName}”（{filed.Number}）已办结。请凭编号和查询密码查看结果，并评价本次办理。",
    };
}
