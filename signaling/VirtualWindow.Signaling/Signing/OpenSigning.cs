using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Signing;
using VirtualWindow.Signaling.Connections;

namespace VirtualWindow.Signaling.Signing;

/// <summary>The whole of a signing, as the one who asks may see it.</summary>
internal sealed class OpenSigning(Signings signings)
{
    public async Task<Reply<SigningView>> HandleAsync(HubConnection connection, OpenSigningRequest request, CancellationToken ct)
    {
        var (seat, refusal) = await signings.EnterAsync(connection, request.SessionId, ct);
        return seat is null ? refusal! : await signings.ViewAsync(seat, ct);
    }
}
