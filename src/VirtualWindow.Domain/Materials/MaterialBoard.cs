using VirtualWindow.Domain.Sessions;

namespace VirtualWindow.Domain.Materials;

/// <summary>One line of the board.</summary>
/// <param name="Serial">1-based place in the checklist.</param>
public sealed record BoardRow(int Serial, string Name, MaterialVerdict Verdict, string? Reason, int Revision);

/// <summary>Why a sitting cannot end with the outcome that the clerk chose.</summary>
public enum BoardRefusal
{
    /// <summary>A notice is complete or it is none (一次性告知): something is not looked at yet.</summary>
    Unchecked,
    /// <summary>Nothing was rejected, so nothing is to be supplemented.</summary>
    NothingMissing,
    /// <summary>Accepted in spite of a rejected material.</summary>
    Rejected,
}

/// <summary>The item's checklist with the clerk's findings.</summary>
public sealed class MaterialBoard
{
    /// <param name="checklist">The item's materials, in order.</param>
    public MaterialBoard(IReadOnlyList<string> checklist, IEnumerable<MaterialCheck> checks)
    {
        var known = checks.ToDictionary(check => check.Serial);
        var rows = Enumerable.Range(1, Math.Max(checklist.Count, known.Count == 0 ? 0 : known.Keys.Max()));
        Rows = [.. rows.Where(serial => serial <= checklist.Count || known.ContainsKey(serial)).Select(serial => known.TryGetValue(serial, out var check)
            ? new BoardRow(serial, check.Name, check.Verdict, check.Reason, check.Revision)
            : new BoardRow(serial, checklist[serial - 1], MaterialVerdict.Unchecked, null, 0))];
    }

    public IReadOnlyList<BoardRow> Rows { get; }

    public bool Complete => Rows.All(row => row.Verdict != MaterialVerdict.Unchecked);

    public IEnumerable<BoardRow> Rejected => Rows.Where(row => row.Verdict == MaterialVerdict.Rejected);

    /// <returns>What stands against this outcome, or null.</returns>
    public BoardRefusal? Against(Outcome outcome) => outcome switch
    {
        Outcome.SupplementNeeded when !Complete => BoardRefusal.Unchecked,
        Outcome.SupplementNeeded when !Rejected.Any() => BoardRefusal.NothingMissing,
        Outcome.Accepted when Rejected.Any() => BoardRefusal.Rejected,
        _ => null,
    };
}
