using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Forms;
using VirtualWindow.Domain.Forms;
using VirtualWindow.Signaling.Connections;

namespace VirtualWindow.Signaling.CoBrowse;

/// <summary>The applicant submits the form, or takes that back to mend something.</summary>
internal sealed class SubmitForm(FormChanges changes)
{
    public Task<Reply<FormChanged>> HandleAsync(HubConnection connection, SubmitFormRequest request, CancellationToken ct) =>
        changes.HandleAsync(connection, request.SessionId, (form, actor, now) => request.Submitted ? FormDesk.Submit(form.State, actor, form.Today(now), now) : FormDesk.Reopen(form.State, actor, now), ct);
}
