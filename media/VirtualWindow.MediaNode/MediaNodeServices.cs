using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VirtualWindow.Contracts.Media;
using VirtualWindow.MediaNode.Whip;

namespace VirtualWindow.MediaNode;

public static class MediaNodeServices
{
    /// <summary>The media node of this process, its tokens and WHIP; section "Media" of the configuration, checked at start.</summary>
    /// <param name="recordingFolder">Where recordings go unless Media:RecordingFolder says otherwise; null: nowhere.</param>
    public static IServiceCollection AddMediaNode(this IServiceCollection services, IConfiguration configuration, string? recordingFolder = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IValidateOptions<MediaOptions>, MediaOptionsCheck>();
        services.AddOptions<MediaOptions>().Bind(configuration.GetSection(MediaOptions.Section)).ValidateOnStart();
        services.AddSingleton<IMediaTokens>(static found => new MediaTokens(Settings(found), found.GetRequiredService<TimeProvider>()));
        services.AddSingleton(found => new LocalMediaNode(WithFolder(Settings(found), recordingFolder), found.GetRequiredService<TimeProvider>(), found.GetRequiredService<ILogger<LocalMediaNode>>()));
        services.AddSingleton<IMediaNode>(static found => found.GetRequiredService<LocalMediaNode>());
        services.AddSingleton<WhipRate>();
        services.AddHostedService<OpenAtStart>();
        services.AddHealthChecks().AddCheck<MediaHealth>("media", tags: [ReadyTag]);
        return services;
    }

    /// <summary>Health checks with this tag decide whether the process is ready.</summary>
    private const string ReadyTag = "ready";

    private static MediaOptions Settings(IServiceProvider services) => services.GetRequiredService<IOptions<MediaOptions>>().Value;

    private static MediaOptions WithFolder(MediaOptions options, string? recordingFolder) =>
        string.IsNullOrEmpty(options.RecordingFolder) ? options with { RecordingFolder = recordingFolder } : options;

    private sealed class MediaOptionsCheck(IHostEnvironment environment) : IValidateOptions<MediaOptions>
    {
        public ValidateOptionsResult Validate(string? name, MediaOptions options)
        {
            var faults = options.Faults(environment.EnvironmentName).ToList();
            return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
        }
    }

    /// <summary>Opens the port with the process, so that a taken port shows at start and not at the first call.</summary>
    private sealed class OpenAtStart(LocalMediaNode node) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            node.CloseInterruptedRecordings();
            return node.WarmUpAsync();
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            _ = node.DrainAsync(TimeSpan.Zero);
            return Task.CompletedTask;
        }
    }
}
