using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Signing;
using VirtualWindow.Domain;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Wire;

namespace VirtualWindow.Signaling.Signing;

/// <summary>The applicant's page has shown the last page of these bytes.</summary>
internal sealed class ReportRead(Signings signings)
{
    public async Task<Reply<SigningView>> HandleAsync(HubConnection connection, ReportReadRequest request, CancellationToken ct) => DocumentId.TryParse(request.DocumentId) is { } document && Check.Key(request.Sha256) is null
        ? await signings.ChangeAsync(connection, request.SessionId, (seat, now) => seat.Gate.ReportRead(document, request.Sha256, now), ct)
        : Refuse.BadInput;
}
