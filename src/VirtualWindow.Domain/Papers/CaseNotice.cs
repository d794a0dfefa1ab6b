using VirtualWindow.Domain.Cases;

namespace VirtualWindow.Domain.Papers;

/// <summary>A file of a case as it lies on disk.</summary>
/// <param name="File">Its name within the case's folder.</param>
/// <param name="Sha256">Of the file in clear; hexadecimal.</param>
public sealed record KeptFile(string File, string Sha256, long Bytes);

/// <summary>One paper that a line of the procedure's record calls for: first called for, in the same transaction as that line, then issued.</summary>
public sealed class CaseNotice : IVersioned
{
    private CaseNotice()
    {
    }

    public NoticeId Id { get; private set; }
    public int Version { get; private set; }
    public CaseId Case { get; private set; }
    /// <summary>The line of the record (<see cref="ProcedureEvent.Serial"/>); each calls for one paper at most.</summary>
    public int Line { get; private set; }
    public NoticeKind Kind { get; private set; }
    public DateTimeOffset CalledAt { get; private set; }
    /// <summary>As it stands on the paper.</summary>
    public string? Title { get; private set; }
    /// <summary>E.g. "GS-20261123-0001-03".</summary>
    public string? Number { get; private set; }
    public DateTimeOffset? IssuedAt { get; private set; }
    public bool Sealed { get; private set; }
    public string? File { get; private set; }
    /// <summary>Of the PDF as issued; hexadecimal.</summary>
    public string? Sha256 { get; private set; }
    public long Bytes { get; private set; }

    public bool Issued => IssuedAt is not null;

    public static CaseNotice Call(NoticeId id, CaseId @case, int line, NoticeKind kind, DateTimeOffset now) =>
        new() { Id = id, Case = @case, Line = line, Kind = kind, CalledAt = now };

    /// <summary>Once; a second paper made by a repeated run is thrown away.</summary>
    /// <returns>False when it was issued already.</returns>
    public bool Issue(string title, string number, bool isSealed, KeptFile file, DateTimeOffset now)
    {
        if (Issued) return false;
        (Title, Number, Sealed, IssuedAt) = (title, number, isSealed, now);
        (File, Sha256, Bytes) = (file.File, file.Sha256, file.Bytes);
        return true;
    }
}
