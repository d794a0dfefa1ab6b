using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;

namespace VirtualWindow.Storage.Sequences;

/// <summary>The last number given out of one sequence on one day.</summary>
public sealed class DailySequence
{
    /// <summary>E.g. "ticket:gushi".</summary>
    public required string Name { get; init; }
    public required DateOnly Day { get; init; }
    public int Value { get; set; }
}

/// <summary>
/// Numbers that start at 1 every day. One statement counts and answers; the row stays locked until the transaction ends, so a
/// number is neither given twice nor lost when its transaction is rolled back.
/// </summary>
public static class DailySequences
{
    public static Task<int> NextTicketSerialAsync(this WindowDb db, SiteId site, DateOnly day, CancellationToken ct) =>
        NextAsync(db, $"ticket:{site}", day, ct);

    public static Task<int> NextCaseSerialAsync(this WindowDb db, SiteId site, DateOnly day, CancellationToken ct) =>
        NextAsync(db, $"case:{site}", day, ct);

    /// <summary>One sequence for all days: whoever takes the next number stands before all others until the transaction ends.</summary>
    public static Task<int> NextJournalSerialAsync(this WindowDb db, CancellationToken ct) => NextAsync(db, "archive-journal", DateOnly.MinValue, ct);

    private static async Task<int> NextAsync(WindowDb db, string name, DateOnly day, CancellationToken ct)
    {
        var values = await db.Database.SqlQuery<int>(
            $"""
             INSERT INTO "Sequences" ("Name", "Day", "Value") VALUES ({name}, {day}, 1)
             ON CONFLICT ("Name", "Day") DO UPDATE SET "Value" = "Sequences"."Value" + 1
             RETURNING "Value"
             """).ToListAsync(ct);
        return values[0];
    }
}
