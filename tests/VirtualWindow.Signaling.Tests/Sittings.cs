using VirtualWindow.Contracts.Applicant;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Testing.HubClients;

namespace VirtualWindow.Signaling.Tests;

/// <summary>Brings an applicant and a ready desk into a session.</summary>
internal static class Sittings
{
    public static async Task<(ApplicantClient Applicant, string SessionId)> BeginAsync(SignalingHost host, DeskClient desk)
    {
        var applicant = await host.WaitingAsync();
        Assert.Null((await desk.AcceptOffer(new AcceptOfferRequest((await desk.OfferAsync()).OfferId))).Refusal);
        var sessionId = (await applicant.UntilAsync(ApplicantStage.Called)).Call!.SessionId;
        Assert.Null((await applicant.JoinSession(new JoinSessionRequest(sessionId))).Refusal);
        await applicant.UntilAsync(ApplicantStage.InCall);
        await desk.States.UntilAsync(state => state.Session is { ApplicantJoined: true }, "the applicant in the session");
        return (applicant, sessionId);
    }
}
