using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using VirtualWindow.Contracts.Staff;
using VirtualWindow.Storage.Identity;

namespace VirtualWindow.Host.Staff;

/// <summary>
/// Before the first request: the roles, and in Development the demo staff with one password for all. A random password is kept only as
/// its hash, so it is shown at the start that made it and never again.
/// </summary>
internal sealed class StaffSeed(IServiceScopeFactory scopes, IOptions<SeedOptions> options, IHostEnvironment environment) : IHostedLifecycleService
{
    /// <summary>Letters and digits that nobody mistakes for each other.</summary>
    private const string PasswordAlphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    public bool IsDemo => options.Value.Demo ?? environment.IsDevelopment();

    /// <summary>The random password of this start; null when none was made.</summary>
    public string? FreshPassword { get; private set; }

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        using var scope = scopes.CreateScope();
        await AddRolesAsync(scope.ServiceProvider.GetRequiredService<RoleManager<IdentityRole>>());
        if (IsDemo) await AddDemoStaffAsync(scope.ServiceProvider.GetRequiredService<UserManager<StaffUser>>());
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static async Task AddRolesAsync(RoleManager<IdentityRole> roles)
    {
        foreach (var role in StaffRoles.All)
            if (!await roles.RoleExistsAsync(role)) Require(await roles.CreateAsync(new IdentityRole(role)));
    }

    private async Task AddDemoStaffAsync(UserManager<StaffUser> users)
    {
        var missing = new List<DemoStaff>();
        foreach (var person in DemoStaff.All(options.Value.Clerks))
            if (await users.FindByNameAsync(person.UserName) is not { } known) missing.Add(person);
            else await ApplyChosenPasswordAsync(users, known);
        if (missing.Count == 0) return;
        var hash = users.PasswordHasher.HashPassword(new StaffUser(), options.Value.Password ?? (FreshPassword = NewPassword()));
        foreach (var person in missing) await AddAsync(users, person, hash);
    }

    /// <summary>A password chosen by setting holds for accounts of earlier starts too.</summary>
    private async Task ApplyChosenPasswordAsync(UserManager<StaffUser> users, StaffUser user)
    {
        if (options.Value.Password is not { } chosen || await users.CheckPasswordAsync(user, chosen)) return;
        user.PasswordHash = users.PasswordHasher.HashPassword(user, chosen);
        Require(await users.UpdateSecurityStampAsync(user));
    }

    private static async Task AddAsync(UserManager<StaffUser> users, DemoStaff person, string passwordHash)
    {
        var user = new StaffUser
        {
            UserName = person.UserName, DisplayName = person.DisplayName, Number = person.Number, SiteId = person.SiteId,
            PasswordHash = passwordHash, LockoutEnabled = true,
        };
        Require(await users.CreateAsync(user));
        Require(await users.AddToRoleAsync(user, person.Role));
    }

    /// <summary>Twenty characters in groups of five: about 99 bits.</summary>
    private static string NewPassword() =>
        string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(PasswordAlphabet, 5)));

    private static void Require(IdentityResult result)
    {
        if (!result.Succeeded) throw new InvalidOperationException($"Seeding staff failed: {result}");
    }
}
