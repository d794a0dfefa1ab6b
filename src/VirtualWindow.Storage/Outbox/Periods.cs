using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace VirtualWindow.Storage.Outbox;

/// <summary>A day or an hour of a day in which something is done once, however many processes run.</summary>
/// <param name="Hour">0..23; null = the whole day.</param>
public readonly record struct Period(DateOnly Day, int? Hour)
{
    private const short WholeDay = 24;

    /// <summary>The subject of its follow-up: the same in every process.</summary>
    public Guid Id => new(Day.DayNumber, (short)(Hour ?? WholeDay), 0, new byte[8]);

    public string Label => Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + (Hour is { } hour ? string.Create(CultureInfo.InvariantCulture, $" {hour:00}:00") : "");

    public static Period Of(Guid subject)
    {
        Span<byte> bytes = stackalloc byte[16];
        subject.TryWriteBytes(bytes);
        var hour = BitConverter.ToInt16(bytes[4..]);
        return new(DateOnly.FromDayNumber(BitConverter.ToInt32(bytes)), hour == WholeDay ? null : hour);
    }
}

public static class PeriodPromises
{
    /// <summary>Promises the period's work unless somebody has: the unique key of kind and subject lets one insert win.</summary>
    /// <returns>True for the one whose insert it was.</returns>
    public static async Task<bool> PromisePeriodAsync(this WindowDb db, string kind, Period period, DateTimeOffset now, CancellationToken ct)
    {
        var (id, subject, label, at) = (Guid.CreateVersion7(now), period.Id, period.Label, now.ToUnixTimeMilliseconds());
        var won = await db.Database.ExecuteSqlAsync(
            $"""
             INSERT INTO "FollowUps" ("Id", "Kind", "Subject", "Label", "Lane", "CreatedAt", "State", "Attempts", "NextTryAt", "Acts")
             VALUES ({id}, {kind}, {subject}, {label}, 0, {at}, 0, 0, {at}, 0)
             ON CONFLICT ("Kind", "Subject") DO NOTHING
             """, ct) == 1;
        db.RingsBell |= won;
        return won;
    }
}
