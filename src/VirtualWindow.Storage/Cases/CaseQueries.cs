using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Materials;
using VirtualWindow.Domain.Ratings;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Sites;
using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.Storage.Cases;

/// <summary>A case as the pages want it: with the hall where the clerk sat and the steps of its follow-up, in order.</summary>
/// <param name="Rateable">What nobody has rated yet: the case now that it is over, or its acceptance after the sitting.</param>
/// <param name="Supplement">What the sitting told to supplement; null with any other outcome, and for a linked case.</param>
public sealed record CaseFacts(Case Case, Site ServedAt, IReadOnlyList<FollowUpStep> Steps, RatingOccasion? Rateable, SupplementNotice? Supplement)
{
    public bool MayRate => Rateable is not null;
}

public static class CaseQueries
{
    private static readonly ProcedureState[] Over =
        [ProcedureState.Refused, ProcedureState.Decided, ProcedureState.Delivered, ProcedureState.Archived];

    public static Task<CaseFacts?> CaseAsync(this WindowDb db, CaseId id, CancellationToken ct) =>
        FirstAsync(db, db.Cases.Where(row => row.Id == id), ct);

    public static Task<CaseFacts?> CaseOfSessionAsync(this WindowDb db, SessionId session, CancellationToken ct) =>
        FirstAsync(db, db.Cases.Where(row => row.Session == session && row.MainCase == null), ct);

    /// <param name="number">Short or full form.</param>
    public static Task<CaseFacts?> CaseByNumberAsync(this WindowDb db, string number, CancellationToken ct)
    {
        var wanted = number.Trim().ToUpperInvariant();
        return FirstAsync(db, db.Cases.Where(row => row.Number == wanted || row.FullNumber == wanted), ct);
    }

    /// <summary>The clerk's cases, newest first.</summary>
    public static async Task<IReadOnlyList<CaseFacts>> RecentCasesAsync(this WindowDb db, StaffId clerk, int atMost, CancellationToken ct)
    {
        var cases = await db.Cases.AsNoTracking().Where(row => row.Clerk == clerk).OrderByDescending(row => row.EndedAt).Take(atMost).ToListAsync(ct);
        return await WithFactsAsync(db, cases, ct);
    }

    /// <summary>Follow-ups that a person must look at: given up, or unfinished although promised before <paramref name="promisedBefore"/>.</summary>
    public static Task<List<FollowUpEntry>> StuckFollowUpsAsync(this WindowDb db, DateTimeOffset promisedBefore, CancellationToken ct) =>
        db.FollowUps.AsNoTracking()
            .Where(row => row.State == FollowUpState.Dead || (row.State != FollowUpState.Done && row.CreatedAt < promisedBefore))
            .OrderBy(row => row.CreatedAt).ToListAsync(ct);

    private static async Task<CaseFacts?> FirstAsync(WindowDb db, IQueryable<Case> wanted, CancellationToken ct)
    {
        // At most one fits; the order only keeps EF Core from warning at every look-up that the first of many is a matter of chance.
        var found = await WithFactsAsync(db, await wanted.AsNoTracking().OrderBy(row => row.Id).Take(1).ToListAsync(ct), ct);
        return found.Count == 0 ? null : found[0];
    }

    private static async Task<IReadOnlyList<CaseFacts>> WithFactsAsync(WindowDb db, List<Case> cases, CancellationToken ct)
    {
        var subjects = cases.Select(row => row.Id.Value).ToList();
        var steps = await (
            from step in db.FollowUpSteps.AsNoTracking()
            join promise in db.FollowUps on step.FollowUp equals promise.Id
            where promise.Kind == FollowUpEntry.FileCase && subjects.Contains(promise.Subject)
            orderby step.Order
            select new { promise.Subject, Step = step }).ToListAsync(ct);
        var stepsOf = steps.ToLookup(row => row.Subject, row => row.Step);
        var sites = await db.Sites.AsNoTracking().ToDictionaryAsync(site => site.Id, ct);
        var rateable = await RateableAsync(db, [.. cases.Select(row => row.Id)], ct);
        var notices = await NoticesAsync(db, cases, ct);
        return [.. cases.Select(row => new CaseFacts(
            row, sites[row.ServedAt], [.. stepsOf[row.Id.Value]], rateable.TryGetValue(row.Id, out var occasion) ? occasion : null,
            row.Linked ? null : notices.GetValueOrDefault(row.Session)))];
    }

    private static Task<Dictionary<SessionId, SupplementNotice>> NoticesAsync(WindowDb db, List<Case> cases, CancellationToken ct)
    {
        var sessions = cases.Where(row => row.Outcome == Outcome.SupplementNeeded).Select(row => row.Session).ToList();
        return sessions.Count == 0 ? Task.FromResult(new Dictionary<SessionId, SupplementNotice>())
            : db.SupplementNotices.AsNoTracking().Where(notice => sessions.Contains(notice.Session)).ToDictionaryAsync(notice => notice.Session, ct);
    }

    private static async Task<Dictionary<CaseId, RatingOccasion>> RateableAsync(WindowDb db, CaseId[] ids, CancellationToken ct)
    {
        var over = await db.Procedures.Where(row => ids.Contains(row.Id) && Over.Contains(row.State)).Select(row => row.Id).ToListAsync(ct);
        var accepted = await db.RatingInvitations.Where(row => ids.Contains(row.Case) && row.Occasion == RatingOccasion.Acceptance)
            .Select(row => row.Case).ToListAsync(ct);
        var rated = (await db.Ratings.Where(row => row.Case != null && ids.Contains(row.Case.Value)).Select(row => new { row.Case, row.Occasion }).ToListAsync(ct))
            .Select(row => (row.Case!.Value, row.Occasion)).ToHashSet();
        var occasions = over.Select(id => (Id: id, Occasion: RatingOccasion.Completion))
            .Concat(accepted.Except(over).Select(id => (Id: id, Occasion: RatingOccasion.Acceptance)));
        return occasions.Where(one => !rated.Contains((one.Id, one.Occasion))).ToDictionary(one => one.Id, one => one.Occasion);
    }
}
