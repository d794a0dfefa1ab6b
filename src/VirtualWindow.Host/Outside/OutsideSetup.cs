using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.RateLimiting;
using VirtualWindow.Contracts.Outside;
using VirtualWindow.FollowUp;
using VirtualWindow.FollowUp.Messages;
using VirtualWindow.FollowUp.Orders;
using VirtualWindow.FollowUp.Outside;
using VirtualWindow.Host.Orders;

namespace VirtualWindow.Host.Outside;

/// <summary>The world outside: tokens and their scopes, who carries messages and parcels, who is told by webhook.</summary>
internal static class OutsideSetup
{
    public const string Rate = "outside";
    private const int RequestsPerMinute = 600;

    public static string PolicyOf(string scope) => $"outside:{scope}";

    public static void AddOutside(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var webhooks = configuration.GetSection("Webhooks").Get<WebhookOptions>() ?? new WebhookOptions();
        // On a developer's machine receivers stand on the same machine.
        if (builder.Environment.IsDevelopment()) webhooks = webhooks with { AllowPrivateAddresses = true };
        builder.Services.AddOutside(
            configuration.GetSection("Messages").Get<MessageOptions>() ?? new MessageOptions(), webhooks,
            configuration.GetSection("Courier").Get<CourierOptions>() ?? new CourierOptions());
        builder.Services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, OutsideTokenHandler>(OutsideTokenHandler.SchemeName, null);
        var policies = builder.Services.AddAuthorizationBuilder();
        foreach (var scope in OutsideScopes.All)
            policies.AddPolicy(PolicyOf(scope), policy => policy.AddAuthenticationSchemes(OutsideTokenHandler.SchemeName).RequireClaim(OutsideTokenHandler.ScopeClaim, scope));
        builder.Services.Configure<RateLimiterOptions>(limits => limits.AddPolicy(Rate, context => RateLimitPartition.GetTokenBucketLimiter(
            context.Connection.RemoteIpAddress, _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = RequestsPerMinute, TokensPerPeriod = RequestsPerMinute, ReplenishmentPeriod = TimeSpan.FromMinutes(1),
            })));
        builder.Services.AddSingleton<OrderDesk>();
        builder.Services.AddSingleton<OutsideCases>();
        builder.Services.AddSingleton<OutsideAdmin>();
    }
}
