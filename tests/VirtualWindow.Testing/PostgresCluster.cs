using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace VirtualWindow.Testing;

/// <summary>
/// A private PostgreSQL cluster on a free loopback port, in a folder of its own. A small shell keeps it: when this process ends,
/// however it ends, the shell's input closes, and it stops the server and removes the folder.
/// </summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    private const string KeepServer =
        """
        "$BIN/initdb" -D "$DIR/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$DIR/initdb.log" 2>&1 || { cat "$DIR/initdb.log"; exit 1; }
        "$BIN/pg_ctl" -D "$DIR/data" -w -t 60 -l "$DIR/server.log" -o "$OPTIONS" start >/dev/null 2>&1 && echo ready || { cat "$DIR/server.log"; exit 1; }
        while read -r order; do
          case $order in
            stop) "$BIN/pg_ctl" -D "$DIR/data" -m immediate stop >/dev/null 2>&1;;
            start) "$BIN/pg_ctl" -D "$DIR/data" -w -t 60 -l "$DIR/server.log" -o "$OPTIONS" start >/dev/null 2>&1;;
          esac && echo done || echo failed
        done
        "$BIN/pg_ctl" -D "$DIR/data" -m immediate stop >/dev/null 2>&1
        rm -rf "$DIR"
        """;

    private static readonly Lazy<Task<PostgresCluster>> SharedCluster = new(() => StartAsync());
    private readonly Process _keeper;
    private int _databases;

    private PostgresCluster(Process keeper, int port)
    {
        _keeper = keeper;
        Port = port;
    }

    public int Port { get; }

    /// <summary>The one cluster of this test assembly. Without PostgreSQL on the machine the test is skipped with the reason, or
    /// fails when CI=true.</summary>
    public static Task<PostgresCluster> SharedAsync()
    {
        PostgresBinaries.Require();
        return SharedCluster.Value;
    }

    /// <param name="durable">False: no fsync, for tests that do not cut the server's power; true for benchmarks.</param>
    public static async Task<PostgresCluster> StartAsync(bool durable = false)
    {
        var folder = Directory.CreateTempSubdirectory("vw-postgres-").FullName;
        var port = FreePort();
        var keeper = Process.Start(StartInfo(folder, port, durable))!;
        var said = await keeper.StandardOutput.ReadLineAsync();
        if (said != "ready")
            throw new InvalidOperationException($"PostgreSQL did not start: {said} {await keeper.StandardOutput.ReadToEndAsync()}");
        return new(keeper, port);
    }

    /// <summary>A database of its own, empty or a copy of another one that nobody is connected to.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync(string? template = null)
    {
        var name = $"db{Interlocked.Increment(ref _databases)}";
        await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = template is null ? $"CREATE DATABASE {name}" : $"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY";
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    /// <summary>Takes the server away from everybody, as a crash would. Never on the shared cluster.</summary>
    public Task StopServerAsync() => OrderAsync("stop");

    /// <summary>Brings it back, with all it had.</summary>
    public Task StartServerAsync() => OrderAsync("start");

    public async ValueTask DisposeAsync()
    {
        _keeper.StandardInput.Close();
        await _keeper.WaitForExitAsync();
        _keeper.Dispose();
    }

    private async Task OrderAsync(string order)
    {
        await _keeper.StandardInput.WriteLineAsync(order);
        await _keeper.StandardInput.FlushAsync();
        var answer = await _keeper.StandardOutput.ReadLineAsync();
        if (answer != "done")
            throw new InvalidOperationException($"PostgreSQL did not {order}: {answer}");
    }

    private string ConnectionString(string database) => $"Host=127.0.0.1;Port={Port};Username=postgres;Database={database};Include Error Detail=true";

    private static ProcessStartInfo StartInfo(string folder, int port, bool durable)
    {
        var info = new ProcessStartInfo { RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = "/" };
        if (Environment.UserName == "root")
            RunAsPostgres(info, folder);
        else
            info.FileName = "sh";
        info.ArgumentList.Add("-c");
        info.ArgumentList.Add(KeepServer);
        info.Environment["BIN"] = PostgresBinaries.Folder;
        info.Environment["DIR"] = folder;
        info.Environment["OPTIONS"] =
            $"-p {port} -h 127.0.0.1 -k {folder} -c max_connections=300 -c shared_buffers=128MB" +
            (durable ? "" : " -c fsync=off -c synchronous_commit=off -c full_page_writes=off");
        return info;
    }

    // The server refuses to run as root.
    private static void RunAsPostgres(ProcessStartInfo info, string folder)
    {
        using (var owner = Process.Start("chown", ["postgres", folder])!)
            owner.WaitForExit();
        info.FileName = "runuser";
        foreach (var argument in (string[])["-u", "postgres", "--", "sh"])
            info.ArgumentList.Add(argument);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
