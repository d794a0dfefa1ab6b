using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Forms;
using VirtualWindow.Signaling.Connections;

namespace VirtualWindow.Signaling.CoBrowse;

/// <summary>The whole form, as the one who asks may see it.</summary>
internal sealed class OpenForm(FormChanges changes, TimeProvider time)
{
    public async Task<Reply<FormView>> HandleAsync(HubConnection connection, OpenFormRequest request, CancellationToken ct)
    {
        var (form, actor, refusal) = await changes.EnterAsync(connection, request.SessionId, ct);
        if (refusal is not null) return refusal;
        await form!.Gate.WaitAsync(ct);
        try
        {
            return FormViews.Of(form, actor!.Role, time.GetUtcNow());
        }
        finally
        {
            form.Gate.Release();
        }
    }
}
