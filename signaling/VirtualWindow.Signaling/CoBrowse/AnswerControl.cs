using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Forms;
using VirtualWindow.Domain.Forms;
using VirtualWindow.Signaling.Connections;

namespace VirtualWindow.Signaling.CoBrowse;

/// <summary>The applicant lets the clerk write for a while, or not.</summary>
internal sealed class AnswerControl(FormChanges changes)
{
    public Task<Reply<FormChanged>> HandleAsync(HubConnection connection, AnswerControlRequest request, CancellationToken ct) =>
        changes.HandleAsync(connection, request.SessionId, (form, actor, now) => FormDesk.AnswerControl(form.State, actor, request.Grant, now), ct);
}
