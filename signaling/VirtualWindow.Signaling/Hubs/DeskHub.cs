using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Cases;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Contracts.Documents;
using VirtualWindow.Contracts.Forms;
using VirtualWindow.Contracts.Signing;
using VirtualWindow.Signaling.Board;
using VirtualWindow.Signaling.CoBrowse;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Documents;
using VirtualWindow.Signaling.HandOver;
using VirtualWindow.Signaling.Identity;
using VirtualWindow.Signaling.Negotiation;
using VirtualWindow.Signaling.Queue;
using VirtualWindow.Signaling.Sessions;
using VirtualWindow.Signaling.Signing;

namespace VirtualWindow.Signaling.Hubs;

/// <summary><c>/hubs/desk</c>: each request is a slice of its own; this class only says which one.</summary>
internal sealed class DeskHub(DeskDoor door, IServiceProvider slices) : Hub<IDeskClient>, IDeskHub
{
    public override Task OnConnectedAsync() => door.EnterAsync(Context);
    public override Task OnDisconnectedAsync(Exception? exception) => door.LeaveAsync(Connection);

    public Task<Reply<DeskSnapshot>> Snapshot() => On<DeskSnapshots>().HandleAsync(Connection, Context.ConnectionAborted);
    public Task<Reply<Done>> SetPresence(SetPresenceRequest request) => On<SetPresence>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<Done>> AcceptOffer(AcceptOfferRequest request) => On<AcceptOffer>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<Done>> DeclineOffer(DeclineOfferRequest request) => On<DeclineOffer>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<SdpAnswer>> Publish(PublishRequest request) => On<Publish>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<SdpAnswer>> RestartIce(RestartIceRequest request) => On<RestartIce>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<SdpOffer>> Watch(WatchRequest request) => On<Watch>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<Done>> AnswerWatch(AnswerWatchRequest request) => On<AnswerWatch>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<Done>> SetView(SetViewRequest request) => On<SetView>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<Done>> SetMedia(SetMediaRequest request) => On<SetMedia>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<Done>> Hold(HoldRequest request) => On<Hold>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<Done>> SaveNotes(SaveNotesRequest request) => On<SaveNotes>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<FormView>> OpenForm(OpenFormRequest request) => On<OpenForm>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<FormChanged>> SetField(SetFieldRequest request) => On<SetField>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<FormChanged>> EndControl(EndControlRequest request) => On<EndControl>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<Done>> GestureAtForm(FormGestureRequest request) => On<GestureAtForm>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<FormChanged>> ProposeField(ProposeFieldRequest request) => On<ProposeField>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<FormChanged>> AskControl(AskControlRequest request) => On<AskControl>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<FormChanged>> AskReveal(AskRevealRequest request) => On<AskReveal>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<SigningView>> OpenSigning(OpenSigningRequest request) => On<OpenSigning>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<SigningView>> WithdrawPaper(WithdrawPaperRequest request) => On<WithdrawPaper>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<SigningView>> ConfirmIdentity(ConfirmIdentityRequest request) => On<ConfirmIdentity>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<SigningView>> RequestSign(RequestSignRequest request) => On<RequestSign>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<SigningView>> StampDocuments(StampRequest request) => On<StampDocuments>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<DocumentDeskView>> OpenDocuments(OpenDocumentsRequest request) => On<OpenDocuments>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<Done>> ShowDocument(ShowDocumentRequest request) => On<ShowDocument>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<Done>> CloseDocument(CloseDocumentRequest request) => On<CloseDocument>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<Done>> ConfirmDocument(ConfirmDocumentRequest request) => On<ConfirmDocument>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<Done>> WithdrawDocument(WithdrawDocumentRequest request) => On<WithdrawDocument>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<Done>> EndAsk(EndAskRequest request) => On<EndAsk>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<Done>> GestureAtDocument(DocumentGestureRequest request) => On<GestureAtDocument>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<Done>> AskDocument(AskDocumentRequest request) => On<AskDocument>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<Done>> JudgeMaterial(JudgeMaterialRequest request) => On<JudgeMaterial>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<CannedAnswerList>> CannedAnswers() => On<CannedAnswers>().HandleAsync(Connection, Context.ConnectionAborted);
    public Task<Reply<ColleagueList>> Colleagues(ColleaguesRequest request) => On<Colleagues>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<Done>> InviteColleague(InviteColleagueRequest request) => On<InviteColleague>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<Done>> AnswerInvitation(AnswerInvitationRequest request) => On<AnswerInvitation>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<Done>> EndInvitation(EndInvitationRequest request) => On<EndInvitation>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<Done>> HandOver(HandOverRequest request) => On<HandOverSession>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<Done>> ReturnToWaiting(ReturnToWaitingRequest request) => On<ReturnToWaiting>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<Done>> EndSession(EndSessionRequest request) => On<EndSession>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<Done>> FinishWrapUp() => On<FinishWrapUp>().HandleAsync(Connection, Context.ConnectionAborted);
    public Task<Reply<CaseList>> RecentCases() => On<RecentCases>().HandleAsync(Connection, Context.ConnectionAborted);
    public Task<Reply<CaseView>> CaseDetails(CaseDetailsRequest request) => On<CaseDetails>().HandleAsync(Connection, request, Context.ConnectionAborted);

    private HubConnection Connection => HubConnection.Of(Context);

    private T On<T>() where T : notnull => slices.GetRequiredService<T>();
}
