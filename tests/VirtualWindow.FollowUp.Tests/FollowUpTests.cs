using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hangfire;
using Hangfire.InMemory;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Specifications;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Cases;
using VirtualWindow.Storage.Outbox;
using VirtualWindow.Testing;

namespace VirtualWindow.FollowUp.Tests;

/// <summary>From an ended sitting to a filed case, one lease at a time.</summary>
public abstract class FollowUpTests : StorageSpecification
{
    private readonly FailingStep _failing = new();

    [Fact]
    public async Task An_ended_sitting_becomes_a_filed_case()
    {
        await EndAsync(Outcome.Accepted);
        await RunAsync(await LeaseAsync());
        var (filed, row, steps) = await StateAsync();
        Assert.Equal(CaseState.Filed, filed.State);
        Assert.EndsWith("-0001", filed.Number, StringComparison.Ordinal);
        Assert.Equal(CaseNumber.FullLength, filed.FullNumber!.Length);
        Assert.Equal(FollowUpState.Done, row.State);
        Assert.All(steps.Where(step => step.Name != "request-film"), step => Assert.Equal((StepState.Done, 1), (step.State, step.Attempts)));
        Assert.Equal((StepState.Skipped, StepReasons.NoRecording), steps.Where(step => step.Name == "request-film").Select(step => (step.State, step.Note)).Single());
        var (invitation, message) = await Store.ReadAsync(async (db, ct) => (await db.RatingInvitations.SingleAsync(ct), await db.Messages.SingleAsync(ct)), Ct);
        Assert.Equal((filed.Id, "rate-visit", "13812345678"), (invitation.Case, message.Purpose, message.Receiver));
        Assert.Contains(filed.Number!, message.Text, StringComparison.Ordinal);
        Assert.Equal(filed.EvidenceHash, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(filed.Evidence!))));
    }

    [Fact]
    public async Task The_case_is_found_by_number_and_password_and_by_no_other_password()
    {
        await EndAsync(Outcome.Accepted);
        await RunAsync(await LeaseAsync());
        var passwords = Process.GetRequiredService<QueryPasswords>();
        var (filed, _, _) = await StateAsync();
        var found = await Store.ReadAsync((db, ct) => db.CaseByNumberAsync(filed.Number!.ToLowerInvariant(), ct), Ct);
        Assert.Equal(filed.Id, found!.Case.Id);
        Assert.Equal(9, found.Steps.Count);
        Assert.True(passwords.Matches(found.Case.ProtectedPassword, passwords.Reveal(filed.ProtectedPassword!)!.ToLowerInvariant()));
        Assert.False(passwords.Matches(found.Case.ProtectedPassword, "AAAAAAAA"));
        Assert.False(passwords.Matches(null, ""));
    }

    [Fact]
    public async Task Only_what_was_accepted_is_promised()
    {
        await EndAsync(Outcome.Refused);
        await RunAsync(await LeaseAsync());
        Assert.Null((await StateAsync()).Case.PromisedDate);
    }

    // The vectors of the calendar of 2026: the Spring Festival, the make-up days, both long holidays.
    [Theory]
    [InlineData("2026-02-13", 5, "2026-02-27")]
    [InlineData("2026-02-13", 20, "2026-03-19")]
    [InlineData("2026-09-18", 5, "2026-09-24")]
    [InlineData("2026-09-30", 5, "2026-10-13")]
    [InlineData("2026-04-30", 10, "2026-05-18")]
    public async Task The_promised_date_counts_working_days_from_the_day_after_the_end(string ended, int days, string promised)
    {
        await EndAsync(Outcome.Accepted);
        var lateThatDay = new DateTimeOffset(DateOnly.Parse(ended, CultureInfo.InvariantCulture), new(23, 59), TimeSpan.FromHours(8));
        await Store.WriteAsync(async (db, ct) =>
        {
            await db.Cases.ExecuteUpdateAsync(set => set.SetProperty(row => row.EndedAt, lateThatDay), ct);
            await db.Items.ExecuteUpdateAsync(set => set.SetProperty(row => row.PromisedDays, days), ct);
        }, Ct);
        await RunAsync(await LeaseAsync());
        Assert.Equal(DateOnly.Parse(promised, CultureInfo.InvariantCulture), (await StateAsync()).Case.PromisedDate);
    }

    [Fact]
    public async Task A_leased_row_is_handed_to_nobody_else_until_the_lease_runs_out()
    {
        await EndAsync(Outcome.Accepted);
        var first = await LeaseAsync();
        Assert.Empty(await LeaseManyAsync(TimeSpan.FromSeconds(29)));
        Assert.NotEqual(first.Lease, Assert.Single(await LeaseManyAsync(TimeSpan.FromSeconds(31))).Lease);
    }

    [Fact]
    public async Task A_worker_whose_lease_has_passed_on_changes_nothing()
    {
        await EndAsync(Outcome.Accepted);
        var stale = await LeaseAsync();
        await LeaseManyAsync(TimeSpan.FromMinutes(1));
        await RunAsync(stale);
        var (pending, row, steps) = await StateAsync();
        Assert.Equal((CaseState.Pending, FollowUpState.Leased, 0), (pending.State, row.State, steps.Count));
        Assert.Null(pending.Number);
    }

    [Fact]
    public async Task What_an_earlier_boot_had_leased_is_due_again_at_once()
    {
        await EndAsync(Outcome.Accepted);
        await LeaseAsync();
        var leases = Process.GetRequiredService<OutboxLeases>();
        Assert.Equal(0, await leases.ReclaimAsync("other", "other/2", Ct));
        Assert.Equal(1, await leases.ReclaimAsync("hall", "hall/2", Ct));
        Assert.Single(await LeaseManyAsync(TimeSpan.Zero));
    }

    [Fact]
    public async Task A_failing_step_is_tried_again_keeps_what_was_done_and_ends_as_a_dead_letter_that_a_person_revives()
    {
        _failing.Fails = true;
        await EndAsync(Outcome.Accepted);
        await RunAsync(await LeaseAsync());
        var (pending, row, steps) = await StateAsync();
        Assert.Equal(FollowUpState.Waiting, row.State);
        Assert.Equal("failing: InvalidTimeZoneException", row.LastError);
        Assert.True(row.NextTryAt > row.CreatedAt);
        Assert.Equal("assign-number", steps.Last(step => step.State == StepState.Done).Name);

        await RunAsync(Assert.Single(await LeaseManyAsync(TimeSpan.FromHours(1))));
        Assert.Equal(FollowUpState.Dead, (await StateAsync()).Row.State);
        Assert.Empty(await LeaseManyAsync(TimeSpan.FromDays(1)));

        _failing.Fails = false;
        Assert.Equal(Intervened.Done, await Process.GetRequiredService<Interventions>().RetryAsync(row.Id, "系统管理员 GS99", Ct));
        await RunAsync(await LeaseAsync());
        var filed = (await StateAsync()).Case;
        Assert.Equal((CaseState.Filed, pending.Number), (filed.State, filed.Number));
    }

    [Fact]
    public async Task What_was_accepted_has_a_procedure_whose_clock_ends_on_the_promised_day()
    {
        await Store.WriteAsync((db, ct) => db.Items.ExecuteUpdateAsync(set => set.SetProperty(row => row.PromisedDays, 5), ct), Ct);
        await EndAsync(Outcome.Accepted);
        await RunAsync(await LeaseAsync());
        var (filed, _, _) = await StateAsync();
        var procedure = await Store.ReadAsync((db, ct) => db.Procedures.Include(row => row.Record).SingleAsync(ct), Ct);
        Assert.Equal(new DateOnly(2026, 11, 30), filed.PromisedDate);
        Assert.Equal((filed.Id, ProcedureState.Accepted, filed.PromisedDate), (procedure.Id, procedure.State, procedure.DueOn));
        Assert.Equal([ProcedureMove.Receive, ProcedureMove.Accept], procedure.Record.OrderBy(line => line.Serial).Select(line => line.Move));
    }

    [Fact]
    public async Task A_consultation_is_filed_without_a_procedure_and_says_why()
    {
        await EndAsync(Outcome.Consulted);
        await RunAsync(await LeaseAsync());
        var (filed, _, steps) = await StateAsync();
        Assert.Equal(CaseState.Filed, filed.State);
        Assert.Equal(StepReasons.NothingApplied, steps.Single(step => step.Name == "open-procedure").Note);
        Assert.Equal(0, await Store.ReadAsync((db, ct) => db.Procedures.CountAsync(ct), Ct));
    }

    [Fact]
    public async Task A_follow_up_that_is_run_anew_from_its_first_step_changes_nothing_twice()
    {
        await EndAsync(Outcome.Accepted);
        await RunAsync(await LeaseAsync());
        var before = await StateAsync();
        var hands = Process.GetRequiredService<Interventions>();
        Assert.Equal(Intervened.Done, await hands.ReplayAsync(before.Row.Id, "close-evidence", "核对", "系统管理员 GS99", Ct));
        await RunAsync(await LeaseAsync());
        var after = await StateAsync();
        Assert.Equal((before.Case.Number, before.Case.ProtectedPassword, before.Case.EvidenceHash, before.Case.FiledAt),
            (after.Case.Number, after.Case.ProtectedPassword, after.Case.EvidenceHash, after.Case.FiledAt));
        Assert.All(after.Steps, step => Assert.Equal(2, step.Attempts));
        Assert.Equal(FollowUpState.Done, after.Row.State);
        var act = await Store.ReadAsync((db, ct) => db.FollowUpActs.SingleAsync(ct), Ct);
        Assert.Equal((FollowUpMove.Replay, "close-evidence", "核对", "系统管理员 GS99"), (act.Move, act.Step, act.Reason, act.By));
    }

    [Fact]
    public async Task A_person_may_leave_out_only_what_nothing_else_needs()
    {
        _failing.Fails = true;
        await EndAsync(Outcome.Accepted);
        await RunAsync(await LeaseAsync());
        var (_, row, _) = await StateAsync();
        var hands = Process.GetRequiredService<Interventions>();
        Assert.Equal(Intervened.NotSkippable, await hands.SkipAsync(row.Id, "file-case", "?", "admin", Ct));
        Assert.Equal(Intervened.NotNow, await hands.SkipAsync(row.Id, "assign-number", "?", "admin", Ct));
        Assert.Equal(Intervened.NotFound, await hands.SkipAsync(row.Id, "no-such-step", "?", "admin", Ct));
        Assert.Equal(Intervened.Done, await hands.SkipAsync(row.Id, "failing", "设备已拆除", "admin", Ct));
        await RunAsync(await LeaseAsync());
        var (filed, _, steps) = await StateAsync();
        Assert.Equal(CaseState.Filed, filed.State);
        Assert.Equal((StepState.Skipped, "设备已拆除"), steps.Where(step => step.Name == "failing").Select(step => (step.State, step.Note)).Single());
    }

    [Fact]
    public async Task A_worker_that_held_it_while_a_person_intervened_changes_nothing()
    {
        await EndAsync(Outcome.Accepted);
        await RunAsync(await LeaseAsync());
        var (_, row, _) = await StateAsync();
        await Process.GetRequiredService<Interventions>().ReplayAsync(row.Id, "file-case", null, "admin", Ct);
        var stale = await LeaseAsync();
        await Process.GetRequiredService<Interventions>().ReplayAsync(row.Id, "file-case", null, "admin", Ct);
        await RunAsync(stale);
        Assert.Equal(FollowUpState.Waiting, (await StateAsync()).Row.State);
    }

    [Fact]
    public async Task What_is_not_there_yet_is_waited_for_and_is_no_failure()
    {
        _failing.NotYet = true;
        await EndAsync(Outcome.Accepted);
        await RunAsync(await LeaseAsync());
        var (_, row, steps) = await StateAsync();
        Assert.Equal((FollowUpState.Waiting, null), (row.State, row.LastError));
        Assert.Equal((StepState.Waiting, 0, "not-there"), steps.Where(step => step.Name == "failing").Select(step => (step.State, step.Attempts, step.Note)).Single());
        Assert.Empty(await LeaseManyAsync(TimeSpan.FromSeconds(50)));
        _failing.NotYet = false;
        await RunAsync(Assert.Single(await LeaseManyAsync(TimeSpan.FromSeconds(70))));
        Assert.Equal(CaseState.Filed, (await StateAsync()).Case.State);
    }

    protected abstract Task<Action<IServiceCollection>> DatabaseAsync();

    protected override async Task<Action<IServiceCollection>> FreshDatabaseAsync()
    {
        var database = await DatabaseAsync();
        return services =>
        {
            database(services);
            services.AddQueueInMemory();
            services.AddFollowUp(new() { Worker = "hall", Attempts = 2 });
            InsertFailingStep(services);
        };
    }

    // Third in the row, after the number.
    private void InsertFailingStep(IServiceCollection services)
    {
        var third = services.Select((service, index) => (service, index)).Where(pair => pair.service.ServiceType == typeof(IFollowUpStep)).ElementAt(2).index;
        services.Insert(third, ServiceDescriptor.Singleton<IFollowUpStep>(_failing));
    }

    private async Task EndAsync(Outcome outcome)
    {
        var id = await SitDownAsync();
        await Store.WriteAsync(async (db, ct) =>
        {
            var session = await db.Sessions.SingleAsync(row => row.Id == id, ct);
            var ticket = await db.Tickets.SingleAsync(row => row.Id == session.Ticket, ct);
            session.End(outcome, "好", Now.AddMinutes(10));
            ticket.Finish(Now.AddMinutes(10));
            await db.PromiseCaseAsync(session, ticket, DateTimeOffset.UtcNow, ct);
        }, Ct);
    }

    private async Task<LeasedFollowUp> LeaseAsync() => Assert.Single(await LeaseManyAsync(TimeSpan.Zero));

    /// <summary>Filings only: the messages that they lead to are follow-ups of their own.</summary>
    private async Task<IReadOnlyList<LeasedFollowUp>> LeaseManyAsync(TimeSpan later)
    {
        var leased = await Process.GetRequiredService<OutboxLeases>()
            .LeaseAsync("hall/1", DateTimeOffset.UtcNow.AddSeconds(1) + later, TimeSpan.FromSeconds(30), 10, Ct);
        var filings = await Store.ReadAsync((db, ct) => db.FollowUps.Where(row => row.Kind == FollowUpEntry.FileCase).Select(row => row.Id).ToListAsync(ct), Ct);
        return [.. leased.Where(row => filings.Contains(row.Id))];
    }

    private Task RunAsync(LeasedFollowUp leased) => Process.GetRequiredService<FollowUpJob>().RunAsync(leased.Id, leased.Lease, Ct);

    private Task<(Case Case, FollowUpEntry Row, List<FollowUpStep> Steps)> StateAsync() => Store.ReadAsync(async (db, ct) => (
        await db.Cases.SingleAsync(ct), await db.FollowUps.SingleAsync(row => row.Kind == FollowUpEntry.FileCase, ct), await db.FollowUpSteps.Where(step => db.FollowUps.Any(row => row.Id == step.FollowUp && row.Kind == FollowUpEntry.FileCase)).OrderBy(step => step.Order).ToListAsync(ct)), Ct);

    private sealed class FailingStep : IFollowUpStep
    {
        public bool Fails { get; set; }
        public bool NotYet { get; set; }
        public string Kind => FollowUpEntry.FileCase;
        public string Name => "failing";
        public bool MayBeSkipped => true;

        public ValueTask<StepPlan> PrepareAsync(Guid subject, CancellationToken ct) => new(NotYet
            ? StepPlan.NotYet("not-there", TimeSpan.FromMinutes(1))
            : StepPlan.Do((_, _) => Fails ? throw new InvalidTimeZoneException() : Task.CompletedTask));
    }
}

public sealed class SqliteFollowUpTests : FollowUpTests
{
    protected override Task<Action<IServiceCollection>> DatabaseAsync() => SqliteDatabases.FreshAsync();
}

public sealed class PostgresFollowUpTests : FollowUpTests
{
    protected override Task<Action<IServiceCollection>> DatabaseAsync() => PostgresDatabases.FreshAsync();
}
