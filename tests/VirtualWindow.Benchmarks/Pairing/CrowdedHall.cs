using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Desks;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Storage;

namespace VirtualWindow.Benchmarks.Pairing;

/// <summary>As many waiting tickets as ready desks, with ids that can be computed.</summary>
internal sealed class CrowdedHall(int rows)
{
    private static readonly SiteId Gushi = new("gushi");
    private int _taken;

    public int Left => rows - _taken;

    public bool TryNext(out TicketId ticket, out DeskId desk)
    {
        var next = Interlocked.Increment(ref _taken);
        (ticket, desk) = (new(IdOf(next)), new(IdOf(next)));
        return next <= rows;
    }

    /// <summary>Copies one ticket and one desk by a statement of the database itself: 100,000 rows in a second.</summary>
    public static async Task FillAsync(IServiceProvider process, int rows)
    {
        var store = process.GetRequiredService<IWindowStore>();
        await store.WriteAsync(async (db, ct) =>
        {
            var now = DateTimeOffset.UtcNow;
            var desk = Desk.Create(new(IdOf(0)), new("template"), "李敏", "G001", Gushi, now);
            desk.GetReady(now);
            db.Add(desk);
            db.Add(Ticket.Take(new(IdOf(0)), "T0", Gushi, new(2026, 11, 23), new(
                new("gushi-cross"), Gushi, null, true, new("GA-05"), new("411525"), null, null, "zh-CN", Priority.None, false), now));
            await db.SaveChangesAsync(ct);
            await db.Database.ExecuteSqlRawAsync(CopyOf(db, typeof(Ticket), "Number", rows), ct);
            await db.Database.ExecuteSqlRawAsync(CopyOf(db, typeof(Desk), "Clerk", rows), ct);
        }, default);
    }

    private static Guid IdOf(int number) => new(number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private static string CopyOf(WindowDb db, Type type, string unique, int rows)
    {
        var entity = db.Model.FindEntityType(type)!;
        var columns = entity.GetProperties().Select(property => property.GetColumnName()).ToList();
        var values = columns.Select(column => column == "Id" ? IdExpression(db) : column == unique ? "'T' || n.i" : $"t.\"{column}\"");
        return string.Create(CultureInfo.InvariantCulture,
            $"""
             WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})
             INSERT INTO "{entity.GetTableName()}" ({string.Join(", ", columns.Select(column => $"\"{column}\""))})
             SELECT {string.Join(", ", values)} FROM n, "{entity.GetTableName()}" t
             """);
    }

    private static string IdExpression(WindowDb db) => db.Database.ProviderName!.EndsWith("Sqlite", StringComparison.Ordinal)
        ? "printf('%08X-0000-0000-0000-000000000000', n.i)"
        : "(lpad(to_hex(n.i), 8, '0') || '-0000-0000-0000-000000000000')::uuid";
}
