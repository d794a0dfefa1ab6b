using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using VirtualWindow.Contracts;
using VirtualWindow.Storage.Identity;

namespace VirtualWindow.Host.Staff;

/// <summary>
/// Before the first request: the roles, and in Development the demo staff with one password for all. A random password is kept only as
/// its hash, so it is shown at the start that made it and never again.
/// </summary>
internal sealed class StaffSeed(IServiceScopeFactory scopes, IOptions<SeedOptions> options, IHostEnvironment environment) : IHostedLifecycleService
{
    public bool IsDemo => options.Value.Demo ?? environment.IsDevelopment();

    /// <summary>The random password of this start; null when none was made.</summary>
    public string? FreshPassword { get; private set; }

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        using var scope = scopes.CreateScope();
        var accounts = scope.ServiceProvider.GetRequiredService<StaffAccounts>();
        await accounts.EnsureRolesAsync(cancellationToken);
        if (IsDemo) await AddDemoStaffAsync(accounts, scope.ServiceProvider.GetRequiredService<UserManager<StaffUser>>(), cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task AddDemoStaffAsync(StaffAccounts accounts, UserManager<StaffUser> users, CancellationToken ct)
    {
        var missing = new List<DemoStaff>();
        foreach (var person in DemoStaff.All(options.Value.Clerks))
            if (await users.FindByNameAsync(person.UserName) is not { } known) missing.Add(person);
            else await ApplyChosenPasswordAsync(users, known);
        if (missing.Count == 0) return;
        var hash = accounts.Hash(options.Value.Password ?? (FreshPassword = StaffPasswords.Make()));
        foreach (var person in missing) Require(await accounts.AddAsync(person.Person, hash, ct));
    }

    /// <summary>A password chosen by setting holds for accounts of earlier starts too.</summary>
    private async Task ApplyChosenPasswordAsync(UserManager<StaffUser> users, StaffUser user)
    {
        if (options.Value.Password is not { } chosen || await users.CheckPasswordAsync(user, chosen)) return;
        user.PasswordHash = users.PasswordHasher.HashPassword(user, chosen);
        Require(await users.UpdateSecurityStampAsync(user));
    }

    private static void Require(IdentityResult result)
    {
        if (!result.Succeeded) throw new InvalidOperationException($"Seeding staff failed: {result}");
    }

    // Another process that started at the same moment may have made it.
    private static void Require(Refusal? refusal)
    {
        if (refusal is not (null or { Code: RefusalCodes.NameTaken })) throw new InvalidOperationException($"Seeding staff failed: {refusal.MessageEn}");
    }
}
