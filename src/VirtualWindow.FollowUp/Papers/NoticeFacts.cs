using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Calendar;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Catalogue;
using VirtualWindow.Domain.Papers;
using VirtualWindow.Domain.Sites;
using VirtualWindow.Papers.Notices;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Calendar;

namespace VirtualWindow.FollowUp.Papers;

/// <summary>A case with what its papers say about it.</summary>
/// <param name="Authority">Who issues its papers, e.g. 固始县公安局.</param>
/// <param name="Procedure">With its record.</param>
internal sealed record CaseFile(Case Case, Procedure? Procedure, ServiceItem Item, Site AuthoritySite, Site ServedAt, string Authority, WorkCalendar Calendar)
{
    public static async Task<CaseFile> LoadAsync(WindowDb db, CaseId id, CancellationToken ct)
    {
        var filed = await db.Cases.SingleAsync(row => row.Id == id, ct);
        var procedure = await db.Procedures.Include(row => row.Record).AsSingleQuery().SingleOrDefaultAsync(row => row.Id == id, ct);
        var item = await db.Items.SingleAsync(row => row.Code == filed.Item, ct);
        var (site, calendar) = await db.CalendarOfAsync(filed.AuthoritySite, ct);
        var served = await db.Sites.SingleAsync(row => row.Id == filed.ServedAt, ct);
        var region = await db.Regions.SingleAsync(row => row.Code == site.Region, ct);
        return new(filed, procedure, item, site, served, NameOf(region, filed.DepartmentName), calendar);
    }

    /// <summary>Departments are named within their region (县公安局): the region's own name takes the place of its kind.</summary>
    private static string NameOf(Region region, string department) =>
        department[0] is '县' or '市' or '区' ? region.Name + department[1..] : region.Name + department;
}

/// <summary>The facts of one notice, from the line of the record that calls for it: what comes later changes nothing on it.</summary>
internal static class NoticeFacts
{
    public static Notice Of(CaseFile file, CaseNotice called, DateTimeOffset now)
    {
        var procedure = file.Procedure!;
        var line = procedure.Record.Single(row => row.Serial == called.Line);
        var head = Head(file, line, now);
        return line.Move switch
        {
            ProcedureMove.Receive or ProcedureMove.Supplement => new Receipt(
                head, file.Item.Materials, line.Move == ProcedureMove.Supplement, file.Calendar.AddWorkingDays(line.Day, LegalTerms.Acceptance.Days)),
            ProcedureMove.HandOver => new MaterialTransfer(head, file.Item.Materials, file.AuthoritySite.Name, By(line), file.Item.CrossProvinceMode ?? "协同办理"),
            ProcedureMove.Accept => AcceptanceOf(head, file, procedure, line),
            ProcedureMove.AskSupplement => new Supplement(head, Told(line)),
            ProcedureMove.Refuse => new Refusal(head, Told(line)),
            ProcedureMove.Suspend => SpecialOf(head, procedure.Pauses.Single(pause => pause.Serial == line.Serial)),
            ProcedureMove.Extend => new Extension(head, procedure.ExtensionDays, DueOn(file, procedure, procedure.DecisionTerm, line.Day), Told(line), line.ByName),
            ProcedureMove.Deliver => new DeliveryReceipt(head, DeliveredPaper(file, procedure), Told(line), By(line)),
            _ => DecisionOf(head, file, procedure, line),
        };
    }

    /// <summary>E.g. "GS-20261123-0001-03".</summary>
    public static string NumberOf(Case filed, int line) => $"{filed.Number}-{line:00}";

    private static NoticeHead Head(CaseFile file, ProcedureEvent line, DateTimeOffset now) => new(
        NumberOf(file.Case, line.Serial), file.Case.Number!, file.Case.FullNumber!, file.Authority, file.ServedAt.Name, file.Case.ApplicantName, file.Case.ItemName,
        line.Day, TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(file.AuthoritySite.TimeZone)));

    private static Acceptance AcceptanceOf(NoticeHead head, CaseFile file, Procedure procedure, ProcedureEvent line)
    {
        var byLapse = line.By is null;
        var (accepted, term) = (byLapse ? procedure.AcceptedOn!.Value : line.Day, new Term(procedure.DecisionDays, procedure.DecisionUnit));
        return new(head, accepted, term, new LegalClock(ClockKind.Decision, accepted, term, []).Due(file.Calendar)!.Value, byLapse);
    }

    private static SpecialProcedureNotice SpecialOf(NoticeHead head, Pause pause) => new(head, pause.Procedure, pause.ExpectedDays, pause.Reason);

    private static DateOnly? DueOn(CaseFile file, Procedure procedure, Term term, DateOnly seenOn) =>
        new LegalClock(ClockKind.Decision, procedure.AcceptedOn!.Value, term, [.. procedure.Pauses.Where(pause => pause.From <= seenOn)]).Due(file.Calendar);

    private static Decision DecisionOf(NoticeHead head, CaseFile file, Procedure procedure, ProcedureEvent line)
    {
        var code = DecisionCode.Find(procedure.DecisionCode)!;
        return new(head, code, line.Reason, code.Delivered ? file.Calendar.AddWorkingDays(line.Day, LegalTerms.Delivery.Days) : null);
    }

    private static string DeliveredPaper(CaseFile file, Procedure procedure)
    {
        var decided = procedure.Record.Single(row => row.To == ProcedureState.Decided && row.From != ProcedureState.Decided);
        return $"{DecisionOf(Head(file, decided, decided.At), file, procedure, decided).Title}（{NumberOf(file.Case, decided.Serial)}）";
    }

    private static string By(ProcedureEvent line) => line.ByName ?? "—";

    private static string Told(ProcedureEvent line) => string.IsNullOrWhiteSpace(line.Reason)
        ? throw new StepToldException("没有写明要告知申请人的内容，不能出具文书。Nothing was written that the applicant is to be told; the notice cannot be made.")
        : line.Reason;
}
