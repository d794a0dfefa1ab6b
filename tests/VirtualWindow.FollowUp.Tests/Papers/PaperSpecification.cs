using Hangfire;
using Hangfire.InMemory;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Materials;
using VirtualWindow.Domain.Papers;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Specifications;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Calendar;
using VirtualWindow.Storage.Outbox;
using VirtualWindow.Storage.Papers;

namespace VirtualWindow.FollowUp.Tests.Papers;

/// <summary>A hall whose follow-ups are run here, one after the other, until nothing is due.</summary>
public abstract class PaperSpecification : StorageSpecification
{
    protected static readonly Official Reviewer = new(new("reviewer"), "赵志强", "GS51", Gushi);
    protected static readonly Official Head = new(new("head"), "周主任", "GS90", Gushi);

    protected CasePapers Papers => Process.GetRequiredService<CasePapers>();

    protected abstract Task<Action<IServiceCollection>> DatabaseAsync();

    protected override async Task<Action<IServiceCollection>> FreshDatabaseAsync() => await DatabaseAsync() + (services =>
    {
        services.AddQueueInMemory();
        services.AddFollowUp(new() { Worker = "hall", Attempts = 2 });
    });

    /// <summary>A sitting that has ended, filed with everything that follows from it.</summary>
    /// <param name="told">What the material board found missing; null = nobody looked at it.</param>
    protected async Task<Case> FileAsync(Outcome outcome, string notes = "材料齐全", string? name = null, IReadOnlyList<(string Material, string Reason)>? told = null)
    {
        var id = await SitDownAsync();
        var pending = await Store.WriteAsync(async (db, ct) =>
        {
            var session = await db.Sessions.SingleAsync(row => row.Id == id, ct);
            var ticket = await db.Tickets.SingleAsync(row => row.Id == session.Ticket, ct);
            if (told is not null) Tell(db, session, told);
            session.End(outcome, notes, Now.AddMinutes(10));
            ticket.Finish(Now.AddMinutes(10));
            return (await db.PromiseCaseAsync(session, ticket, DateTimeOffset.UtcNow, ct))!.Id;
        }, Ct);
        if (name is not null) await Store.WriteAsync((db, ct) => db.Cases.Where(row => row.Id == pending).ExecuteUpdateAsync(set => set.SetProperty(row => row.ApplicantName, name), ct), Ct);
        await WorkAsync();
        return await CaseAsync(pending);
    }

    protected static void Tell(WindowDb db, Session session, IReadOnlyList<(string Material, string Reason)> told)
    {
        var checks = told.Select((one, index) => MaterialCheck.Of(session.Id, index + 1, one.Material)).ToList();
        foreach (var (check, (_, reason)) in checks.Zip(told)) Assert.True(check.Judge(MaterialVerdict.Rejected, reason, 0, session.Clerk, Now));
        db.MaterialChecks.AddRange(checks);
        db.SupplementNotices.Add(SupplementNotice.Of(session, new MaterialBoard([.. told.Select(one => one.Material)], checks), Now));
    }

    /// <summary>An act of an official as the department's page makes it.</summary>
    protected Task ActAsync(CaseId id, Func<Procedure, Act, ProcedureRefusal?> move, Official? by = null, string? reason = null) => Store.WriteAsync(async (db, ct) =>
    {
        var procedure = await db.Procedures.SingleAsync(row => row.Id == id, ct);
        var (site, calendar) = await db.CalendarOfAsync(procedure.Authority, ct);
        var number = await db.Cases.Where(row => row.Id == id).Select(row => row.Number!).SingleAsync(ct);
        Assert.Null(move(procedure, new(by ?? Reviewer, Now.AddHours(procedure.Acts), site.Today(Now), reason)));
        procedure.LookAt(calendar, site.Today(Now));
        db.CallForNotices(procedure, number, Now);
    }, Ct);

    /// <summary>Runs whatever is due until nothing is; what fails or waits rests.</summary>
    protected async Task WorkAsync(TimeSpan later = default)
    {
        var (leases, at) = (Process.GetRequiredService<OutboxLeases>(), DateTimeOffset.UtcNow.AddSeconds(1) + later);
        for (var worked = true; worked;)
        {
            worked = false;
            foreach (var lane in (FollowUpLane[])[FollowUpLane.Quick, FollowUpLane.Papers])
                foreach (var leased in await leases.LeaseAsync("hall/1", at, TimeSpan.FromSeconds(30), 10, Ct, lane))
                {
                    await Process.GetRequiredService<FollowUpJob>().RunAsync(leased.Id, leased.Lease, Ct);
                    worked = true;
                }
        }
    }

    protected Task<Case> CaseAsync(CaseId id) => Store.ReadAsync((db, ct) => db.Cases.SingleAsync(row => row.Id == id, ct), Ct);

    protected Task<List<CaseNotice>> NoticesAsync(CaseId id) => Store.ReadAsync((db, ct) => db.CaseNotices.Where(row => row.Case == id).OrderBy(row => row.Line).ToListAsync(ct), Ct);

    protected Task<List<FollowUpEntry>> FollowUpsAsync(string kind) => Store.ReadAsync((db, ct) => db.FollowUps.Where(row => row.Kind == kind).ToListAsync(ct), Ct);

    protected Task PromiseArchiveAsync(CaseId id) => Store.WriteAsync((db, _) =>
    {
        db.Promise(FollowUpEntry.ArchiveCase, id.Value, DateTimeOffset.UtcNow, FollowUpLane.Papers);
        return Task.CompletedTask;
    }, Ct);

    /// <summary>A case that is over, in the archive.</summary>
    protected async Task<Case> ArchivedAsync()
    {
        var filed = await FileAsync(Outcome.Accepted);
        await DecideAsync(filed.Id);
        await PromiseArchiveAsync(filed.Id);
        await WorkAsync();
        // The recording's wait and the like are tried again some seconds later.
        await WorkAsync(TimeSpan.FromMinutes(5));
        return filed;
    }

    /// <summary>Its time in the archive has run out.</summary>
    protected Task<int> DueAsync(CaseId id) =>
        Store.WriteAsync((db, ct) => db.CaseArchives.Where(row => row.Id == id).ExecuteUpdateAsync(set => set.SetProperty(row => row.KeepUntil, new DateOnly(2020, 12, 31)), ct), Ct);

    /// <summary>From acceptance to the end, with everything that can happen in between.</summary>
    protected async Task DecideAsync(CaseId id)
    {
        await ActAsync(id, (procedure, act) => procedure.Review(act.By!, act));
        await ActAsync(id, (procedure, act) => procedure.Suspend(SpecialProcedure.Hearing, 15, act.Reason!, act), reason: "涉及他人重大利益");
        await ActAsync(id, (procedure, act) => procedure.Resume(act));
        await ActAsync(id, (procedure, act) => procedure.Extend(10, act.Reason!, act), Head, "需要外地协查");
        await ActAsync(id, (procedure, act) => procedure.Decide("granted", act.Reason!, act), reason: "符合条件，准予迁移");
        await ActAsync(id, (procedure, act) => procedure.Deliver(act), reason: "当面领取");
        await ActAsync(id, (procedure, act) => procedure.Archive(act));
    }
}
