namespace VirtualWindow.Domain.Papers;

/// <summary>Stored as numbers: append only.</summary>
public enum ArchiveState
{
    /// <summary>Not archived yet.</summary>
    Open = 0,
    Kept = 1,
    /// <summary>Its key is gone, and with it everything that was encrypted; what remains says that there was a case.</summary>
    Purged = 2,
}

public enum ArchiveMove { Archive, Purge }

/// <summary>Why something is not purged.</summary>
public enum PurgeRefusal
{
    NotArchived,
    /// <summary>Its time has not run out, or never does.</summary>
    NotDue,
    /// <summary>A legal hold is on it.</summary>
    Held,
}

/// <summary>A dossier as it was made: one package with its hashes.</summary>
/// <param name="Sm3">Of the package (GB/T 32905); hexadecimal.</param>
public sealed record DossierFile(KeptFile File, string Sm3);

/// <summary>What becomes of a case when it is over: kept as a dossier for its time, held when the law wants it, then shredded.</summary>
/// <remarks><code>
///  Open ──Archive──▶ Kept ──Purge──▶ Purged        a hold may lie on Open and Kept; it forbids Purge
/// </code></remarks>
public sealed class CaseArchive : IVersioned
{
    public static LegalMoves<ArchiveState, ArchiveMove> Legal { get; } = new(nameof(CaseArchive),
        (ArchiveState.Open, ArchiveMove.Archive, ArchiveState.Kept),
        (ArchiveState.Kept, ArchiveMove.Purge, ArchiveState.Purged));

    private CaseArchive()
    {
    }

    public CaseId Id { get; private set; }
    /// <summary>Whoever places a hold while somebody purges meets a newer version: one of the two is refused.</summary>
    public int Version { get; private set; }
    public ArchiveState State { get; private set; }
    public RetentionClass? Class { get; private set; }
    public DateTimeOffset? ArchivedAt { get; private set; }
    /// <summary>Last day on which it is kept; null = for ever, or not archived yet.</summary>
    public DateOnly? KeepUntil { get; private set; }
    public string? File { get; private set; }
    /// <summary>Of the package; hexadecimal.</summary>
    public string? Sha256 { get; private set; }
    public string? Sm3 { get; private set; }
    public long Bytes { get; private set; }
    public string? HoldReason { get; private set; }
    public string? HeldBy { get; private set; }
    public DateTimeOffset? HeldAt { get; private set; }
    public DateTimeOffset? PurgedAt { get; private set; }

    public bool Held => HeldAt is not null;

    public static CaseArchive Open(CaseId id) => new() { Id = id };

    /// <param name="closed">The authority's day on which the case was over.</param>
    /// <returns>False when it was archived already: a second package made by a repeated run is thrown away.</returns>
    public bool Archive(DossierFile dossier, RetentionClass @class, DateOnly closed, DateTimeOffset now)
    {
        if (State != ArchiveState.Open) return false;
        State = Legal.Next(State, ArchiveMove.Archive);
        (Class, KeepUntil, ArchivedAt) = (@class, RetentionRules.KeepUntil(@class, closed), now);
        (File, Sha256, Bytes, Sm3) = (dossier.File.File, dossier.File.Sha256, dossier.File.Bytes, dossier.Sm3);
        return true;
    }

    /// <returns>False when it is held already, or there is nothing left to hold.</returns>
    public bool Hold(string reason, string by, DateTimeOffset now)
    {
        if (Held || State == ArchiveState.Purged) return false;
        (HoldReason, HeldBy, HeldAt) = (reason, by, now);
        return true;
    }

    /// <returns>False when no hold is on it.</returns>
    public bool Release()
    {
        if (!Held) return false;
        (HoldReason, HeldBy, HeldAt) = (null, null, null);
        return true;
    }

    public PurgeRefusal? MayBePurged(DateOnly today) => this switch
    {
        { State: not ArchiveState.Kept } => PurgeRefusal.NotArchived,
        { Held: true } => PurgeRefusal.Held,
        { KeepUntil: null } => PurgeRefusal.NotDue,
        _ => today > KeepUntil ? null : PurgeRefusal.NotDue,
    };

    public PurgeRefusal? Purge(DateOnly today, DateTimeOffset now)
    {
        if (MayBePurged(today) is { } refusal) return refusal;
        State = Legal.Next(State, ArchiveMove.Purge);
        (PurgedAt, File) = (now, null);
        return null;
    }
}
