using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Forms;
using VirtualWindow.Domain.Forms;
using VirtualWindow.Signaling.Connections;

namespace VirtualWindow.Signaling.CoBrowse;

/// <summary>The applicant stops sharing for a moment, or goes on.</summary>
internal sealed class PauseForm(FormChanges changes)
{
    public Task<Reply<FormChanged>> HandleAsync(HubConnection connection, PauseFormRequest request, CancellationToken ct) =>
        changes.HandleAsync(connection, request.SessionId, (form, actor, now) => FormDesk.Pause(form.State, actor, request.Paused, now), ct);
}
