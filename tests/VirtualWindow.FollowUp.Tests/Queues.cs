using Hangfire;
using Hangfire.InMemory;
using Microsoft.Extensions.DependencyInjection;

namespace VirtualWindow.FollowUp.Tests;

internal static class Queues
{
    /// <summary>A queue of this process alone: the library's own way keeps it in a static field, and tests that run beside would take each other's jobs.</summary>
    public static void AddQueueInMemory(this IServiceCollection services)
    {
        services.AddSingleton<JobStorage>(_ => new InMemoryStorage());
        services.AddHangfire(static _ => { });
    }
}
