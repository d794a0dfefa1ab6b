using Xunit.v3;

namespace VirtualWindow.Testing;

/// <summary>Where Debian keeps PostgreSQL's programs.</summary>
public static class PostgresBinaries
{
    private static readonly string? Found = Find();

    public static string Folder => Found ?? throw new InvalidOperationException("PostgreSQL is not installed.");

    /// <summary>Skips the running test when PostgreSQL is missing; fails it when CI=true, because there it must be present.</summary>
    public static void Require()
    {
        if (Found is not null)
            return;
        const string reason = "PostgreSQL 15 is not installed (Debian: apt-get install postgresql).";
        var inCi = Environment.GetEnvironmentVariable("CI") == "true";
        throw new PostgresMissingException(inCi ? reason : DynamicSkipToken.Value + reason);
    }

    private static string? Find()
    {
        const string root = "/usr/lib/postgresql";
        return Directory.Exists(root)
            ? Directory.GetDirectories(root).Order().Reverse().Select(version => Path.Combine(version, "bin"))
                .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")))
            : null;
    }
}

/// <summary>No PostgreSQL here: xunit shows the test as skipped (by the token in the message) or failed.</summary>
public sealed class PostgresMissingException(string message) : Exception(message);
