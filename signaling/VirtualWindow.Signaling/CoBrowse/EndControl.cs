using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Forms;
using VirtualWindow.Domain.Forms;
using VirtualWindow.Signaling.Connections;

namespace VirtualWindow.Signaling.CoBrowse;

/// <summary>The applicant takes control back, or the clerk gives it back.</summary>
internal sealed class EndControl(FormChanges changes)
{
    public Task<Reply<FormChanged>> HandleAsync(HubConnection connection, EndControlRequest request, CancellationToken ct) =>
        changes.HandleAsync(connection, request.SessionId, (form, actor, now) => FormDesk.EndControl(form.State, actor, now), ct);
}
