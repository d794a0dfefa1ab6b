using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Departments;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Cases;
using VirtualWindow.FollowUp.Messages;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Calendar;
using VirtualWindow.Storage.Outbox;
using VirtualWindow.Storage.Papers;

namespace VirtualWindow.Host.Departments;

/// <summary>One act of an official on one case: the move, its line in the record and the clock's new state are one transaction.</summary>
internal sealed class ActOnProcedure(IWindowStore store, TimeProvider time)
{
    private const int LongestText = 2000;
    private static readonly ProcedureMove[] Told =
        [ProcedureMove.AskSupplement, ProcedureMove.Refuse, ProcedureMove.Suspend, ProcedureMove.Extend, ProcedureMove.Decide, ProcedureMove.Deliver];

    public async Task<Refusal?> HandleAsync(CaseId id, ProcedureActRequest request, DepartmentOfficial who, CancellationToken ct)
    {
        var move = Enum.Parse<ProcedureMove>(request.Act.ToString());
        if (!who.MayMake(move)) return Refusals.Of(RefusalCodes.NotAllowed);
        if (Fault(move, request) is { } unfit) return unfit;
        try
        {
            return await store.WriteAsync((db, token) => ActAsync(db, id, move, request, who, token), ct);
        }
        catch (Exception stale) when (stale is LostUpdateException or DuplicateRowException or IllegalMoveException)
        {
            return Refusals.Of(RefusalCodes.Stale);
        }
    }

    private async Task<Refusal?> ActAsync(WindowDb db, CaseId id, ProcedureMove move, ProcedureActRequest request, DepartmentOfficial who, CancellationToken ct)
    {
        var procedure = await db.Procedures.SingleOrDefaultAsync(row => row.Id == id, ct);
        if (procedure is null || !who.WorksFor(procedure.Department)) return Refusals.Of(RefusalCodes.NotFound);
        if (procedure.Version != request.Version) return Refusals.Of(RefusalCodes.Stale);
        var (site, calendar) = await db.CalendarOfAsync(procedure.Authority, ct);
        var now = time.GetUtcNow();
        if (Make(procedure, move, request, new(who.Self, now, site.Today(now), Blank(request.Text))) is { } refusal) return Sentence(refusal);
        procedure.LookAt(calendar, site.Today(now));
        var filed = await db.Cases.SingleAsync(row => row.Id == id, ct);
        await db.TellOfMoveAsync(filed, procedure, now, ct);
        db.CallForNotices(procedure, filed.Number!, now);
        if (move == ProcedureMove.Archive) db.Promise(FollowUpEntry.ArchiveCase, id.Value, now, FollowUpLane.Papers, $"{filed.Number} 归档");
        return null;
    }

    private static ProcedureRefusal? Make(Procedure procedure, ProcedureMove move, ProcedureActRequest request, Act act) => move switch
    {
        ProcedureMove.AskSupplement => procedure.AskSupplement(act.Reason!, act),
        ProcedureMove.Supplement => procedure.Supplement(act),
        ProcedureMove.GiveUpSupplement => procedure.GiveUpSupplement(act),
        ProcedureMove.HandOver => procedure.HandOver(act),
        ProcedureMove.TakeOver => procedure.TakeOver(act),
        ProcedureMove.Accept => procedure.Accept(act),
        ProcedureMove.Refuse => procedure.Refuse(act.Reason!, act),
        ProcedureMove.Review => procedure.Review(act.By!, act),
        ProcedureMove.Suspend => procedure.Suspend(Enum.Parse<SpecialProcedure>(request.Procedure!.Value.ToString()), request.Days!.Value, act.Reason!, act),
        ProcedureMove.Resume => procedure.Resume(act),
        ProcedureMove.Extend => procedure.Extend(request.Days!.Value, act.Reason!, act),
        ProcedureMove.Decide => procedure.Decide(request.Code!, act.Reason!, act),
        ProcedureMove.Withdraw => procedure.Withdraw(act),
        ProcedureMove.Deliver => procedure.Deliver(act),
        ProcedureMove.Archive => procedure.Archive(act),
        _ => throw new IllegalMoveException(nameof(Procedure), procedure.State.ToString(), move.ToString()),
    };

    private static Refusal? Fault(ProcedureMove move, ProcedureActRequest request)
    {
        if (request.Text?.Length > LongestText) return Refusals.Of(RefusalCodes.TooLarge);
        if (Told.Contains(move) && Blank(request.Text) is null)
            return Bad("请填写要告知申请人的内容。", "Please write what the applicant is told.");
        if (move == ProcedureMove.Decide && string.IsNullOrEmpty(request.Code)) return Sentence(ProcedureRefusal.NoSuchDecision);
        if (move is ProcedureMove.Suspend or ProcedureMove.Extend && request.Days is null or < 1 or > 365)
            return Bad("请填写工作日天数。", "Please give the number of working days.");
        return move == ProcedureMove.Suspend && request.Procedure is null ? Refusals.Of(RefusalCodes.BadInput) : null;
    }

    private static Refusal Sentence(ProcedureRefusal refusal) => refusal switch
    {
        ProcedureRefusal.AcceptedByYourself => Refusals.Of(RefusalCodes.NotAllowed, "此件由您受理，按审受分离的规定须由他人审查和决定。",
            "You accepted this case; somebody else must review and decide it."),
        ProcedureRefusal.WithAnotherAuthority => Refusals.Of(RefusalCodes.NotAllowed, "此件现在由另一机关办理。", "This case is with another authority now."),
        ProcedureRefusal.NothingToHandOver => Refusals.Of(RefusalCodes.Stale, "此件没有需要移交的材料。", "There is nothing to hand over in this case."),
        ProcedureRefusal.SupplementAskedAlready => Refusals.Of(RefusalCodes.Stale, "此件已一次性告知过补正内容，不能再次要求补正。", "What is missing was told once already; it is not asked again."),
        ProcedureRefusal.ExtendedAlready => Refusals.Of(RefusalCodes.Stale, "此件已经延期，期限只能延长一次。", "This case was extended already; a term is extended once."),
        ProcedureRefusal.TooManyDays => Bad("延长的天数超过法定上限（10 日，联合办理 15 日）。", "That is more than the law allows (10 days, 15 when handled jointly)."),
        ProcedureRefusal.ApprovedByYourself => Refusals.Of(RefusalCodes.NotAllowed, "延期须由审查人以外的负责人批准。", "Somebody other than the reviewer must approve an extension."),
        ProcedureRefusal.NoSuchDecision => Bad("请选择办结结果。", "Please choose a decision from the list."),
        _ => Refusals.Of(RefusalCodes.Stale, "结果尚未送达，不能归档。", "The result has not reached the applicant; it cannot be archived yet."),
    };

    private static Refusal Bad(string message, string messageEn) => Refusals.Of(RefusalCodes.BadInput, message, messageEn);

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
