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
        Assert.All(steps, step => Assert.Equal((StepState.Done, 1), (step.State, step.Attempts)));
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
        Assert.Equal(6, found.Steps.Count);
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
        var letters = Process.GetRequiredService<DeadLetters>();
        Assert.True(await letters.RetryAsync(Assert.Single(await letters.AllAsync(Ct)).Id, Ct));
        await RunAsync(await LeaseAsync());
        var filed = (await StateAsync()).Case;
        Assert.Equal((CaseState.Filed, pending.Number), (filed.State, filed.Number));
    }

    protected abstract Task<Action<IServiceCollection>> DatabaseAsync();

    protected override async Task<Action<IServiceCollection>> FreshDatabaseAsync()
    {
        var database = await DatabaseAsync();
        return services =>
        {
            database(services);
            services.AddHangfire(hangfire => hangfire.UseInMemoryStorage());
            services.AddFollowUp(new() { Worker = "hall", Attempts = 2 });
            InsertFailingStep(services);
        };
    }

    // Third in the row, after the number.
    private void InsertFailingStep(IServiceCollection services)
    {
        var third = services.Select((service, index) => (service, index)).Where(pair => pair.service.ServiceType == typeof(ICaseStep)).ElementAt(2).index;
        services.Insert(third, ServiceDescriptor.Singleton<ICaseStep>(_failing));
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

    private Task<IReadOnlyList<LeasedFollowUp>> LeaseManyAsync(TimeSpan later) => Process.GetRequiredService<OutboxLeases>()
        .LeaseAsync("hall/1", DateTimeOffset.UtcNow.AddSeconds(1) + later, TimeSpan.FromSeconds(30), 10, Ct);

    private Task RunAsync(LeasedFollowUp leased) => Process.GetRequiredService<FileCaseJob>().RunAsync(leased.Id, leased.Lease, Ct);

    private Task<(Case Case, FollowUpEntry Row, List<FollowUpStep> Steps)> StateAsync() => Store.ReadAsync(async (db, ct) => (
        await db.Cases.SingleAsync(ct), await db.FollowUps.SingleAsync(ct), await db.FollowUpSteps.OrderBy(step => step.Order).ToListAsync(ct)), Ct);

    private sealed class FailingStep : ICaseStep
    {
        public bool Fails { get; set; }

        public string Name => "failing";

        public ValueTask<CaseEffect> PrepareAsync(CaseId id, CancellationToken ct) =>
            new((_, _) => Fails ? throw new InvalidTimeZoneException() : Task.CompletedTask);
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
