using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Cases;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Domain;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Live;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.Sessions;

/// <summary>One case of the clerk's own, with notes and follow-up steps.</summary>
internal sealed class CaseDetails(IWindowStore store, CatalogueKeeper catalogues)
{
    public async Task<Reply<CaseView>> HandleAsync(HubConnection connection, CaseDetailsRequest request, CancellationToken ct)
    {
        if (CaseId.TryParse(request.CaseId) is not { } id) return Refuse.BadInput;
        var catalogue = await catalogues.CurrentAsync(ct);
        return await store.ReadAsync<Reply<CaseView>>(async (db, stop) =>
        {
            if (await db.Cases.SingleOrDefaultAsync(each => each.Id == id, stop) is not { } found) return Refuse.NotFound;
            if (found.Clerk != connection.Staff) return Refuse.NotYours;
            return (await CaseViews.ForClerkAsync(db, catalogue, [found], stop))[0];
        }, ct);
    }
}
