using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Ratings;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Storage.Calendar;

namespace VirtualWindow.Storage.Ratings;

/// <summary>Writes down what applicants say. A bad review is opened in the same transaction: none can be overlooked.</summary>
public static class RatingBook
{
    /// <returns>False when this sitting was rated already.</returns>
    public static async Task<bool> RateVisitAsync(this WindowDb db, Session session, int level, string? comment, RatingRules rules, DateTimeOffset now, CancellationToken ct)
    {
        if (await db.Ratings.AnyAsync(row => row.Session == session.Id && row.Occasion == RatingOccasion.Visit, ct)) return false;
        var rating = Rating.Give(new(Guid.CreateVersion7(now)), session.Id, level, comment, now);
        await KeepAsync(db, rating, session.Site, session.Clerk, rules, now, ct);
        var invitation = await (
            from sent in db.RatingInvitations
            join filed in db.Cases on sent.Case equals filed.Id
            where filed.Session == session.Id && sent.Occasion == RatingOccasion.Visit
            select sent).FirstOrDefaultAsync(ct);
        invitation?.Answered(now);
        return true;
    }

    /// <returns>False when this case was rated on this occasion already.</returns>
    public static async Task<bool> RateCaseAsync(
        this WindowDb db, Case about, RatingOccasion occasion, int level, string? comment, RatingRules rules, DateTimeOffset now, CancellationToken ct)
    {
        if (await db.Ratings.AnyAsync(row => row.Case == about.Id && row.Occasion == occasion, ct)) return false;
        var rating = Rating.GiveForCase(new(Guid.CreateVersion7(now)), about, occasion, level, comment, now);
        await KeepAsync(db, rating, about.ServedAt, about.Clerk, rules, now, ct);
        var invitation = await db.RatingInvitations.SingleOrDefaultAsync(sent => sent.Case == about.Id && sent.Occasion == occasion, ct);
        invitation?.Answered(now);
        return true;
    }

    private static async Task KeepAsync(
        WindowDb db, Rating rating, SiteId servedAt, StaffId clerk, RatingRules rules, DateTimeOffset now, CancellationToken ct)
    {
        db.Ratings.Add(rating);
        if (!rating.Bad) return;
        var (site, calendar) = await db.CalendarOfAsync(servedAt, ct);
        db.BadReviews.Add(BadReview.Open(rating, servedAt, clerk, site.Today(now), calendar, rules));
    }
}
