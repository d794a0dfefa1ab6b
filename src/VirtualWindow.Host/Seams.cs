using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using VirtualWindow.Domain.Ratings;
using VirtualWindow.FollowUp;
using VirtualWindow.FollowUp.Papers;
using VirtualWindow.Host.Archive;
using VirtualWindow.Host.Papers;
using VirtualWindow.Host.Pipeline;
using VirtualWindow.Host.Start;
using VirtualWindow.Storage.Documents;
using VirtualWindow.Storage.Papers;
using VirtualWindow.Storage.Postgres;
using VirtualWindow.Storage.Sqlite;

namespace VirtualWindow.Host;

/// <summary>
/// One process or a cluster: each choice is made here and nowhere else. By default everything lives in this process and under the data
/// root; <c>Storage:Provider=PostgreSql</c> moves the hall's memory and the job queue to a server that several processes share.
/// </summary>
internal static class Seams
{
    /// <summary>Steps are short and share one writer: more workers would only wait for each other.</summary>
    private const int FollowUpWorkers = 4;
    /// <summary>Printing and sealing want the processor: the other core is for calls.</summary>
    private const int PaperWorkers = 1;
    /// <summary>ffmpeg takes a core for itself.</summary>
    private const int FilmWorkers = 1;
    private const string Sqlite = "Sqlite", PostgreSql = "PostgreSql";

    /// <summary>Where tickets, sessions, cases, accounts and keys are kept.</summary>
    public static void AddStorage(this WebApplicationBuilder builder, DataRoot root)
    {
        if (UsesPostgreSql(builder.Configuration)) builder.Services.AddPostgresWindowStorage(PostgresOptions(builder.Configuration));
        else builder.Services.AddSqliteWindowStorage(new SqliteStorageOptions(root.File("virtualwindow.db")));
        builder.Services.AddSingleton(new PaperFolder(root.File("papers")));
        builder.Services.AddSingleton(new DocumentFolder(builder.Configuration["Storage:DocumentFolder"] is { Length: > 0 } folder ? folder : root.File("documents")));
    }

    /// <summary>What this hall set about ratings; the storage's own defaults otherwise.</summary>
    public static void AddRatingRules(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton(builder.Configuration.GetSection("Ratings").Get<RatingRules>() ?? new RatingRules());

    /// <summary>
    /// Who executes follow-up work. Our own outbox table is the truth in both shapes; a queue in memory loses nothing, because the pump
    /// leases every row of an earlier start anew.
    /// </summary>
    public static void AddJobs(this WebApplicationBuilder builder, DataRoot root)
    {
        var postgres = UsesPostgreSql(builder.Configuration) ? PostgresOptions(builder.Configuration) : null;
        // By itself: the library's own way keeps "the" queue in a static field, where two halls in one process (tests) would share it.
        builder.Services.AddSingleton<JobStorage>(_ => postgres is null
            ? new InMemoryStorage(new() { MaxExpirationTime = TimeSpan.FromHours(3) })
            : new PostgreSqlStorage(new NpgsqlConnectionFactory(postgres.ConnectionString, JobsOnPostgreSql), JobsOnPostgreSql));
        builder.Services.AddHangfire(jobs =>
            jobs.SetDataCompatibilityLevel(CompatibilityLevel.Version_180).UseSimpleAssemblyNameTypeSerializer().UseRecommendedSerializerSettings());
        builder.Services.AddHangfireServer(server => (server.WorkerCount, server.Queues) = (FollowUpWorkers, [FollowUpQueues.Quick]));
        builder.Services.AddHangfireServer(server => (server.WorkerCount, server.Queues) = (FilmWorkers, [FollowUpQueues.Slow]));
        builder.Services.AddHangfireServer(server => (server.WorkerCount, server.Queues) = (PaperWorkers, [FollowUpQueues.Papers]));
        builder.Services.AddSingleton<IPaperSeals, RegisterSeals>();
        var options = builder.Configuration.GetSection("FollowUp").Get<FollowUpOptions>() ?? new FollowUpOptions();
        builder.Services.AddSingleton<PipelineReader>();
        builder.Services.AddSingleton<ArchiveReader>();
        builder.Services.AddSingleton<ArchiveDesk>();
        builder.Services.AddFollowUp(options with { RecordingFolder = RecordingFolder(builder.Configuration, root) });
    }

    /// <summary>As the media node decides it: its own setting, else under the data root.</summary>
    private static string RecordingFolder(ConfigurationManager configuration, DataRoot root) =>
        configuration["Media:RecordingFolder"] is { Length: > 0 } folder ? folder : root.File("recordings");

    /// <summary>The library's defaults stall for 10 to 30 minutes after a killed process.</summary>
    private static PostgreSqlStorageOptions JobsOnPostgreSql => new()
    {
        UseSlidingInvisibilityTimeout = true,
        InvisibilityTimeout = TimeSpan.FromSeconds(30),
        DistributedLockTimeout = TimeSpan.FromSeconds(45),
        QueuePollInterval = TimeSpan.FromSeconds(1),
    };

    private static bool UsesPostgreSql(ConfigurationManager configuration) => configuration["Storage:Provider"] switch
    {
        null or "" or Sqlite => false,
        PostgreSql => true,
        var other => throw new StartRefusedException(
            $"Storage:Provider 没有“{other}”这个选项，可用：{Sqlite}、{PostgreSql}。", $"Storage:Provider: there is no '{other}'; known are {Sqlite} and {PostgreSql}."),
    };

    private static PostgresStorageOptions PostgresOptions(ConfigurationManager configuration)
    {
        var connection = configuration["Storage:ConnectionString"];
        if (string.IsNullOrWhiteSpace(connection)) throw new StartRefusedException(
            "Storage:Provider 为 PostgreSql 时必须设置 Storage:ConnectionString。", "Storage:Provider is PostgreSql: set Storage:ConnectionString too.");
        var defaults = new PostgresStorageOptions(connection);
        return defaults with
        {
            PoolSize = configuration.GetValue("Storage:PoolSize", defaults.PoolSize),
            ClaimPoolSize = configuration.GetValue("Storage:ClaimPoolSize", defaults.ClaimPoolSize),
        };
    }
}
