using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Signing;
using VirtualWindow.Domain;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Wire;

namespace VirtualWindow.Signaling.Signing;

/// <summary>The clerk takes a request back, or the applicant does not want to sign.</summary>
internal sealed class WithdrawPaper(Signings signings)
{
    public async Task<Reply<SigningView>> HandleAsync(HubConnection connection, WithdrawPaperRequest request, CancellationToken ct) => DocumentId.TryParse(request.DocumentId) is { } document
        ? await signings.ChangeAsync(connection, request.SessionId, (seat, _) => seat.Gate.Withdraw(document), ct)
        : Refuse.BadInput;
}
