using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Forms;
using VirtualWindow.Domain.Forms;
using VirtualWindow.Signaling.Connections;

namespace VirtualWindow.Signaling.CoBrowse;

/// <summary>The applicant shows a private field, or hides it again.</summary>
internal sealed class RevealField(FormChanges changes)
{
    public Task<Reply<FormChanged>> HandleAsync(HubConnection connection, RevealFieldRequest request, CancellationToken ct) =>
        FormChecks.Unfit(request.FieldId) is { } unfit ? Task.FromResult<Reply<FormChanged>>(unfit)
        : changes.HandleAsync(connection, request.SessionId, (form, actor, now) => FormDesk.Reveal(form.State, actor, new(request.FieldId), request.Show, now), ct);
}
