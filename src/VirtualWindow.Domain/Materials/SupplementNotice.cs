using VirtualWindow.Domain.Sessions;

namespace VirtualWindow.Domain.Materials;

/// <summary>One thing to supplement.</summary>
/// <param name="Serial">1-based place in the item's checklist.</param>
/// <param name="Reason">What is wrong or missing, in the clerk's words.</param>
public sealed record SupplementItem(int Serial, string Material, string Reason);

/// <summary>
/// 一次性告知: everything that has to be supplemented, told once and complete, at the end of the sitting (行政许可法 §32(4): at once or within
/// five days). At most one per session; never changed.
/// </summary>
public sealed class SupplementNotice
{
    private SupplementNotice()
    {
    }

    public SessionId Session { get; private set; }
    public DateTimeOffset ToldAt { get; private set; }
    public StaffId By { get; private set; }
    public string ClerkName { get; private set; } = null!;
    public string ClerkNumber { get; private set; } = null!;
    public IReadOnlyList<SupplementItem> Items { get; private set; } = [];

    /// <summary>All items, one a line with its number, as the procedure keeps them and the paper tells them.</summary>
    public string Text => string.Join('\n', Items.Select((item, index) => $"{index + 1}. {InOneLine($"{item.Material}：{item.Reason}")}"));

    /// <param name="board">Complete and with something rejected: ask <see cref="MaterialBoard.Against"/> first.</param>
    /// <exception cref="ArgumentException">It would not be complete, or there is nothing to tell.</exception>
    public static SupplementNotice Of(Session session, MaterialBoard board, DateTimeOffset now)
    {
        if (board.Against(Outcome.SupplementNeeded) is { } refusal) throw new ArgumentException($"No notice: {refusal}.", nameof(board));
        return new()
        {
            Session = session.Id,
            ToldAt = now,
            By = session.Clerk,
            ClerkName = session.ClerkName,
            ClerkNumber = session.ClerkNumber,
            Items = [.. board.Rejected.Select(row => new SupplementItem(row.Serial, row.Name, row.Reason!))],
        };
    }

    // What stands on a line of its own counts as an item of its own.
    private static string InOneLine(string text) => string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
