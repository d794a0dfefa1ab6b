using VirtualWindow.Domain;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Storage;

namespace VirtualWindow.FollowUp;

/// <summary>What an effect works on: the case as it is inside the running transaction.</summary>
public sealed record CaseWork(WindowDb Db, Case Case, DateTimeOffset Now);

/// <summary>What a step does to the case. Runs in the transaction that checks the lease and marks the step done.</summary>
public delegate Task CaseEffect(CaseWork work, CancellationToken ct);

/// <summary>
/// One step from an ended sitting to a filed case. It asks the case whether it is done, works, records. A crash before the
/// transaction's commit leaves nothing of it; after the commit it is never run again.
/// </summary>
public interface ICaseStep
{
    /// <summary>Stable: the name is stored.</summary>
    string Name { get; }

    /// <summary>Work that must not hold up the database (encryption, calls to the outside with an idempotency key); may run more
    /// than once. Most steps have none.</summary>
    ValueTask<CaseEffect> PrepareAsync(CaseId id, CancellationToken ct);
}
