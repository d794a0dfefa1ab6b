using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Outbox;
using Xunit;

namespace VirtualWindow.Specifications;

/// <summary>The authority's procedure in the tables: kept whole, changed by one at a time, its record only ever longer.</summary>
public abstract class ProcedureSpecification : StorageSpecification
{
    private static readonly Official Clerk = new(new("clerk"), "李敏", "GS01", Gushi);
    private static readonly Official Reviewer = new(new("reviewer"), "赵刚", "GS50", Gushi);

    [Fact]
    public async Task A_procedure_comes_back_with_its_pauses_and_its_record()
    {
        var id = await OpenAsync();
        await ChangeAsync(id, procedure => procedure.Accept(By(Clerk)));
        await ChangeAsync(id, procedure => procedure.Review(Reviewer, By(Reviewer)));
        await ChangeAsync(id, procedure => procedure.Suspend(SpecialProcedure.ExpertReview, 7, "专家评审", By(Reviewer)));
        await ChangeAsync(id, procedure => procedure.Resume(By(Reviewer, 3)));
        await ChangeAsync(id, procedure => procedure.Suspend(SpecialProcedure.Hearing, 5, "听证", By(Reviewer, 4)));

        var kept = await LoadAsync(id);
        Assert.Equal((ProcedureState.Suspended, 6, Reviewer.Staff), (kept.State, kept.Acts, kept.Reviewer!.Value));
        Assert.Equal(
            [(SpecialProcedure.ExpertReview, (DateOnly?)Today.AddDays(3)), (SpecialProcedure.Hearing, null)],
            kept.Pauses.OrderBy(pause => pause.Serial).Select(pause => (pause.Procedure, pause.Until)));
        Assert.True(kept.Clock!.Stopped);
        Assert.Equal(Enumerable.Range(1, 6), kept.Record.Select(line => line.Serial).Order());
        Assert.Equal("专家评审", kept.Record.Single(line => line.Serial == 4).Reason);
    }

    [Fact]
    public async Task Of_two_who_act_at_once_one_is_refused_and_leaves_no_line()
    {
        var id = await OpenAsync();
        await ChangeAsync(id, procedure => procedure.Accept(By(Clerk)));
        var stale = await Store.ReadAsync((db, ct) => db.Procedures.SingleAsync(row => row.Id == id, ct), Ct);
        await ChangeAsync(id, procedure => procedure.Review(Reviewer, By(Reviewer)));
        await Assert.ThrowsAnyAsync<Exception>(() => Store.WriteAsync((db, _) =>
        {
            db.Procedures.Attach(stale);
            stale.Withdraw(By(Clerk));
            return Task.CompletedTask;
        }, Ct));
        var kept = await LoadAsync(id);
        Assert.Equal((ProcedureState.UnderReview, 3, 3), (kept.State, kept.Acts, kept.Record.Count));
    }

    [Fact]
    public async Task What_is_due_is_found_by_its_day()
    {
        var id = await OpenAsync();
        await ChangeAsync(id, procedure =>
        {
            procedure.LookAt(new([]), Today);
            return null;
        });
        Assert.Equal(0, await DueBeforeAsync(Today.AddDays(6)));
        Assert.Equal(1, await DueBeforeAsync(Today.AddDays(8)));
    }

    [Fact]
    public async Task A_sitting_has_one_case_and_one_linked_case_for_each_further_item()
    {
        var main = await EndAsync();
        var item = new LinkedItem(new("RS-01"), "社保转移", "Social insurance", new("RS"), "县人社局");
        await LinkAsync(main, item);
        await Assert.ThrowsAsync<DuplicateRowException>(() => LinkAsync(main, item));
        await LinkAsync(main, item with { Item = new("RS-02") });
        Assert.Equal(3, await Store.ReadAsync((db, ct) => db.Cases.CountAsync(row => row.Session == main.Session, ct), Ct));
    }

    private async Task<CaseId> OpenAsync()
    {
        var id = (await EndAsync()).Id;
        await Store.WriteAsync((db, _) =>
        {
            db.Procedures.Add(Procedure.Receive(new(id, Gushi, Gushi, new("GA"), CrossProvinceMode.None, LegalTerms.Decision, false), By(Clerk)));
            return Task.CompletedTask;
        }, Ct);
        return id;
    }

    private async Task<Case> EndAsync()
    {
        var id = await SitDownAsync();
        return await Store.WriteAsync(async (db, ct) =>
        {
            var session = await db.Sessions.SingleAsync(row => row.Id == id, ct);
            var ticket = await db.Tickets.SingleAsync(row => row.Id == session.Ticket, ct);
            session.End(Outcome.Accepted, "好", Now.AddMinutes(10));
            ticket.Finish(Now.AddMinutes(10));
            return (await db.PromiseCaseAsync(session, ticket, Now.AddMinutes(10), ct))!;
        }, Ct);
    }

    private Task LinkAsync(Case main, LinkedItem item) => Store.WriteAsync((db, _) =>
    {
        db.Cases.Add(Case.Link(new(Guid.NewGuid()), main, item));
        return Task.CompletedTask;
    }, Ct);

    private Task ChangeAsync(CaseId id, Func<Procedure, ProcedureRefusal?> act) => Store.WriteAsync(async (db, ct) =>
        Assert.Null(act(await db.Procedures.SingleAsync(row => row.Id == id, ct))), Ct);

    private Task<Procedure> LoadAsync(CaseId id) =>
        Store.ReadAsync((db, ct) => db.Procedures.Include(row => row.Record).SingleAsync(row => row.Id == id, ct), Ct);

    private Task<int> DueBeforeAsync(DateOnly day) => Store.ReadAsync((db, ct) => db.Procedures.CountAsync(row => row.DueOn < day, ct), Ct);

    private static Act By(Official who, int daysLater = 0) => new(who, Now.AddDays(daysLater), Today.AddDays(daysLater));
}
