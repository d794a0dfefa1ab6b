using Hangfire;
using Hangfire.InMemory;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Ratings;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.FollowUp.Messages;
using VirtualWindow.FollowUp.Recurring;
using VirtualWindow.Specifications;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Messages;
using VirtualWindow.Storage.Outbox;
using VirtualWindow.Storage.Ratings;
using VirtualWindow.Testing;

namespace VirtualWindow.FollowUp.Tests;

/// <summary>What comes again every day or hour: once per period however many processes run, and right when it runs.</summary>
public abstract class RecurringTests : StorageSpecification
{
    private static readonly string[] Tasks = ["watch-deadlines", "remind-of-ratings", "sweep-orphans", "check-recordings", "forget-what-expired", "count-day", "watch-retention", "sweep-papers", "scrub-storage"];
    private readonly FakeTimeProvider _time = new(Now);
    private DeafGateway? _gateway;

    [Fact]
    public async Task Each_period_is_promised_once_by_four_processes_that_look_at_the_same_moment()
    {
        var clocks = new List<PeriodClock> { ClockOf(Process) };
        for (var i = 0; i < 3; i++) clocks.Add(ClockOf(await StartProcessAsync()));
        for (var hour = 0; hour < 3; hour++)
        {
            var won = await Task.WhenAll(clocks.SelectMany(clock => Enumerable.Range(0, 4).Select(_ => Task.Run(() => clock.PromiseDueAsync(Ct)))));
            Assert.Equal(hour == 0 ? Tasks.Length : 3, won.Sum());
            _time.Advance(TimeSpan.FromHours(1));
        }

        var rows = await Store.ReadAsync((db, ct) => db.FollowUps.Select(row => new { row.Kind, row.Label }).ToListAsync(ct), Ct);
        Assert.Equal(Tasks.Length + 3 + 3, rows.Count);
        Assert.Equal(Tasks.Order(), rows.Select(row => row.Kind).Distinct().Order());
        Assert.Contains(rows, row => row is { Kind: "sweep-orphans", Label: "2026-11-23 10:00" });
        Assert.Contains(rows, row => row is { Kind: "count-day", Label: "2026-11-23" });
    }

    [Fact]
    public async Task Two_processes_that_work_on_one_database_run_each_period_once()
    {
        var other = await StartProcessAsync();
        var services = new[] { Process, other }.SelectMany(process => process.GetServices<IHostedService>().Where(service => service is not PrepareStorage)).ToList();
        foreach (var service in services) await service.StartAsync(Ct);
        await Eventually.HoldsAsync(() => Store.ReadAsync(async (db, ct) => await db.FollowUps.CountAsync(row => row.State == FollowUpState.Done, ct) == Tasks.Length, ct: Ct), Ct);
        var steps = await Store.ReadAsync((db, ct) => db.FollowUpSteps.ToListAsync(ct), Ct);
        foreach (var service in services) await service.StopAsync(Ct);
        Assert.Equal(Tasks.Order(), steps.Select(step => step.Name).Order());
        Assert.All(steps, step => Assert.Equal((StepState.Done, 1), (step.State, step.Attempts)));
    }

    [Fact]
    public async Task Silence_accepts_by_law_and_a_passed_day_shows_the_red_card()
    {
        var silent = await OpenAsync(procedure => { });
        var late = await OpenAsync(procedure => procedure.Accept(new(new(new("clerk"), "李敏", "GS01", Gushi), Now, Today)));
        _time.Advance(TimeSpan.FromDays(40));
        await RunAsync("watch-deadlines");
        var rows = await Store.ReadAsync((db, ct) => db.Procedures.ToDictionaryAsync(row => row.Id, ct), Ct);
        Assert.Equal((ProcedureState.Accepted, Today), (rows[silent].State, rows[silent].AcceptedOn!.Value));
        Assert.Equal(Warning.Red, rows[late].Warning);
    }

    [Fact]
    public async Task Who_did_not_rate_is_reminded_after_three_days_and_once_and_whoever_rated_is_not()
    {
        var (silent, rated) = (await FileAsync(), await FileAsync());
        await Store.WriteAsync(async (db, ct) =>
        {
            db.RatingInvitations.AddRange(RatingInvitation.Send(silent.Id, RatingOccasion.Visit, Now), RatingInvitation.Send(rated.Id, RatingOccasion.Visit, Now));
            await db.SaveChangesAsync(ct);
            var session = await db.Sessions.SingleAsync(row => row.Id == rated.Session, ct);
            Assert.True(await db.RateVisitAsync(session, 5, null, new(), Now, ct));
        }, Ct);
        _time.Advance(TimeSpan.FromDays(3) - TimeSpan.FromSeconds(1));
        await RunAsync("remind-of-ratings");
        Assert.Equal(0, await MessagesAsync());
        _time.Advance(TimeSpan.FromDays(1));
        await RunAsync("remind-of-ratings");
        _time.Advance(TimeSpan.FromDays(9));
        await RunAsync("remind-of-ratings");
        var message = Assert.Single(await Store.ReadAsync((db, ct) => db.Messages.ToListAsync(ct), Ct));
        Assert.Equal((silent.Id, "remind-visit", MessageState.Waiting), (message.Case, message.Purpose, message.State));
        Assert.Equal(1, await Store.ReadAsync((db, ct) => db.Ratings.CountAsync(ct), Ct));
    }

    [Fact]
    public async Task What_lost_its_case_or_its_promise_gets_it_back()
    {
        var (caseless, unpromised) = (await FileAsync(), await FileAsync());
        await Store.WriteAsync(async (db, ct) =>
        {
            await db.FollowUps.ExecuteDeleteAsync(ct);
            await db.Cases.Where(row => row.Id == caseless.Id).ExecuteDeleteAsync(ct);
        }, Ct);
        await RunAsync("sweep-orphans");
        var (cases, promised) = await Store.ReadAsync(async (db, ct) => (
            await db.Cases.ToListAsync(ct), await db.FollowUps.Where(row => row.Kind == FollowUpEntry.FileCase).Select(row => row.Subject).ToListAsync(ct)), Ct);
        Assert.Equal(new[] { caseless.Session, unpromised.Session }.Select(id => id.Value).Order(), cases.Select(row => row.Session.Value).Order());
        Assert.Equal(cases.Select(row => row.Id.Value).Order(), promised.Order());
    }

    [Fact]
    public async Task Days_are_counted_once_over_and_a_missed_day_afterwards()
    {
        await FileAsync();
        _time.Advance(TimeSpan.FromDays(3));
        await RunAsync("count-day");
        await RunAsync("count-day");
        var figures = await Store.ReadAsync((db, ct) => db.DailyFigures.Where(row => row.Day == Today && row.Site == Gushi).ToDictionaryAsync(row => row.Name, row => row.Value, ct), Ct);
        Assert.Equal((1, 0, 1), (figures["sittings"], figures["cases-filed"], figures["outcome-Accepted"]));
        Assert.Equal(31, await Store.ReadAsync((db, ct) => db.DailyFigures.CountAsync(row => row.Site == Gushi && row.Name == "sittings", ct), Ct));
    }

    [Fact]
    public async Task Without_a_gateway_a_message_is_kept_and_nobody_claims_that_it_was_sent()
    {
        await TellAsync();
        await RunAllDueAsync(Process);
        var kept = await Store.ReadAsync((db, ct) => db.Messages.SingleAsync(ct), Ct);
        Assert.Equal((MessageState.Kept, null), (kept.State, kept.SentAt));
    }

    [Fact]
    public async Task A_provider_whose_answer_was_lost_is_asked_again_with_the_same_key()
    {
        _gateway = new DeafGateway();
        var sender = await StartProcessAsync();
        await TellAsync();
        await RunAllDueAsync(sender);
        Assert.Equal(MessageState.Waiting, await Store.ReadAsync((db, ct) => db.Messages.Select(row => row.State).SingleAsync(ct), Ct));
        _time.Advance(TimeSpan.FromMinutes(1));
        await RunAllDueAsync(sender);
        var sent = await Store.ReadAsync((db, ct) => db.Messages.SingleAsync(ct), Ct);
        Assert.Equal((MessageState.Sent, _time.GetUtcNow()), (sent.State, sent.SentAt));
        Assert.Equal([sent.Id, sent.Id], _gateway.Keys);
    }

    private async Task TellAsync()
    {
        var filed = await FileAsync();
        await Store.WriteAsync(async (db, ct) =>
        {
            await db.FollowUps.ExecuteDeleteAsync(ct);
            db.Tell(filed.Id, "rate-visit", "13812345678", "请评价", Now);
        }, Ct);
    }

    protected abstract Task<Action<IServiceCollection>> DatabaseAsync();

    protected override async Task<Action<IServiceCollection>> FreshDatabaseAsync()
    {
        var database = await DatabaseAsync();
        return services =>
        {
            services.AddSingleton<TimeProvider>(_time);
            database(services);
            services.AddQueueInMemory();
            services.AddHangfireServer(server => server.WorkerCount = 2);
            services.AddFollowUp(new() { Worker = Guid.NewGuid().ToString("N") });
            if (_gateway is not null) services.AddSingleton<IMessageGateway>(_gateway);
        };
    }

    private static PeriodClock ClockOf(IServiceProvider process) => process.GetServices<IHostedService>().OfType<PeriodClock>().Single();

    private Task<int> MessagesAsync() => Store.ReadAsync((db, ct) => db.Messages.CountAsync(ct), Ct);

    private async Task RunAsync(string kind)
    {
        var task = Process.GetServices<IFollowUpStep>().Single(step => step.Kind == kind);
        var plan = await task.PrepareAsync(new Period(DateOnly.FromDateTime(_time.GetUtcNow().AddHours(8).DateTime), null).Id, Ct);
        Assert.IsType<StepPlan.Effect>(plan);
    }

    private async Task RunAllDueAsync(IServiceProvider process)
    {
        foreach (var row in await process.GetRequiredService<OutboxLeases>().LeaseAsync("hall/1", _time.GetUtcNow(), TimeSpan.FromSeconds(30), 50, Ct))
            await process.GetRequiredService<FollowUpJob>().RunAsync(row.Id, row.Lease, Ct);
    }

    /// <summary>Takes the first message and loses its own answer.</summary>
    private sealed class DeafGateway : IMessageGateway
    {
        public MessageChannel Channel => MessageChannel.Sms;
        public List<Guid> Keys { get; } = [];

        public Task SendAsync(OutboundMessage message, CancellationToken ct)
        {
            Keys.Add(message.Id);
            return Keys.Count == 1 ? throw new TimeoutException() : Task.CompletedTask;
        }
    }

    private async Task<CaseId> OpenAsync(Action<Procedure> act)
    {
        var filed = await FileAsync();
        await Store.WriteAsync((db, _) =>
        {
            var procedure = Procedure.Receive(
                new(filed.Id, Gushi, Gushi, filed.Department, CrossProvinceMode.None, LegalTerms.Decision, false), new(new(new("clerk"), "李敏", "GS01", Gushi), Now, Today));
            act(procedure);
            procedure.LookAt(new([]), Today);
            db.Procedures.Add(procedure);
            return Task.CompletedTask;
        }, Ct);
        return filed.Id;
    }

    private async Task<Case> FileAsync()
    {
        var id = await SitDownAsync();
        return await Store.WriteAsync(async (db, ct) =>
        {
            var session = await db.Sessions.SingleAsync(row => row.Id == id, ct);
            var ticket = await db.Tickets.SingleAsync(row => row.Id == session.Ticket, ct);
            session.End(Outcome.Accepted, "好", Now.AddMinutes(10));
            ticket.Finish(Now.AddMinutes(10));
            return (await db.PromiseCaseAsync(session, ticket, Now, ct))!;
        }, Ct);
    }
}

public sealed class SqliteRecurringTests : RecurringTests
{
    protected override Task<Action<IServiceCollection>> DatabaseAsync() => SqliteDatabases.FreshAsync();
}

public sealed class PostgresRecurringTests : RecurringTests
{
    protected override Task<Action<IServiceCollection>> DatabaseAsync() => PostgresDatabases.FreshAsync();
}
