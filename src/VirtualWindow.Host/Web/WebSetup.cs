using Hangfire;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using VirtualWindow.Host.Staff;
using VirtualWindow.Signaling.Wire;

namespace VirtualWindow.Host.Web;

/// <summary>Services and endpoints of HTTP itself: limits, JSON, problem answers, OpenAPI, health.</summary>
internal static class WebSetup
{
    private const string DefaultUrl = "http://localhost:5080";
    private const string ReadyTag = "ready";

    public static void AddKestrelDefaults(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration["urls"]) && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
            builder.WebHost.UseUrls(DefaultUrl);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RefusalAnswer.MaxRequestBodyBytes;
        });
    }

    public static void AddWeb(this WebApplicationBuilder builder)
    {
        builder.Services.ConfigureHttpJsonOptions(json => WireJson.Configure(json.SerializerOptions));
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.AddOpenApi();
        builder.Services.AddSingleton<HallMetrics>();
        builder.Services.AddHealthChecks().AddCheck<StorageHealth>("storage", tags: [ReadyTag]);
        // Only public files are compressed: secrets next to attacker-chosen text would leak by length (BREACH).
        builder.Services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.MimeTypes = ["text/html", "text/css", "text/javascript", "application/javascript", "image/svg+xml"];
        });
    }

    /// <summary>Hangfire's own board; the policy in front of it is the only key (its default lets everybody on the machine in).</summary>
    public static void MapJobBoard(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapHangfireDashboard("/hangfire", new DashboardOptions { Authorization = [], DisplayStorageConnectionString = false })
            .RequireAuthorization(StaffSetup.AdminPolicy);

    /// <summary>Live: the process answers. Ready: what it depends on answers too.</summary>
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false });
        endpoints.MapHealthChecks("/healthz/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(ReadyTag) });
    }
}
