using VirtualWindow.Testing.Processes;

namespace VirtualWindow.Scenarios;

/// <summary>The running program with its records and jobs on a PostgreSQL server.</summary>
internal static class OnPostgres
{
    public static HostLaunch Launch(HostLaunch launch, string connection) => launch with
    {
        Settings = new Dictionary<string, string>(launch.Settings)
        {
            ["Storage__Provider"] = "PostgreSql", ["Storage__ConnectionString"] = connection, ["Storage__PoolSize"] = "24", ["Storage__ClaimPoolSize"] = "4",
        },
    };
}
