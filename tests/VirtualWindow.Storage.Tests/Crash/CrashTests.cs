using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using VirtualWindow.Domain;
using VirtualWindow.Storage.Postgres;
using VirtualWindow.Storage.Sqlite;
using VirtualWindow.Testing;
using VirtualWindow.Testing.Processes;

namespace VirtualWindow.Storage.Tests.Crash;

/// <summary>
/// kill -9 at random moments while many callers write: what <see cref="IWindowStore.WriteAsync{T}"/> said was kept is there, whole; what
/// failed is not there at all; and the file itself is sound.
/// </summary>
public abstract class CrashTests(ITestOutputHelper output)
{
    private const int Kills = 10, MostLines = 600;
    private readonly List<string> _kept = [], _failed = [];

    protected abstract string Kind { get; }

    [Fact]
    public async Task Killed_at_random_nothing_acknowledged_is_lost_and_nothing_is_half_there()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var where = await FreshDatabaseAsync();
        for (var kill = 0; kill < Kills; kill++)
        {
            await RunAndKillAsync(where, random.Next(1, MostLines));
            await AssertSoundAsync(where);
        }

        await using var hall = Open(where);
        await hall.GetRequiredService<IWindowStore>().ReadAsync(CheckAsync, Ct);
    }

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected abstract Task<string> FreshDatabaseAsync();

    protected abstract void AddStorage(IServiceCollection services, string where);

    /// <summary>The database's own examination of its file.</summary>
    protected abstract Task AssertSoundAsync(string where);

    // Counted in what the writers say, and what they say comes at any point of their work.
    private async Task RunAndKillAsync(string where, int lines)
    {
        await using var writers = KillableProgram.Start("writers", Kind, where);
        await writers.UntilAsync(_ => --lines == 0);
        await writers.KillAsync();
        _kept.AddRange(writers.Said("kept "));
        _failed.AddRange(writers.Said("failed "));
    }

    private async Task<bool> CheckAsync(WindowDb db, CancellationToken ct)
    {
        var tickets = await db.Tickets.Select(ticket => new { ticket.Id, ticket.IssuedBy, ticket.Number }).ToListAsync(ct);
        var tokens = (await db.JoinTokens.Select(token => token.Ticket).ToListAsync(ct)).CountBy(ticket => ticket).ToDictionary();
        var sequences = await db.Sequences.Where(row => row.Name.StartsWith("ticket:")).ToDictionaryAsync(row => row.Name, row => row.Value, ct);
        var there = tickets.Select(ticket => ticket.Id.ToString()).ToHashSet();
        output.WriteLine($"{Kind}: {Kills} kills, {_kept.Count} acknowledged, {there.Count} there, {_failed.Count} undone");

        Assert.NotEmpty(_failed);
        Assert.Empty(_kept.Except(there));
        Assert.Empty(_failed.Intersect(there));
        Assert.All(tickets, ticket => Assert.Equal(Writers.TokensOfATicket, tokens.GetValueOrDefault(ticket.Id)));
        Assert.Equal(tickets.Count, tokens.Count);
        foreach (var site in tickets.GroupBy(ticket => ticket.IssuedBy))
        {
            Assert.Equal(site.Count(), sequences[$"ticket:{site.Key}"]);
            Assert.Equal(site.Count(), site.Select(ticket => ticket.Number).Distinct().Count());
        }

        // What was there and not said is what was under way: nobody waits for an answer long after the commit.
        Assert.InRange(there.Count - _kept.Count, 0, Kills * Writers.Callers);
        return true;
    }

    private ServiceProvider Open(string where)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        AddStorage(services, where);
        return services.BuildServiceProvider();
    }
}

public sealed class SqliteCrashTests(ITestOutputHelper output) : CrashTests(output)
{
    protected override string Kind => "sqlite";
    protected override Task<string> FreshDatabaseAsync() => Task.FromResult(SqliteDatabases.FreshPath());
    protected override void AddStorage(IServiceCollection services, string where) => services.AddSqliteWindowStorage(new(where));

    protected override async Task AssertSoundAsync(string where)
    {
        await using var connection = new SqliteConnection($"Data Source={where};Pooling=False");
        await connection.OpenAsync(Ct);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        Assert.Equal("ok", await command.ExecuteScalarAsync(Ct));
    }
}

public sealed class PostgresCrashTests(ITestOutputHelper output) : CrashTests(output)
{
    protected override string Kind => "postgres";
    protected override Task<string> FreshDatabaseAsync() => PostgresDatabases.FreshConnectionAsync();
    protected override void AddStorage(IServiceCollection services, string where) => services.AddPostgresWindowStorage(new(where) { PoolSize = 4 });

    protected override async Task AssertSoundAsync(string where)
    {
        await using var connection = new NpgsqlConnection(where);
        await connection.OpenAsync(Ct);
        await using var command = connection.CreateCommand();
        command.CommandText =
            """
            CREATE EXTENSION IF NOT EXISTS amcheck;
            SELECT count(*) FROM pg_class table_, LATERAL verify_heapam(table_.oid) WHERE table_.relkind = 'r' AND table_.relnamespace = 'public'::regnamespace;
            """;
        Assert.Equal(0L, await command.ExecuteScalarAsync(Ct));
    }
}
