namespace VirtualWindow.Storage.Postgres;

/// <summary>One PostgreSQL 15+ database, any number of processes.</summary>
public sealed record PostgresStorageOptions(string ConnectionString)
{
    /// <summary>Connections for reads and writes of this process.</summary>
    public int PoolSize { get; init; } = 40;

    /// <summary>Connections for claims of this process: more only make the server's lock queues longer (16–32 is best).</summary>
    public int ClaimPoolSize { get; init; } = 16;

    /// <summary>A transaction that loses to another one is run again this often.</summary>
    public int Retries { get; init; } = 8;
}
