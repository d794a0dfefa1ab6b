using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Materials;

namespace VirtualWindow.Storage.Materials;

public static class BoardQueries
{
    /// <summary>The item's checklist with what the clerk found, as it stands inside this transaction.</summary>
    public static async Task<MaterialBoard> BoardAsync(this WindowDb db, SessionId session, ItemCode item, CancellationToken ct)
    {
        var materials = await db.Items.Where(row => row.Code == item).Select(row => row.Materials).SingleOrDefaultAsync(ct) ?? [];
        return new MaterialBoard(materials, await db.MaterialChecks.Where(row => row.Session == session).ToListAsync(ct));
    }

    public static Task<SupplementNotice?> SupplementNoticeAsync(this WindowDb db, SessionId session, CancellationToken ct) =>
        db.SupplementNotices.AsNoTracking().SingleOrDefaultAsync(row => row.Session == session, ct);
}
