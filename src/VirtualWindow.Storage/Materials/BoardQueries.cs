using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Materials;
using VirtualWindow.Domain.Sessions;

namespace VirtualWindow.Storage.Materials;

public static class BoardQueries
{
    /// <summary>The item's checklist with what the clerk found, as it stands inside this transaction.</summary>
    public static async Task<MaterialBoard> BoardAsync(this WindowDb db, SessionId session, ItemCode item, CancellationToken ct)
    {
        var materials = await db.Items.Where(row => row.Code == item).Select(row => row.Materials).SingleOrDefaultAsync(ct) ?? [];
        return new MaterialBoard(materials, await db.MaterialChecks.Where(row => row.Session == session).ToListAsync(ct));
    }

    /// <summary>Writes the one notice of a sitting that ends with a supplement.</summary>
    public static async Task TellSupplementAsync(this WindowDb db, Session session, ItemCode item, DateTimeOffset now, CancellationToken ct) =>
        db.SupplementNotices.Add(SupplementNotice.Of(session, await db.BoardAsync(session.Id, item, ct), now));

    public static Task<SupplementNotice?> SupplementNoticeAsync(this WindowDb db, SessionId session, CancellationToken ct) =>
        db.SupplementNotices.AsNoTracking().SingleOrDefaultAsync(row => row.Session == session, ct);
}
