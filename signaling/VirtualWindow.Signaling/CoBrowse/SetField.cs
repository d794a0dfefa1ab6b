using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Forms;
using VirtualWindow.Domain.Forms;
using VirtualWindow.Signaling.Connections;

namespace VirtualWindow.Signaling.CoBrowse;

/// <summary>Writes a field: the applicant always, the clerk by grant.</summary>
internal sealed class SetField(FormChanges changes)
{
    public Task<Reply<FormChanged>> HandleAsync(HubConnection connection, SetFieldRequest request, CancellationToken ct) =>
        FormChecks.Unfit(request.FieldId, request.Text) is { } unfit ? Task.FromResult<Reply<FormChanged>>(unfit)
        : changes.HandleAsync(connection, request.SessionId, (form, actor, now) => FormDesk.Set(form.State, actor, new(request.FieldId), request.Text, request.Revision, now), ct);
}
