using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Ratings;
using VirtualWindow.FollowUp.Steps;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Messages;
using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.FollowUp.Recurring;

/// <summary>Who was invited three days ago and has not rated is asked once more, and then left in peace; nothing is rated by default.</summary>
internal sealed class RemindOfRatings(IWindowStore store, RatingRules rules, TimeProvider time) : PeriodTask("remind-of-ratings", hourly: false)
{
    protected override async Task RunAsync(Period period, CancellationToken ct)
    {
        var before = time.GetUtcNow().AddDays(-rules.RemindAfterDays);
        var due = await store.ReadAsync((db, token) => db.RatingInvitations
            .Where(row => row.RatedAt == null && row.RemindedAt == null && row.InvitedAt <= before).Select(row => new { row.Case, row.Occasion }).ToListAsync(token), ct);
        foreach (var one in due) await store.WriteAsync((db, token) => RemindAsync(db, one.Case, one.Occasion, token), ct);
    }

    private async Task RemindAsync(WindowDb db, CaseId id, RatingOccasion occasion, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var invitation = await db.RatingInvitations.SingleAsync(row => row.Case == id && row.Occasion == occasion, ct);
        if (!invitation.Remind(rules, now)) return;
        var filed = await db.Cases.SingleAsync(row => row.Id == id, ct);
        db.Tell(id, RatingWords.Purpose(occasion, reminder: true), filed.ApplicantPhone!, RatingWords.Text(filed, occasion), now);
    }
}
