using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;

namespace VirtualWindow.Storage.Figures;

/// <summary>One number of one site's day, counted from the rows themselves; counting again gives the same.</summary>
public sealed class DailyFigure
{
    public required DateOnly Day { get; init; }
    public required SiteId Site { get; init; }
    /// <summary>E.g. "sittings", "cases-filed", "recordings-missing".</summary>
    public required string Name { get; init; }
    public long Value { get; set; }
}

public static class DailyFigures
{
    /// <summary>Writes one figure over whatever was counted before.</summary>
    public static Task SetFigureAsync(this WindowDb db, DateOnly day, SiteId site, string name, long value, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync(
            $"""
             INSERT INTO "DailyFigures" ("Day", "Site", "Name", "Value") VALUES ({day}, {site.Value}, {name}, {value})
             ON CONFLICT ("Day", "Site", "Name") DO UPDATE SET "Value" = excluded."Value"
             """, ct);
}
