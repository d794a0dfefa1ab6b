using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using VirtualWindow.Signaling.Board;
using VirtualWindow.Signaling.CoBrowse;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Documents;
using VirtualWindow.Signaling.HandOver;
using VirtualWindow.Signaling.Identity;
using VirtualWindow.Signaling.Live;
using VirtualWindow.Signaling.Negotiation;
using VirtualWindow.Signaling.Queue;
using VirtualWindow.Signaling.Recording;
using VirtualWindow.Signaling.Sessions;
using VirtualWindow.Signaling.Signing;
using VirtualWindow.Signaling.Wall;
using VirtualWindow.Signaling.Wire;

namespace VirtualWindow.Signaling;

public static class SignalingServices
{
    /// <summary>Needs <c>IWindowStore</c> and <c>ITicketClaims</c> (a storage provider) and an <c>IMediaNode</c> beside it.</summary>
    public static IServiceCollection AddSignaling(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SignalingOptions>().Bind(configuration.GetSection(SignalingOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SignalingOptions>, SignalingOptionsValidation>();
        services.TryAddSingleton(TimeProvider.System);
        AddHubs(services);
        AddFloor(services);
        AddSlices(services);
        AddForms(services);
        AddSigning(services);
        AddDocuments(services, configuration);
        AddHandOver(services);
        services.AddHostedService<FloorLoop>();
        services.AddHostedService(provider => provider.GetRequiredService<MediaHints>());
        services.AddHostedService<Heartbeat>();
        services.AddHostedService<RecordingKeeper>();
        services.AddHostedService<FormKeeper>();
        return services;
    }

    private static void AddHubs(IServiceCollection services)
    {
        services.AddSignalR(hub =>
        {
            hub.AddFilter<HubGate>();
            // Pages give a silent line up after 12 s and say so; the default of 15 s would let them lie that long.
            hub.KeepAliveInterval = TimeSpan.FromSeconds(4);
        }).AddJsonProtocol(json => WireJson.Configure(json.PayloadSerializerOptions));
        services.AddOptions<HubOptions>().Configure<IOptions<SignalingOptions>>((hub, options) =>
            hub.MaximumReceiveMessageSize = 4L * options.Value.LargestMessageBytes);
        services.RemoveAll<IHubProtocol>();
        services.AddSingleton<IHubProtocol, WindowHubProtocol>();
        services.AddSingleton<HubGate>();
        services.AddSingleton<LocalConnections>();
        services.AddSingleton<HubVoice>();
        services.AddSingleton<ConnectionBook>();
        services.AddSingleton<Pulse>();
        services.AddSingleton<StaffRecall>();
        services.AddSingleton<ApplicantPasses>();
        services.AddSingleton<AddressLimits>();
        services.AddSingleton<ApplicantDoor>();
        services.AddSingleton<DeskDoor>();
        services.AddSingleton<WallDoor>();
    }

    private static void AddFloor(IServiceCollection services)
    {
        services.AddSingleton<CatalogueKeeper>();
        services.AddSingleton<DayFiguresReader>();
        services.AddSingleton<FloorReader>();
        services.AddSingleton<FloorKeeper>();
        services.AddSingleton<FloorSignal>();
        services.AddSingleton<FloorNews>();
        services.AddSingleton<Deadlines>();
        services.AddSingleton<InvitationDeadlines>();
        services.AddSingleton<Pairing>();
        services.AddSingleton<MediaTruth>();
        services.AddSingleton<MediaAnswers>();
        services.AddSingleton<RecordingPolicy>();
        services.AddSingleton<RecordingTruth>();
        services.AddSingleton<RecordingViews>();
        services.AddSingleton<Recordings>();
        services.AddSingleton<IceServers>();
        services.AddSingleton<SessionRooms>();
        services.AddSingleton<ParticipantViews>();
        services.AddSingleton<ApplicantViews>();
        services.AddSingleton<DeskViews>();
        services.AddSingleton<WallAlarms>();
        services.AddSingleton<WallViews>();
        services.AddSingleton<EndedTickets>();
    }

    private static void AddSlices(IServiceCollection services)
    {
        services.AddSingleton<ApplicantSnapshots>();
        services.AddSingleton<TakeTicket>();
        services.AddSingleton<LeaveQueue>();
        services.AddSingleton<Requeue>();
        services.AddSingleton<JoinSession>();
        services.AddSingleton<AnswerRecording>();
        services.AddSingleton<HangUp>();
        services.AddSingleton<Rate>();
        services.AddSingleton<DeskSnapshots>();
        services.AddSingleton<SetPresence>();
        services.AddSingleton<AcceptOffer>();
        services.AddSingleton<DeclineOffer>();
        services.AddSingleton<Hold>();
        services.AddSingleton<SaveNotes>();
        services.AddSingleton<EndSession>();
        services.AddSingleton<FinishWrapUp>();
        services.AddSingleton<RecentCases>();
        services.AddSingleton<CaseDetails>();
        services.AddSingleton<Publish>();
        services.AddSingleton<RestartIce>();
        services.AddSingleton<Watch>();
        services.AddSingleton<MediaHints>();
        services.AddSingleton<AnswerWatch>();
        services.AddSingleton<SetView>();
        services.AddSingleton<SetMedia>();
        services.AddSingleton<WallSnapshots>();
        services.AddSingleton<EnterSession>();
        services.AddSingleton<LeaveSession>();
    }

    private static void AddSigning(IServiceCollection services)
    {
        services.AddSingleton<SigningViews>();
        services.AddSingleton<Signings>();
        services.AddSingleton<OpenSigning>();
        services.AddSingleton<ConfirmIdentity>();
        services.AddSingleton<AnswerSigning>();
        services.AddSingleton<RequestSign>();
        services.AddSingleton<ReportRead>();
        services.AddSingleton<SignDocument>();
        services.AddSingleton<OpenPad>();
        services.AddSingleton<PadSeats>();
        services.AddSingleton<WithdrawPaper>();
        services.AddSingleton<StampDocuments>();
    }

    private static void AddHandOver(IServiceCollection services)
    {
        services.AddSingleton<JudgeMaterial>();
        services.AddSingleton<CannedAnswers>();
        services.AddSingleton<Colleagues>();
        services.AddSingleton<InviteColleague>();
        services.AddSingleton<AnswerInvitation>();
        services.AddSingleton<EndInvitation>();
        services.AddSingleton<HandOverSession>();
        services.AddSingleton<ReturnToWaiting>();
    }

    private static void AddForms(IServiceCollection services)
    {
        services.AddSingleton<FormBook>();
        services.AddSingleton<FormTelling>();
        services.AddSingleton<FormChanges>();
        services.AddSingleton<OpenForm>();
        services.AddSingleton<SetField>();
        services.AddSingleton<ProposeField>();
        services.AddSingleton<DecideProposal>();
        services.AddSingleton<AskControl>();
        services.AddSingleton<AnswerControl>();
        services.AddSingleton<EndControl>();
        services.AddSingleton<AskReveal>();
        services.AddSingleton<RevealField>();
        services.AddSingleton<PauseForm>();
        services.AddSingleton<SubmitForm>();
        services.AddSingleton<GestureAtForm>();
    }

    private static void AddDocuments(IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DocumentOptions>().Bind(configuration.GetSection(DocumentOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DocumentOptions>, DocumentOptionsValidation>();
        services.AddSingleton(ScannerOf);
        services.AddSingleton<DocumentBook>();
        services.AddSingleton<DocumentBell>();
        services.AddSingleton<DocumentTelling>();
        services.AddSingleton<DocumentChanges>();
        services.AddSingleton<DocumentCallers>();
        services.AddSingleton<OpenDocuments>();
        services.AddSingleton<ShowDocument>();
        services.AddSingleton<CloseDocument>();
        services.AddSingleton<ConfirmDocument>();
        services.AddSingleton<WithdrawDocument>();
        services.AddSingleton<AskDocument>();
        services.AddSingleton<EndAsk>();
        services.AddSingleton<GestureAtDocument>();
        services.AddHostedService<DocumentChecker>();
        services.AddHostedService<DocumentKeeper>();
    }

    private static IUploadScanner ScannerOf(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<DocumentOptions>>().Value;
        return options.ClamdAddress is var (host, port) ? new Clamd(host, port, options.ClamdTimeout) : new NoScanner();
    }
}
