using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Forms;
using VirtualWindow.Domain.Forms;
using VirtualWindow.Signaling.Connections;

namespace VirtualWindow.Signaling.CoBrowse;

/// <summary>The applicant takes a suggestion or leaves it.</summary>
internal sealed class DecideProposal(FormChanges changes)
{
    public Task<Reply<FormChanged>> HandleAsync(HubConnection connection, DecideProposalRequest request, CancellationToken ct) =>
        changes.HandleAsync(connection, request.SessionId, (form, actor, now) => FormDesk.Decide(form.State, actor, request.Number, request.Accept, now), ct);
}
