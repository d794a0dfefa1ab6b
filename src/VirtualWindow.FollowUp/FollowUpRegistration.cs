using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using VirtualWindow.Contracts.Cases;
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
        services.AddSingleton<ICaseFiled>(provider => provider.GetRequiredService<CaseNews>());
        services.AddSingleton(new SideBySide());
        services.AddSingleton<Interventions>();
        services.AddTransient(CreateJob);
        services.AddHostedService<OutboxPump>();
        services.AddHostedService<PeriodClock>();
        return services;
    }

    private static FollowUpJob CreateJob(IServiceProvider provider) => new(
        provider.GetRequiredService<IWindowStore>(), provider.GetServices<IFollowUpStep>(), provider.GetRequiredService<CaseNews>(),
        provider.GetRequiredService<FollowUpOptions>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<FollowUpJob>>());

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
        services.AddSingleton<IFollowUpStep, SendMessage>();
        services.AddSingleton<IFollowUpStep, WatchDeadlines>();
        services.AddSingleton<IFollowUpStep, RemindOfRatings>();
        services.AddSingleton<IFollowUpStep, SweepOrphans>();
        services.AddSingleton<IFollowUpStep, CheckRecordings>();
        services.AddSingleton<IFollowUpStep, ForgetWhatExpired>();
        services.AddSingleton<IFollowUpStep, CountDay>();
    }
}
