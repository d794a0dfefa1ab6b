using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Reviews;
using VirtualWindow.Contracts.Staff;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Ratings;
using VirtualWindow.Host.Departments;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Calendar;

namespace VirtualWindow.Host.Reviews;

/// <summary>The bad-review desk: call back, verify, put right, hear the rated clerk, leave mistaken reviews out of the count.</summary>
internal sealed class ReviewDesk(IWindowStore store, TimeProvider time)
{
    private const int LongestText = 1000;

    public Task<ReviewList> ListAsync(DepartmentOfficial who, CancellationToken ct) => store.ReadAsync(async (db, token) =>
    {
        var (site, self, leads) = (who.Self.Site, who.Self.Staff, Leads(who));
        var reviews = await db.BadReviews.Include(row => row.Record)
            .Where(row => row.Site == site && row.EndedOn == null && (leads || row.Rated == self)).OrderBy(row => row.DueOn).ToListAsync(token);
        var views = new List<ReviewView>();
        foreach (var review in reviews) views.Add(await ViewAsync(db, review, who, token));
        return new ReviewList(views, views.Count(view => view.Overdue));
    }, ct);

    public async Task<Refusal?> ActAsync(RatingId id, ReviewActRequest request, DepartmentOfficial who, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(request.Text) || request.Text.Length > LongestText)
            return Refusals.Of(RefusalCodes.BadInput, "请写明情况（最多 1000 字）。", "Please write what was said or done, at most 1000 characters.");
        try
        {
            return await store.WriteAsync((db, token) => ActAsync(db, id, request, who, token), ct);
        }
        catch (Exception stale) when (stale is LostUpdateException or DuplicateRowException or IllegalMoveException)
        {
            return Refusals.Of(RefusalCodes.Stale);
        }
    }

    private async Task<Refusal?> ActAsync(WindowDb db, RatingId id, ReviewActRequest request, DepartmentOfficial who, CancellationToken ct)
    {
        var review = await db.BadReviews.SingleOrDefaultAsync(row => row.Id == id, ct);
        if (review is null || review.Site != who.Self.Site || !(Leads(who) || review.Rated == who.Self.Staff)) return Refusals.Of(RefusalCodes.NotFound);
        if (review.Version != request.Version) return Refusals.Of(RefusalCodes.Stale);
        var (site, _) = await db.CalendarOfAsync(review.Site, ct);
        var now = time.GetUtcNow();
        var move = Enum.Parse<ReviewMove>(request.Act.ToString());
        if (review.Make(move, new(who.Self, now, site.Today(now), request.Text.Trim())) is { } refusal) return Sentence(refusal);
        if (move == ReviewMove.Exclude) (await db.Ratings.SingleAsync(row => row.Id == id, ct)).Exclude(now);
        return null;
    }

    private async Task<ReviewView> ViewAsync(WindowDb db, BadReview review, DepartmentOfficial who, CancellationToken ct)
    {
        var rating = await db.Ratings.SingleAsync(row => row.Id == review.Id, ct);
        var about = await db.Cases.Where(row => rating.Case == null ? row.Session == rating.Session && row.MainCase == null : row.Id == rating.Case).FirstOrDefaultAsync(ct);
        var (site, _) = await db.CalendarOfAsync(review.Site, ct);
        return new(
            review.Id.ToString(), review.Version, Enum.Parse<ReviewStage>(review.State.ToString()), rating.Level, rating.Comment, about?.Number, about?.ItemName ?? "",
            about?.ApplicantName, Leads(who) ? about?.ApplicantPhone : null, about is null ? "" : $"{about.ClerkName} {about.ClerkNumber}", rating.RatedAt, review.DueOn,
            review.IsOverdue(site.Today(time.GetUtcNow())), ActsOf(review, who.Self),
            [.. review.Record.OrderBy(line => line.Serial).Select(line => new ReviewLine(Enum.Parse<ReviewAct>(line.Move.ToString()), line.At, line.ByName, line.Text))]);
    }

    private static List<ReviewAct> ActsOf(BadReview review, Official who) =>
        [.. BadReview.Legal.Rows.Where(row => row.From == review.State && review.Refuses(row.Move, who) is null).Select(row => Enum.Parse<ReviewAct>(row.Move.ToString()))];

    private static bool Leads(DepartmentOfficial who) => who.Roles.Contains(StaffRoles.Supervisor) || who.Roles.Contains(StaffRoles.Admin);

    private static Refusal Sentence(ReviewRefusal refusal) => refusal switch
    {
        ReviewRefusal.RatedYourself => Refusals.Of(RefusalCodes.NotAllowed, "被评价人只能申诉，不能处理对自己的评价。", "Who was rated may appeal, and not handle the own rating."),
        ReviewRefusal.NotYourRating => Refusals.Of(RefusalCodes.NotAllowed, "只有被评价人可以申诉。", "Only who was rated may appeal."),
        _ => Refusals.Of(RefusalCodes.NotAllowed, "核实差评的人不能裁决对它的申诉。", "Who confirmed the review does not decide on the appeal."),
    };
}
