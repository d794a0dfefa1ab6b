using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Forms;
using VirtualWindow.Domain.Forms;
using VirtualWindow.Signaling.Connections;

namespace VirtualWindow.Signaling.CoBrowse;

/// <summary>The clerk suggests a value.</summary>
internal sealed class ProposeField(FormChanges changes)
{
    public Task<Reply<FormChanged>> HandleAsync(HubConnection connection, ProposeFieldRequest request, CancellationToken ct) =>
        FormChecks.Unfit(request.FieldId, request.Text) is { } unfit ? Task.FromResult<Reply<FormChanged>>(unfit)
        : changes.HandleAsync(connection, request.SessionId, (form, actor, now) => FormDesk.Propose(form.State, actor, new(request.FieldId), request.Text, now), ct);
}
