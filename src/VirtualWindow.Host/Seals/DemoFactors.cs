using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using VirtualWindow.Contracts.Staff;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Seals;
using VirtualWindow.Host.Staff;
using VirtualWindow.Seals;
using VirtualWindow.Storage.Identity;

namespace VirtualWindow.Host.Seals;

/// <summary>
/// In a trial the demo clerks share one secret for their one-time codes, so that stamping can be tried at once. A random one is shown at the start
/// that made it; <c>one-time-code SECRET</c> says the code of the moment to who has no authenticator app at hand.
/// </summary>
internal sealed class DemoFactors(IServiceScopeFactory scopes, SecondFactors factors, StaffSeed seed, IOptions<SeedOptions> options) : IHostedLifecycleService
{
    /// <summary>The random secret of this start, base32; null when none was made.</summary>
    public string? FreshSecret { get; private set; }

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (!seed.IsDemo) return;
        using var scope = scopes.CreateScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<StaffUser>>();
        foreach (var clerk in DemoStaff.All(options.Value.Clerks).Where(person => person.Role == StaffRoles.Clerk))
            if (await users.FindByNameAsync(clerk.UserName) is { } user) await EnrolAsync(new StaffId(user.Id), cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A secret chosen by setting holds for accounts of earlier starts too.</summary>
    private async Task EnrolAsync(StaffId clerk, CancellationToken ct)
    {
        if (options.Value.FactorSecret is not { } chosen)
        {
            if (await factors.StateAsync(clerk, ct) is not null) return;
            chosen = FreshSecret ??= TimeCode.ToBase32(RandomNumberGenerator.GetBytes(TimeCode.SecretBytes));
        }

        await factors.EnrolAsync(clerk, TimeCode.FromBase32(chosen), ct);
    }
}
