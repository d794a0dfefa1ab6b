using System.Net;
using Microsoft.AspNetCore.SignalR.Client;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Cases;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Contracts.Documents;
using VirtualWindow.Contracts.Forms;
using VirtualWindow.Contracts.Signing;

namespace VirtualWindow.Testing.HubClients;

/// <summary>A clerk's page without the page: one connection to <c>/hubs/desk</c>.</summary>
public sealed class DeskClient : IDeskHub, IAsyncDisposable
{
    private readonly TaskCompletionSource<MediaMoved> _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<SpeakerChanged> _speaker = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _superseded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private DeskClient(Uri host, CookieContainer cookies)
    {
        Connection = WindowConnection.To(host, "/hubs/desk", cookies);
        Connection.On<DeskSnapshot>(nameof(IDeskClient.State), States.Receive);
        Connection.On<MediaMoved>(nameof(IDeskClient.MediaMoved), news => _moved.TrySetResult(news));
        Form = new(Connection);
        Documents = new(Connection, cookies, host);
        Connection.On<SpeakerChanged>(nameof(IDeskClient.SpeakerChanged), news => _speaker.TrySetResult(news));
        Connection.On(nameof(IDeskClient.Superseded), () => _superseded.TrySetResult());
    }

    public HubConnection Connection { get; }
    public StateStream<DeskSnapshot> States { get; } = new(snapshot => snapshot.Sequence);
    /// <summary>The form of the session, as this page has been told it.</summary>
    public FormMirror Form { get; }
    /// <summary>The documents of the session, as this page has been told of them.</summary>
    public DocumentMirror Documents { get; }
    /// <summary>The first hint that the session's media has to be negotiated again.</summary>
    public Task<MediaMoved> MediaMovedAsync => _moved.Task.WaitAsync(Patience.ForNews);
    /// <summary>The first hint about who speaks.</summary>
    public Task<SpeakerChanged> SpeakerChangedAsync => _speaker.Task.WaitAsync(Patience.ForNews);
    public Task SupersededAsync => _superseded.Task.WaitAsync(Patience.ForNews);

    /// <param name="cookies">Those of a signed-in clerk.</param>
    public static async Task<DeskClient> ConnectAsync(Uri host, CookieContainer cookies)
    {
        var client = new DeskClient(host, cookies);
        await client.Connection.StartAsync();
        return client;
    }

    public Task<DeskSnapshot> UntilAsync(Presence presence) => States.UntilAsync(state => state.Desk.Presence == presence, $"presence {presence}");

    public async Task<OfferView> OfferAsync() => (await States.UntilAsync(state => state.Offer is not null, "an offer")).Offer!;

    public async Task<DeskSessionView> InSessionAsync() => (await States.UntilAsync(state => state.Session is not null, "a session")).Session!;

    public async Task<Reply<DeskSnapshot>> Snapshot()
    {
        var reply = await Connection.InvokeAsync<Reply<DeskSnapshot>>(nameof(Snapshot));
        if (reply.Value is { } snapshot) States.Receive(snapshot);
        return reply;
    }

    public Task<Reply<Done>> SetPresence(SetPresenceRequest request) => Connection.InvokeAsync<Reply<Done>>(nameof(SetPresence), request);
    public Task<Reply<Done>> AcceptOffer(AcceptOfferRequest request) => Connection.InvokeAsync<Reply<Done>>(nameof(AcceptOffer), request);
    public Task<Reply<Done>> DeclineOffer(DeclineOfferRequest request) => Connection.InvokeAsync<Reply<Done>>(nameof(DeclineOffer), request);
    public Task<Reply<SdpAnswer>> Publish(PublishRequest request) => Connection.InvokeAsync<Reply<SdpAnswer>>(nameof(Publish), request);
    public Task<Reply<SdpAnswer>> RestartIce(RestartIceRequest request) => Connection.InvokeAsync<Reply<SdpAnswer>>(nameof(RestartIce), request);
    public Task<Reply<SdpOffer>> Watch(WatchRequest request) => Connection.InvokeAsync<Reply<SdpOffer>>(nameof(Watch), request);
    public Task<Reply<Done>> AnswerWatch(AnswerWatchRequest request) => Connection.InvokeAsync<Reply<Done>>(nameof(AnswerWatch), request);
    public Task<Reply<Done>> SetView(SetViewRequest request) => Connection.InvokeAsync<Reply<Done>>(nameof(SetView), request);
    public Task<Reply<Done>> SetMedia(SetMediaRequest request) => Connection.InvokeAsync<Reply<Done>>(nameof(SetMedia), request);
    public Task<Reply<Done>> Hold(HoldRequest request) => Connection.InvokeAsync<Reply<Done>>(nameof(Hold), request);
    public Task<Reply<Done>> SaveNotes(SaveNotesRequest request) => Connection.InvokeAsync<Reply<Done>>(nameof(SaveNotes), request);
    public Task<Reply<FormView>> OpenForm(OpenFormRequest request) => Connection.InvokeAsync<Reply<FormView>>(nameof(OpenForm), request);
    public Task<Reply<FormChanged>> SetField(SetFieldRequest request) => Connection.InvokeAsync<Reply<FormChanged>>(nameof(SetField), request);
    public Task<Reply<FormChanged>> EndControl(EndControlRequest request) => Connection.InvokeAsync<Reply<FormChanged>>(nameof(EndControl), request);
    public Task<Reply<Done>> GestureAtForm(FormGestureRequest request) => Connection.InvokeAsync<Reply<Done>>(nameof(GestureAtForm), request);
    public Task<Reply<FormChanged>> ProposeField(ProposeFieldRequest request) => Connection.InvokeAsync<Reply<FormChanged>>(nameof(ProposeField), request);
    public Task<Reply<FormChanged>> AskControl(AskControlRequest request) => Connection.InvokeAsync<Reply<FormChanged>>(nameof(AskControl), request);
    public Task<Reply<FormChanged>> AskReveal(AskRevealRequest request) => Connection.InvokeAsync<Reply<FormChanged>>(nameof(AskReveal), request);
    public Task<Reply<SigningView>> OpenSigning(OpenSigningRequest request) => Connection.InvokeAsync<Reply<SigningView>>(nameof(OpenSigning), request);
    public Task<Reply<SigningView>> WithdrawPaper(WithdrawPaperRequest request) => Connection.InvokeAsync<Reply<SigningView>>(nameof(WithdrawPaper), request);
    public Task<Reply<SigningView>> ConfirmIdentity(ConfirmIdentityRequest request) => Connection.InvokeAsync<Reply<SigningView>>(nameof(ConfirmIdentity), request);
    public Task<Reply<SigningView>> RequestSign(RequestSignRequest request) => Connection.InvokeAsync<Reply<SigningView>>(nameof(RequestSign), request);
    public Task<Reply<SigningView>> StampDocuments(StampRequest request) => Connection.InvokeAsync<Reply<SigningView>>(nameof(StampDocuments), request);
    public Task<Reply<DocumentDeskView>> OpenDocuments(OpenDocumentsRequest request) => Connection.InvokeAsync<Reply<DocumentDeskView>>(nameof(OpenDocuments), request);
    public Task<Reply<Done>> ShowDocument(ShowDocumentRequest request) => Connection.InvokeAsync<Reply<Done>>(nameof(ShowDocument), request);
    public Task<Reply<Done>> CloseDocument(CloseDocumentRequest request) => Connection.InvokeAsync<Reply<Done>>(nameof(CloseDocument), request);
    public Task<Reply<Done>> ConfirmDocument(ConfirmDocumentRequest request) => Connection.InvokeAsync<Reply<Done>>(nameof(ConfirmDocument), request);
    public Task<Reply<Done>> WithdrawDocument(WithdrawDocumentRequest request) => Connection.InvokeAsync<Reply<Done>>(nameof(WithdrawDocument), request);
    public Task<Reply<Done>> EndAsk(EndAskRequest request) => Connection.InvokeAsync<Reply<Done>>(nameof(EndAsk), request);
    public Task<Reply<Done>> GestureAtDocument(DocumentGestureRequest request) => Connection.InvokeAsync<Reply<Done>>(nameof(GestureAtDocument), request);
    public Task<Reply<Done>> AskDocument(AskDocumentRequest request) => Connection.InvokeAsync<Reply<Done>>(nameof(AskDocument), request);
    public Task<Reply<Done>> JudgeMaterial(JudgeMaterialRequest request) => Connection.InvokeAsync<Reply<Done>>(nameof(JudgeMaterial), request);
    public Task<Reply<CannedAnswerList>> CannedAnswers() => Connection.InvokeAsync<Reply<CannedAnswerList>>(nameof(CannedAnswers));
    public Task<Reply<ColleagueList>> Colleagues(ColleaguesRequest request) => Connection.InvokeAsync<Reply<ColleagueList>>(nameof(Colleagues), request);
    public Task<Reply<Done>> InviteColleague(InviteColleagueRequest request) => Connection.InvokeAsync<Reply<Done>>(nameof(InviteColleague), request);
    public Task<Reply<Done>> AnswerInvitation(AnswerInvitationRequest request) => Connection.InvokeAsync<Reply<Done>>(nameof(AnswerInvitation), request);
    public Task<Reply<Done>> EndInvitation(EndInvitationRequest request) => Connection.InvokeAsync<Reply<Done>>(nameof(EndInvitation), request);
    public Task<Reply<Done>> HandOver(HandOverRequest request) => Connection.InvokeAsync<Reply<Done>>(nameof(HandOver), request);
    public Task<Reply<Done>> ReturnToWaiting(ReturnToWaitingRequest request) => Connection.InvokeAsync<Reply<Done>>(nameof(ReturnToWaiting), request);
    public Task<Reply<Done>> EndSession(EndSessionRequest request) => Connection.InvokeAsync<Reply<Done>>(nameof(EndSession), request);
    public Task<Reply<Done>> FinishWrapUp() => Connection.InvokeAsync<Reply<Done>>(nameof(FinishWrapUp));
    public Task<Reply<CaseList>> RecentCases() => Connection.InvokeAsync<Reply<CaseList>>(nameof(RecentCases));
    public Task<Reply<CaseView>> CaseDetails(CaseDetailsRequest request) => Connection.InvokeAsync<Reply<CaseView>>(nameof(CaseDetails), request);

    /// <summary>
    /// Looks at every material of the session: the first one is rejected with this reason, the others are accepted. Nothing when the session
    /// has ended in the meantime; whoever ends it is told so.
    /// </summary>
    public async Task RejectFirstAsync(string reason)
    {
        if ((await Snapshot()).Value!.Session is not { } session) return;
        foreach (var material in session.Materials)
        {
            var rejected = material.Serial == 1;
            await JudgeMaterial(new(
                session.SessionId, material.Serial, rejected ? MaterialVerdict.Rejected : MaterialVerdict.Accepted, rejected ? reason : null, material.Revision));
        }
    }

    public Task<Reply<Done>> ReadyAsync() => SetPresence(new SetPresenceRequest(Presence.Ready, null));

    public ValueTask DisposeAsync() => Connection.DisposeAsync();
}
