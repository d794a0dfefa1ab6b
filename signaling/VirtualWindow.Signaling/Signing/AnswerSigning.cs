using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Signing;
using VirtualWindow.Signaling.Connections;

namespace VirtualWindow.Signaling.Signing;

/// <summary>The applicant agrees to signing by hand on the screen, or takes it back (PIPL §§15, 29).</summary>
internal sealed class AnswerSigning(Signings signings)
{
    /// <summary>Version of the sentence on the applicant's page (features/signing).</summary>
    private const int Wording = 1;

    public Task<Reply<SigningView>> HandleAsync(HubConnection connection, AnswerSigningRequest request, CancellationToken ct) =>
        signings.ChangeAsync(connection, request.SessionId, (seat, now) => seat.Gate.AnswerConsent(request.Agreed, Wording, now), ct);
}
