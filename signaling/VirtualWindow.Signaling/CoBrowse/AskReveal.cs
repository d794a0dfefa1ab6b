using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Forms;
using VirtualWindow.Domain.Forms;
using VirtualWindow.Signaling.Connections;

namespace VirtualWindow.Signaling.CoBrowse;

/// <summary>The clerk asks to see a private field.</summary>
internal sealed class AskReveal(FormChanges changes)
{
    public Task<Reply<FormChanged>> HandleAsync(HubConnection connection, AskRevealRequest request, CancellationToken ct) =>
        FormChecks.Unfit(request.FieldId) is { } unfit ? Task.FromResult<Reply<FormChanged>>(unfit)
        : changes.HandleAsync(connection, request.SessionId, (form, actor, now) => FormDesk.AskReveal(form.State, actor, new(request.FieldId), now), ct);
}
