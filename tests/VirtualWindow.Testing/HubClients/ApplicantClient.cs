using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.SignalR.Client;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Applicant;
using VirtualWindow.Contracts.Documents;
using VirtualWindow.Contracts.Forms;
using VirtualWindow.Contracts.Signing;
using VirtualWindow.Contracts.Staff;

namespace VirtualWindow.Testing.HubClients;

/// <summary>An applicant's page without the page: one connection to <c>/hubs/applicant</c>, and the browser's cookies.</summary>
public sealed class ApplicantClient : IApplicantHub, IAsyncDisposable
{
    private readonly Uri _host;
    private readonly TaskCompletionSource<MediaMoved> _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<SpeakerChanged> _speaker = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _superseded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ApplicantClient(Uri host, CookieContainer cookies)
    {
        _host = host;
        Cookies = cookies;
        Connection = WindowConnection.To(host, "/hubs/applicant", cookies);
        Connection.On<ApplicantSnapshot>(nameof(IApplicantClient.State), States.Receive);
        Connection.On<MediaMoved>(nameof(IApplicantClient.MediaMoved), news => _moved.TrySetResult(news));
        Form = new(Connection);
        Documents = new(Connection, cookies, host);
        Connection.On<SpeakerChanged>(nameof(IApplicantClient.SpeakerChanged), news => _speaker.TrySetResult(news));
        Connection.On(nameof(IApplicantClient.Superseded), () => _superseded.TrySetResult());
    }

    public CookieContainer Cookies { get; }
    public HubConnection Connection { get; }
    public StateStream<ApplicantSnapshot> States { get; } = new(snapshot => snapshot.Sequence);
    /// <summary>The form of the session, as this page has been told it.</summary>
    public FormMirror Form { get; }
    /// <summary>The documents of the session, as this page has been told of them.</summary>
    public DocumentMirror Documents { get; }
    /// <summary>The first hint that the session's media has to be negotiated again.</summary>
    public Task<MediaMoved> MediaMovedAsync => _moved.Task.WaitAsync(Patience.ForNews);
    /// <summary>The first hint about who speaks.</summary>
    public Task<SpeakerChanged> SpeakerChangedAsync => _speaker.Task.WaitAsync(Patience.ForNews);
    public Task SupersededAsync => _superseded.Task.WaitAsync(Patience.ForNews);

    /// <param name="cookies">Those of an earlier client make this the same applicant (reload, second tab).</param>
    public static async Task<ApplicantClient> ConnectAsync(Uri host, CookieContainer? cookies = null)
    {
        var client = new ApplicantClient(host, cookies ?? new CookieContainer());
        await client.Connection.StartAsync();
        return client;
    }

    /// <summary>Trades the join token for the session cookie, as the page does after taking a ticket.</summary>
    public async Task<HttpResponseMessage> JoinAsync(string joinToken)
    {
        using var handler = new HttpClientHandler { CookieContainer = Cookies };
        using var http = new HttpClient(handler) { BaseAddress = _host };
        return await http.PostAsJsonAsync("/api/join", new JoinRequest(joinToken), WindowConnection.Json);
    }

    /// <summary>Ends the cookie, as a kiosk does when its visitor has left.</summary>
    public async Task<HttpResponseMessage> ForgetAsync()
    {
        using var handler = new HttpClientHandler { CookieContainer = Cookies };
        using var http = new HttpClient(handler) { BaseAddress = _host };
        return await http.DeleteAsync(new Uri("/api/join", UriKind.Relative));
    }

    public Task<ApplicantSnapshot> UntilAsync(ApplicantStage stage) => States.UntilAsync(state => state.Stage == stage, $"stage {stage}");

    public Task<Reply<PadOpened>> OpenPad(OpenPadRequest request) => Connection.InvokeAsync<Reply<PadOpened>>(nameof(OpenPad), request);

    public async Task<Reply<TicketTaken>> TakeTicket(TakeTicketRequest request)
    {
        var reply = await Connection.InvokeAsync<Reply<TicketTaken>>(nameof(TakeTicket), request);
        if (reply.Value is { } taken) States.Receive(taken.Snapshot);
        return reply;
    }

    public async Task<Reply<ApplicantSnapshot>> Snapshot()
    {
        var reply = await Connection.InvokeAsync<Reply<ApplicantSnapshot>>(nameof(Snapshot));
        if (reply.Value is { } snapshot) States.Receive(snapshot);
        return reply;
    }

    public Task<Reply<Done>> LeaveQueue() => Connection.InvokeAsync<Reply<Done>>(nameof(LeaveQueue));
    public Task<Reply<Done>> Requeue() => Connection.InvokeAsync<Reply<Done>>(nameof(Requeue));
    public Task<Reply<Done>> JoinSession(JoinSessionRequest request) => Connection.InvokeAsync<Reply<Done>>(nameof(JoinSession), request);
    public Task<Reply<SdpAnswer>> Publish(PublishRequest request) => Connection.InvokeAsync<Reply<SdpAnswer>>(nameof(Publish), request);
    public Task<Reply<SdpAnswer>> RestartIce(RestartIceRequest request) => Connection.InvokeAsync<Reply<SdpAnswer>>(nameof(RestartIce), request);
    public Task<Reply<SdpOffer>> Watch(WatchRequest request) => Connection.InvokeAsync<Reply<SdpOffer>>(nameof(Watch), request);
    public Task<Reply<Done>> AnswerWatch(AnswerWatchRequest request) => Connection.InvokeAsync<Reply<Done>>(nameof(AnswerWatch), request);
    public Task<Reply<Done>> SetView(SetViewRequest request) => Connection.InvokeAsync<Reply<Done>>(nameof(SetView), request);
    public Task<Reply<Done>> SetMedia(SetMediaRequest request) => Connection.InvokeAsync<Reply<Done>>(nameof(SetMedia), request);
    public Task<Reply<Done>> AnswerRecording(AnswerRecordingRequest request) => Connection.InvokeAsync<Reply<Done>>(nameof(AnswerRecording), request);
    public Task<Reply<FormView>> OpenForm(OpenFormRequest request) => Connection.InvokeAsync<Reply<FormView>>(nameof(OpenForm), request);
    public Task<Reply<FormChanged>> SetField(SetFieldRequest request) => Connection.InvokeAsync<Reply<FormChanged>>(nameof(SetField), request);
    public Task<Reply<FormChanged>> EndControl(EndControlRequest request) => Connection.InvokeAsync<Reply<FormChanged>>(nameof(EndControl), request);
    public Task<Reply<Done>> GestureAtForm(FormGestureRequest request) => Connection.InvokeAsync<Reply<Done>>(nameof(GestureAtForm), request);
    public Task<Reply<FormChanged>> DecideProposal(DecideProposalRequest request) => Connection.InvokeAsync<Reply<FormChanged>>(nameof(DecideProposal), request);
    public Task<Reply<FormChanged>> AnswerControl(AnswerControlRequest request) => Connection.InvokeAsync<Reply<FormChanged>>(nameof(AnswerControl), request);
    public Task<Reply<FormChanged>> RevealField(RevealFieldRequest request) => Connection.InvokeAsync<Reply<FormChanged>>(nameof(RevealField), request);
    public Task<Reply<FormChanged>> PauseForm(PauseFormRequest request) => Connection.InvokeAsync<Reply<FormChanged>>(nameof(PauseForm), request);
    public Task<Reply<FormChanged>> SubmitForm(SubmitFormRequest request) => Connection.InvokeAsync<Reply<FormChanged>>(nameof(SubmitForm), request);
    public Task<Reply<SigningView>> OpenSigning(OpenSigningRequest request) => Connection.InvokeAsync<Reply<SigningView>>(nameof(OpenSigning), request);
    public Task<Reply<SigningView>> WithdrawPaper(WithdrawPaperRequest request) => Connection.InvokeAsync<Reply<SigningView>>(nameof(WithdrawPaper), request);
    public Task<Reply<SigningView>> AnswerSigning(AnswerSigningRequest request) => Connection.InvokeAsync<Reply<SigningView>>(nameof(AnswerSigning), request);
    public Task<Reply<SigningView>> ReportRead(ReportReadRequest request) => Connection.InvokeAsync<Reply<SigningView>>(nameof(ReportRead), request);
    public Task<Reply<SigningView>> SignDocument(SignDocumentRequest request) => Connection.InvokeAsync<Reply<SigningView>>(nameof(SignDocument), request);
    public Task<Reply<DocumentDeskView>> OpenDocuments(OpenDocumentsRequest request) => Connection.InvokeAsync<Reply<DocumentDeskView>>(nameof(OpenDocuments), request);
    public Task<Reply<Done>> ShowDocument(ShowDocumentRequest request) => Connection.InvokeAsync<Reply<Done>>(nameof(ShowDocument), request);
    public Task<Reply<Done>> CloseDocument(CloseDocumentRequest request) => Connection.InvokeAsync<Reply<Done>>(nameof(CloseDocument), request);
    public Task<Reply<Done>> ConfirmDocument(ConfirmDocumentRequest request) => Connection.InvokeAsync<Reply<Done>>(nameof(ConfirmDocument), request);
    public Task<Reply<Done>> WithdrawDocument(WithdrawDocumentRequest request) => Connection.InvokeAsync<Reply<Done>>(nameof(WithdrawDocument), request);
    public Task<Reply<Done>> EndAsk(EndAskRequest request) => Connection.InvokeAsync<Reply<Done>>(nameof(EndAsk), request);
    public Task<Reply<Done>> GestureAtDocument(DocumentGestureRequest request) => Connection.InvokeAsync<Reply<Done>>(nameof(GestureAtDocument), request);
    public Task<Reply<Done>> HangUp() => Connection.InvokeAsync<Reply<Done>>(nameof(HangUp));
    public Task<Reply<Done>> Rate(RateRequest request) => Connection.InvokeAsync<Reply<Done>>(nameof(Rate), request);

    public ValueTask DisposeAsync() => Connection.DisposeAsync();
}
