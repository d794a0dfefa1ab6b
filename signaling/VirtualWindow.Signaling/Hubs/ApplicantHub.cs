using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Applicant;
using VirtualWindow.Contracts.Documents;
using VirtualWindow.Contracts.Forms;
using VirtualWindow.Contracts.Signing;
using VirtualWindow.Signaling.CoBrowse;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Documents;
using VirtualWindow.Signaling.Identity;
using VirtualWindow.Signaling.Negotiation;
using VirtualWindow.Signaling.Queue;
using VirtualWindow.Signaling.Recording;
using VirtualWindow.Signaling.Sessions;
using VirtualWindow.Signaling.Signing;

namespace VirtualWindow.Signaling.Hubs;

/// <summary><c>/hubs/applicant</c>: each request is a slice of its own; this class only says which one.</summary>
internal sealed class ApplicantHub(ApplicantDoor door, IServiceProvider slices) : Hub<IApplicantClient>, IApplicantHub
{
    public override Task OnConnectedAsync() => door.EnterAsync(Context);
    public override Task OnDisconnectedAsync(Exception? exception) => door.LeaveAsync(Connection);

    public Task<Reply<TicketTaken>> TakeTicket(TakeTicketRequest request) => On<TakeTicket>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<ApplicantSnapshot>> Snapshot() => On<ApplicantSnapshots>().HandleAsync(Connection, Context.ConnectionAborted);
    public Task<Reply<Done>> LeaveQueue() => On<LeaveQueue>().HandleAsync(Connection, Context.ConnectionAborted);
    public Task<Reply<Done>> Requeue() => On<Requeue>().HandleAsync(Connection, Context.ConnectionAborted);
    public Task<Reply<Done>> JoinSession(JoinSessionRequest request) => On<JoinSession>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<SdpAnswer>> Publish(PublishRequest request) => On<Publish>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<SdpAnswer>> RestartIce(RestartIceRequest request) => On<RestartIce>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<SdpOffer>> Watch(WatchRequest request) => On<Watch>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<Done>> AnswerWatch(AnswerWatchRequest request) => On<AnswerWatch>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<Done>> SetView(SetViewRequest request) => On<SetView>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<Done>> SetMedia(SetMediaRequest request) => On<SetMedia>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<Done>> AnswerRecording(AnswerRecordingRequest request) => On<AnswerRecording>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<FormView>> OpenForm(OpenFormRequest request) => On<OpenForm>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<FormChanged>> SetField(SetFieldRequest request) => On<SetField>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<FormChanged>> EndControl(EndControlRequest request) => On<EndControl>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<Done>> GestureAtForm(FormGestureRequest request) => On<GestureAtForm>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<FormChanged>> DecideProposal(DecideProposalRequest request) => On<DecideProposal>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<FormChanged>> AnswerControl(AnswerControlRequest request) => On<AnswerControl>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<FormChanged>> RevealField(RevealFieldRequest request) => On<RevealField>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<FormChanged>> PauseForm(PauseFormRequest request) => On<PauseForm>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<FormChanged>> SubmitForm(SubmitFormRequest request) => On<SubmitForm>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<SigningView>> OpenSigning(OpenSigningRequest request) => On<OpenSigning>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<SigningView>> WithdrawPaper(WithdrawPaperRequest request) => On<WithdrawPaper>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<SigningView>> AnswerSigning(AnswerSigningRequest request) => On<AnswerSigning>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<SigningView>> ReportRead(ReportReadRequest request) => On<ReportRead>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<SigningView>> SignDocument(SignDocumentRequest request) => On<SignDocument>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<PadOpened>> OpenPad(OpenPadRequest request) => On<OpenPad>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<DocumentDeskView>> OpenDocuments(OpenDocumentsRequest request) => On<OpenDocuments>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<Done>> ShowDocument(ShowDocumentRequest request) => On<ShowDocument>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<Done>> CloseDocument(CloseDocumentRequest request) => On<CloseDocument>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<Done>> ConfirmDocument(ConfirmDocumentRequest request) => On<ConfirmDocument>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<Done>> WithdrawDocument(WithdrawDocumentRequest request) => On<WithdrawDocument>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<Done>> EndAsk(EndAskRequest request) => On<EndAsk>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<Done>> GestureAtDocument(DocumentGestureRequest request) => On<GestureAtDocument>().HandleAsync(Connection, request, Context.ConnectionAborted);
    public Task<Reply<Done>> HangUp() => On<HangUp>().HandleAsync(Connection, Context.ConnectionAborted);
    public Task<Reply<Done>> Rate(RateRequest request) => On<Rate>().HandleAsync(Connection, request, Context.ConnectionAborted);

    private HubConnection Connection => HubConnection.Of(Context);

    private T On<T>() where T : notnull => slices.GetRequiredService<T>();
}
