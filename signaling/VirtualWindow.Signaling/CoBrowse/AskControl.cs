using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Forms;
using VirtualWindow.Domain.Forms;
using VirtualWindow.Signaling.Connections;

namespace VirtualWindow.Signaling.CoBrowse;

/// <summary>The clerk asks to write for a while.</summary>
internal sealed class AskControl(FormChanges changes)
{
    public Task<Reply<FormChanged>> HandleAsync(HubConnection connection, AskControlRequest request, CancellationToken ct) =>
        request.PageId is { } id && FormChecks.Unfit(id) is { } unfit ? Task.FromResult<Reply<FormChanged>>(unfit)
        : changes.HandleAsync(connection, request.SessionId, (form, actor, now) => FormDesk.AskControl(form.State, actor, request.PageId is { } page ? new FormPageId(page) : null, TimeSpan.FromSeconds(request.Seconds), now), ct);
}
