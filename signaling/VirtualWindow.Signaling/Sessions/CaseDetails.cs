using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Cases;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Domain;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Cases;

namespace VirtualWindow.Signaling.Sessions;

/// <summary>One case of the clerk's own, with notes and follow-up steps.</summary>
internal sealed class CaseDetails(IWindowStore store)
{
    public async Task<Reply<CaseView>> HandleAsync(HubConnection connection, CaseDetailsRequest request, CancellationToken ct)
    {
        if (CaseId.TryParse(request.CaseId) is not { } id) return Refuse.BadInput;
        if (await store.ReadAsync((db, stop) => db.CaseAsync(id, stop), ct) is not { } found) return Refuse.NotFound;
        return found.Case.Clerk == connection.Staff ? CaseViews.ForClerk(found) : Refuse.NotYours;
    }
}
