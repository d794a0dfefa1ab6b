using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace VirtualWindow.Seals;

/// <summary>Before the first request: in Development, or where the settings say so, the hall's own authority and the sample seals.</summary>
internal sealed class PrepareSeals(HallAuthority authority, SampleSeals samples, IOptions<SealOptions> options, IHostEnvironment environment) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (!(options.Value.OwnAuthority ?? environment.IsDevelopment())) return;
        await authority.EnsureAsync(cancellationToken);
        await samples.EnsureAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
