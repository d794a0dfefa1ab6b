using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using VirtualWindow.Contracts.Cases;
using VirtualWindow.FollowUp.Messages;
using VirtualWindow.FollowUp.Orders;
using VirtualWindow.FollowUp.Outside;
using VirtualWindow.FollowUp.Papers;
using VirtualWindow.FollowUp.Recordings;
using VirtualWindow.FollowUp.Recurring;
using VirtualWindow.FollowUp.Steps;
using VirtualWindow.Storage;

namespace VirtualWindow.FollowUp;

public static class FollowUpRegistration
{
    /// <summary>
    /// Pump, job and steps. The host adds Hangfire itself with the storage of its choice (in memory for one process, PostgreSQL for a
    /// cluster), and the window's storage.
    /// </summary>
    public static IServiceCollection AddFollowUp(this IServiceCollection services, FollowUpOptions options)
    {
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IFollowUpQueue, HangfireFollowUpQueue>();
        services.AddSteps();
        services.AddSingleton<CaseNews>();
        services.AddSingleton<WorkInHand>();
        services.AddSingleton<ICaseFiled>(provider => provider.GetRequiredService<CaseNews>());
        services.AddSingleton(new SideBySide());
        services.AddSingleton<Interventions>();
        services.TryAddSingleton(new MessageOptions());
        services.TryAddSingleton(new WebhookOptions());
        services.TryAddSingleton(new CourierOptions());
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<FormPart>();
        services.AddSingleton<MaterialParts>();
        services.AddSingleton<DossierContent>();
        services.AddSingleton<PurgeDesk>();
        services.AddTransient(CreateJob);
        services.AddHostedService<OutboxPump>();
        services.AddHostedService<PeriodClock>();
        return services;
    }

    /// <summary>Who carries messages and parcels, where the options name somebody; call it before <see cref="AddFollowUp"/>.</summary>
    public static IServiceCollection AddOutside(this IServiceCollection services, MessageOptions messages, WebhookOptions webhooks, CourierOptions courier)
    {
        services.AddSingleton(messages);
        services.AddSingleton(webhooks);
        services.AddSingleton(courier);
        if (messages.Sms.Url.Length > 0) services.AddSingleton<IMessageGateway>(new HttpSmsGateway(new HttpClient(), messages.Sms));
        if (messages.Mail.Host.Length > 0) services.AddSingleton<IMessageGateway>(new SmtpMailGateway(messages.Mail));
        if (courier.Url.Length > 0) services.AddSingleton<ICourier>(new HttpCourier(new HttpClient(), courier));
        return services;
    }

    private static FollowUpJob CreateJob(IServiceProvider provider) => new(
        provider.GetRequiredService<IWindowStore>(), provider.GetServices<IFollowUpStep>(), provider.GetRequiredService<CaseNews>(),
        provider.GetRequiredService<WorkInHand>(), provider.GetRequiredService<FollowUpOptions>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<FollowUpJob>>());

    // In the order in which those of one kind run.
    private static void AddSteps(this IServiceCollection services)
    {
        services.AddSingleton<IFollowUpStep, CloseEvidence>();
        services.AddSingleton<IFollowUpStep, AssignNumber>();
        services.AddSingleton<IFollowUpStep, SetPromisedDate>();
        services.AddSingleton<IFollowUpStep, IssueQueryPassword>();
        services.AddSingleton<IFollowUpStep, OpenProcedure>();
        services.AddSingleton<IFollowUpStep, FileCase>();
        services.AddSingleton<IFollowUpStep, RequestFilm>();
        services.AddSingleton<IFollowUpStep, InviteAfterVisit>();
        services.AddSingleton<IFollowUpStep, ComposeRecording>();
        services.AddSingleton<IFollowUpStep, InviteOnCompletion>();
        services.AddSingleton<IFollowUpStep, InviteOnAcceptance>();
        services.AddSingleton<IFollowUpStep, SendMessage>();
        services.AddSingleton<IFollowUpStep, DeliverWebhook>();
        services.AddSingleton<IFollowUpStep, AwaitMaking>();
        services.AddSingleton<IFollowUpStep, SendOrder>();
        services.AddSingleton<IFollowUpStep, TellOfOrder>();
        services.AddSingleton<IFollowUpStep, AwaitReceipt>();
        services.AddSingleton<IFollowUpStep, NoteDelivery>();
        services.AddSingleton<IFollowUpStep, IssueNotice>();
        services.AddSingleton<IFollowUpStep, ComposeDossier>();
        services.AddSingleton<IFollowUpStep, VerifyDossier>();
        services.AddSingleton<IFollowUpStep, ShredCase>();
        services.AddSingleton<IFollowUpStep, DeleteFiles>();
        services.AddSingleton<IFollowUpStep, WatchDeadlines>();
        services.AddSingleton<IFollowUpStep, RemindOfRatings>();
        services.AddSingleton<IFollowUpStep, SweepOrphans>();
        services.AddSingleton<IFollowUpStep, CheckRecordings>();
        services.AddSingleton<IFollowUpStep, ForgetWhatExpired>();
        services.AddSingleton<IFollowUpStep, CountDay>();
        services.AddSingleton<IFollowUpStep, WatchRetention>();
        services.AddSingleton<IFollowUpStep, SweepPapers>();
        services.AddSingleton<IFollowUpStep, ScrubStorage>();
    }
}
