using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Live;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.Sessions;

/// <summary>The clerk's own last cases, newest first, pending ones included.</summary>
internal sealed class RecentCases(IWindowStore store, CatalogueKeeper catalogues)
{
    private const int AtMost = 20;

    public async Task<Reply<CaseList>> HandleAsync(HubConnection connection, CancellationToken ct)
    {
        var catalogue = await catalogues.CurrentAsync(ct);
        var clerk = connection.Staff!.Value;
        return await store.ReadAsync(async (db, stop) =>
        {
            var cases = await db.Cases.Where(each => each.Clerk == clerk).OrderByDescending(each => each.EndedAt).Take(AtMost).ToListAsync(stop);
            return new CaseList(await CaseViews.ForClerkAsync(db, catalogue, cases, stop));
        }, ct);
    }
}
