namespace VirtualWindow.Domain.Materials;

/// <summary>What the clerk found of one material. Stored as numbers: append only.</summary>
public enum MaterialVerdict
{
    Unchecked = 0,
    /// <summary>合格.</summary>
    Accepted = 1,
    /// <summary>不合格或缺少: with a reason that the applicant is told.</summary>
    Rejected = 2,
    /// <summary>本次不需要: nothing in this applicant's situation asks for it.</summary>
    NotNeeded = 3,
}

/// <summary>One row of a session's material board (材料预审): checked, by whom and why.</summary>
public sealed class MaterialCheck : IVersioned
{
    private MaterialCheck()
    {
    }

    public SessionId Session { get; private set; }
    /// <summary>1-based place in the item's checklist.</summary>
    public int Serial { get; private set; }
    public int Version { get; private set; }
    /// <summary>As the checklist said when it was first looked at: catalogues change.</summary>
    public string Name { get; private set; } = null!;
    public MaterialVerdict Verdict { get; private set; }
    /// <summary>What is wrong and what would mend it; null unless rejected.</summary>
    public string? Reason { get; private set; }
    /// <summary>Grows with each verdict; a page that saw a smaller one is refused.</summary>
    public int Revision { get; private set; }
    public StaffId By { get; private set; }
    public DateTimeOffset At { get; private set; }

    public static MaterialCheck Of(SessionId session, int serial, string name) => new() { Session = session, Serial = serial, Name = name };

    /// <param name="reason">Required with <see cref="MaterialVerdict.Rejected"/>, dropped otherwise.</param>
    /// <returns>False when the writer saw an older revision: nothing is changed then.</returns>
    /// <exception cref="ArgumentException">Rejected without a reason.</exception>
    public bool Judge(MaterialVerdict verdict, string? reason, int seenRevision, StaffId by, DateTimeOffset now)
    {
        var rejected = verdict == MaterialVerdict.Rejected;
        if (rejected && string.IsNullOrWhiteSpace(reason)) throw new ArgumentException("A rejected material needs a reason.", nameof(reason));
        if (seenRevision < Revision) return false;
        (Verdict, Reason, Revision, By, At) = (verdict, rejected ? reason!.Trim() : null, Revision + 1, by, now);
        return true;
    }
}
