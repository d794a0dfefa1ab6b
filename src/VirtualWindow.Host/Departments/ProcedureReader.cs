using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts.Departments;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Calendar;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Calendar;

namespace VirtualWindow.Host.Departments;

/// <summary>Cases as an authority's people see them.</summary>
internal sealed class ProcedureReader(IWindowStore store, TimeProvider time)
{
    private const int AtMost = 500;

    public Task<ProcedureList> ListAsync(DepartmentOfficial who, CancellationToken ct) => store.ReadAsync(async (db, token) =>
    {
        var (site, calendar) = await db.CalendarOfAsync(who.Self.Site, token);
        var today = site.Today(time.GetUtcNow());
        var found = await OpenOf(db, who).OrderBy(row => row.Procedure.DueOn == null).ThenBy(row => row.Procedure.DueOn).Take(AtMost).ToListAsync(token);
        var rows = found.Select(row => Row(row.Procedure, row.Case, who, calendar, today)).ToList();
        return new ProcedureList(rows, rows.Count(row => row.Clock?.Warning == WarningLevel.Yellow), rows.Count(row => row.Clock?.Warning == WarningLevel.Red));
    }, ct);

    public Task<ProcedureDetails?> FindAsync(CaseId id, DepartmentOfficial who, CancellationToken ct) =>
        store.ReadAsync((db, token) => FindAsync(db, id, who, token), ct);

    /// <summary>What is with the official's site, or on its way there, and not archived.</summary>
    private static IQueryable<Pair> OpenOf(WindowDb db, DepartmentOfficial who)
    {
        var site = who.Self.Site;
        var (departments, everyone) = (who.Departments.ToArray(), who.Departments.Count == 0);
        return from procedure in db.Procedures
               join filed in db.Cases on procedure.Id equals filed.Id
               where (procedure.Holder == site || (procedure.Authority == site
                   && (procedure.State == ProcedureState.Collected || procedure.State == ProcedureState.Forwarded)))
                   && procedure.State != ProcedureState.Archived && (everyone || departments.Contains(procedure.Department))
               select new Pair { Procedure = procedure, Case = filed };
    }

    private async Task<ProcedureDetails?> FindAsync(WindowDb db, CaseId id, DepartmentOfficial who, CancellationToken ct)
    {
        var procedure = await db.Procedures.Include(row => row.Record).AsSingleQuery().SingleOrDefaultAsync(row => row.Id == id, ct);
        if (procedure is null || !MaySee(procedure, who)) return null;
        var filed = await db.Cases.SingleAsync(row => row.Id == id, ct);
        var item = await db.Items.SingleOrDefaultAsync(row => row.Code == filed.Item, ct);
        var sites = await db.Sites.ToDictionaryAsync(site => site.Id, ct);
        var (site, calendar) = await db.CalendarOfAsync(procedure.Authority, ct);
        return new(
            Row(procedure, filed, who, calendar, site.Today(time.GetUtcNow())), procedure.Version, filed.FullNumber, sites[procedure.Authority].Name,
            sites[procedure.Holder].Name, item?.CrossProvinceMode, $"{filed.ClerkName} {filed.ClerkNumber}", filed.Notes, item?.Materials ?? [],
            procedure.SupplementText, View(procedure.DecisionCode), procedure.DecisionText, procedure.ExtensionDays, procedure.AcceptedBy == who.Self.Staff,
            ActsOf(procedure, who), [.. DecisionCode.All.Where(code => code.ByReviewer).Select(View)],
            [.. procedure.Record.OrderBy(line => line.Serial).Select(line => View(line, line.Site is { } where ? sites[where].Name : null))],
            await LinkedAsync(db, filed, ct));
    }

    private static bool MaySee(Procedure procedure, DepartmentOfficial who) =>
        (procedure.Holder == who.Self.Site || procedure.Authority == who.Self.Site) && who.WorksFor(procedure.Department);

    private static List<ProcedureAct> ActsOf(Procedure procedure, DepartmentOfficial who) =>
        [.. Enum.GetValues<ProcedureMove>().Where(move => Procedure.Legal.Allows(procedure.State, move) && who.MayMake(move) && procedure.Permits(move, who.Self)).Select(OnWire)];

    private static async Task<IReadOnlyList<LinkedCaseView>> LinkedAsync(WindowDb db, Case filed, CancellationToken ct)
    {
        var main = filed.MainCase ?? filed.Id;
        var others = await (
            from other in db.Cases
            where (other.Id == main || other.MainCase == main) && other.Id != filed.Id
            join procedure in db.Procedures on other.Id equals procedure.Id into procedures
            from procedure in procedures.DefaultIfEmpty()
            select new { Case = other, State = procedure == null ? (ProcedureState?)null : procedure.State }).ToListAsync(ct);
        return [.. others.Select(row => new LinkedCaseView(
            row.Case.Id.ToString(), row.Case.Number, row.Case.ItemName, row.Case.ItemNameEn, row.Case.DepartmentName, row.State is { } state ? OnWire(state) : null))];
    }

    private static ProcedureRow Row(Procedure procedure, Case filed, DepartmentOfficial who, WorkCalendar calendar, DateOnly today) => new(
        filed.Id.ToString(), filed.Number, filed.ItemName, filed.ItemNameEn, filed.DepartmentName, filed.ApplicantName, OnWire(procedure.State),
        procedure.Clock is { } clock ? View(clock, calendar, today) : null, procedure.ReviewerName, procedure.Reviewer == who.Self.Staff);

    private static ClockView View(LegalClock clock, WorkCalendar calendar, DateOnly today) => new(
        Enum.Parse<ClockName>(clock.Kind.ToString()), clock.Start, clock.Term.Days, clock.Term.Unit == Domain.Catalogue.DaysUnit.Calendar, clock.Due(calendar),
        clock.Left(calendar, today), Enum.Parse<WarningLevel>(clock.WarningOn(today, calendar).ToString()), clock.Stopped, !clock.Stopped && !clock.IsFirm(calendar));

    private static ProcedureLine View(ProcedureEvent line, string? siteName) => new(OnWire(line.Move), OnWire(line.To), line.At, line.ByName, siteName, line.Reason);

    private static DecisionCodeView? View(string? code) => DecisionCode.Find(code) is { } known ? View(known) : null;

    private static DecisionCodeView View(DecisionCode code) => new(code.Code, code.Name, code.NameEn);

    private static ProcedureStage OnWire(ProcedureState state) => Enum.Parse<ProcedureStage>(state.ToString());

    private static ProcedureAct OnWire(ProcedureMove move) => Enum.Parse<ProcedureAct>(move.ToString());

    // Set by name, so that the database can still sort by what is inside.
    private sealed class Pair
    {
        public required Procedure Procedure { get; init; }
        public required Case Case { get; init; }
    }
}
