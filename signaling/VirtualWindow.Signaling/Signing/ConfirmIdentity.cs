using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Signing;
using VirtualWindow.Signaling.Connections;

namespace VirtualWindow.Signaling.Signing;

/// <summary>The clerk has compared face, card and form (first step).</summary>
internal sealed class ConfirmIdentity(Signings signings)
{
    public Task<Reply<SigningView>> HandleAsync(HubConnection connection, ConfirmIdentityRequest request, CancellationToken ct) => signings.ChangeAsync(
        connection, request.SessionId, (seat, now) => seat.Gate.ConfirmIdentity(seat.Session.ClerkNumber, (Domain.Signing.IdentityMethod)request.Method, now), ct);
}
