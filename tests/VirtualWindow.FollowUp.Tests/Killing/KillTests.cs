using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Cases;
using VirtualWindow.Storage.Outbox;
using VirtualWindow.Storage.Postgres;
using VirtualWindow.Storage.Sqlite;
using VirtualWindow.Testing;
using VirtualWindow.Testing.Processes;

namespace VirtualWindow.FollowUp.Tests.Killing;

/// <summary>
/// A real process ends sessions and files cases; kill -9 at every boundary and at random moments; after the last start every acknowledged
/// session is one filed case, the numbers run without gap or duplicate, and each applicant's phone got each text once.
/// </summary>
public abstract class KillTests : IDisposable
{
    private const int SessionsPerStart = 3;
    // Each leaves papers to print, which the last hall must be done with in a test's time.
    private const int SessionsPerRound = 20;
    private const string Ended = "ended ";
    private static readonly string[] Steps = ["close-evidence", "assign-number", "set-promised-date", "issue-query-password", "open-procedure", "file-case", "request-film", "invite-rating"];
    // Quick steps are one transaction: killed in its beginning, after the number, at the filing and at its end.
    private static readonly string[] Shared = ["close-evidence", "assign-number", "file-case", "invite-rating"];
    // Nothing is recorded here: noted as the reason, and nothing is done.
    private const string Skipped = "request-film";
    private readonly List<string> _acknowledged = [];
    private string _provider = "";
    private int _randomKills;
    private readonly TemporaryFolder _papers = new("vw-kill-papers");

    public void Dispose()
    {
        _papers.Dispose();
        GC.SuppressFinalize(this);
    }

    protected abstract string Kind { get; }

    /// <summary>How often all processes are killed at random: at least 30 times over both databases.</summary>
    protected internal abstract int RandomRounds { get; }

    /// <summary>How many processes share the database while they are killed at random.</summary>
    protected internal abstract int Processes { get; }

    [Fact]
    public async Task Killed_between_any_two_steps_and_at_random_nothing_is_lost_and_nothing_twice()
    {
        await using var provider = await SmsProvider.StartAsync();
        _provider = provider.Address;
        var where = await FreshDatabaseAsync();
        foreach (var checkpoint in Boundaries())
            await RunAndKillAsync(where, SessionsPerStart, checkpoint, line => line == $"at {checkpoint}");
        var random = new Random(20261123);
        for (var round = 0; round < RandomRounds; round++)
        {
            // Counted in what the hall says, and what it says comes at any point of its work.
            var lines = random.Next(1, SessionsPerRound);
            await RunAndKillAllAsync(where, SessionsPerRound, _ => --lines == 0);
        }

        await using var last = StartHall(where, SessionsPerStart, null);
        await last.UntilAsync(line => line == "idle");
        await using var reader = Open(where);
        var store = reader.GetRequiredService<IWindowStore>();
        // Papers are printed when nobody waits to be filed: their backlog has a patience of its own.
        await Eventually.HoldsAsync(() => store.ReadAsync(
            (db, ct) => db.FollowUps.AllAsync(row => row.State == FollowUpState.Done || row.Kind == FollowUpEntry.IssueNotice, ct), Ct), Ct);
        await Eventually.HoldsAsync(() => store.ReadAsync((db, ct) => db.FollowUps.AllAsync(row => row.State == FollowUpState.Done, ct), Ct), Ct);
        _acknowledged.AddRange(last.Said(Ended));
        await VerifyAsync(store, reader.GetRequiredService<QueryPasswords>(), provider);
        Assert.Equal(RandomRounds * Processes, _randomKills);
    }

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected abstract Task<string> FreshDatabaseAsync();

    protected abstract void AddStorage(IServiceCollection services, string where);

    private static IEnumerable<string> Boundaries() =>
        ["enqueue", .. Shared.Select(step => $"applied:{step}"), "announced", "before:send-message", "applied:send-message"];

    private async Task RunAndKillAsync(string where, int sessions, string? stopAt, Func<string, bool> when)
    {
        await using var hall = StartHall(where, sessions, stopAt);
        await hall.UntilAsync(when);
        await hall.KillAsync();
        _acknowledged.AddRange(hall.Said(Ended));
    }

    /// <summary>All processes of the hall at once, each in the middle of its work.</summary>
    private async Task RunAndKillAllAsync(string where, int sessions, Func<string, bool> when)
    {
        var halls = Enumerable.Range(1, Processes).Select(number => StartHall(where, sessions, null, $"hall-{number}")).ToList();
        await halls[0].UntilAsync(when);
        foreach (var hall in halls)
        {
            await hall.KillAsync();
            _randomKills++;
            _acknowledged.AddRange(hall.Said(Ended));
            await hall.DisposeAsync();
        }
    }

    private KillableProgram StartHall(string where, int sessions, string? stopAt, string worker = "hall") =>
        KillableProgram.Start("hall", Kind, where, sessions.ToString(CultureInfo.InvariantCulture), stopAt ?? "-", worker, _provider, _papers.Path);

    private async Task VerifyAsync(IWindowStore store, QueryPasswords passwords, SmsProvider provider)
    {
        var (cases, sessions, steps, procedures, sequence) = await store.ReadAsync(async (db, ct) => (
            await db.Cases.ToListAsync(ct), await db.Sessions.CountAsync(ct),
            await db.FollowUpSteps.Where(step => db.FollowUps.Any(row => row.Id == step.FollowUp && row.Kind == FollowUpEntry.FileCase)).ToListAsync(ct),
            await db.Procedures.Where(row => row.State == ProcedureState.Accepted && row.Acts == 2).Select(row => row.Id).ToListAsync(ct),
            await db.Sequences.Where(row => row.Name == "case:gushi").SumAsync(row => row.Value, ct)), Ct);

        Assert.True(_acknowledged.Count >= SessionsPerStart, $"only {_acknowledged.Count} sessions were acknowledged");
        Assert.Empty(_acknowledged.Except(cases.Select(filed => filed.Session.ToString())));
        Assert.Equal(sessions, cases.Count);
        Assert.All(cases, filed => Assert.Equal(CaseState.Filed, filed.State));
        Assert.All(cases, filed => Assert.Equal(8, passwords.Reveal(filed.ProtectedPassword!)!.Length));
        Assert.Equal(cases.Count * Steps.Length, steps.Count);
        Assert.All(steps, step => Assert.Equal(step.Name == Skipped ? StepState.Skipped : StepState.Done, step.State));
        Assert.Equal(cases.Select(filed => filed.Id.Value).Order(), procedures.Select(id => id.Value).Order());
        Assert.Equal(cases.Count, sequence);
        // A receipt and an acceptance each, once, however often the process died while it printed.
        var notices = await store.ReadAsync((db, ct) => db.CaseNotices.ToListAsync(ct), Ct);
        Assert.Equal(2 * cases.Count, notices.Count);
        Assert.All(notices, notice => Assert.True(notice.Issued));
        foreach (var day in cases.GroupBy(filed => filed.Number![..^4]))
            Assert.Equal(Enumerable.Range(1, day.Count()).Select(serial => $"{day.Key}{serial:0000}"), day.Select(filed => filed.Number).Order());
        Assert.Equal(cases.Count, provider.Delivered.Count);
        Assert.All(cases, filed => Assert.Single(provider.Delivered.Values, text => text.Contains(filed.Number!, StringComparison.Ordinal)));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Kind}: {Boundaries().Count()} kills at boundaries, {_randomKills} at random, {_acknowledged.Count} acknowledged, {cases.Count} filed, "
            + $"{provider.Requests} texts handed over, {provider.Delivered.Count} delivered, 0 lost, 0 duplicated");
    }

    private ServiceProvider Open(string where)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        AddStorage(services, where);
        return services.BuildServiceProvider();
    }
}

public sealed class SqliteKillTests : KillTests
{
    /// <summary>What is asked for, over both databases.</summary>
    private const int LeastRandomRounds = 30;

    [Fact]
    public void Both_databases_together_are_killed_at_thirty_random_moments()
    {
        using var other = new PostgresKillTests();
        Assert.InRange(RandomRounds + other.RandomRounds, LeastRandomRounds, int.MaxValue);
    }

    protected override string Kind => "sqlite";
    protected internal override int RandomRounds => 20;
    protected internal override int Processes => 1;
    protected override Task<string> FreshDatabaseAsync() => Task.FromResult(SqliteDatabases.FreshPath());
    protected override void AddStorage(IServiceCollection services, string where) => services.AddSqliteWindowStorage(new(where));
}

public sealed class PostgresKillTests : KillTests
{
    protected override string Kind => "postgres";
    protected internal override int RandomRounds => 12;
    protected internal override int Processes => 2;
    protected override Task<string> FreshDatabaseAsync() => PostgresDatabases.FreshConnectionAsync();
    protected override void AddStorage(IServiceCollection services, string where) => services.AddPostgresWindowStorage(new(where) { PoolSize = 4 });
}
