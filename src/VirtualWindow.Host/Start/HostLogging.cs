using System.Globalization;
using Serilog;
using Serilog.Formatting.Compact;
using VirtualWindow.Contracts.Staff;

namespace VirtualWindow.Host.Start;

/// <summary>
/// Structured logs (Serilog): compact JSON by the day under the data root, for machines; a readable console in Development, compact JSON
/// elsewhere, for whatever collects the container's output. Query strings, bodies, cookies and client addresses are never logged.
/// </summary>
internal static class HostLogging
{
    private const int MaxFileBytes = 256 * 1024 * 1024;
    private const int FilesKept = 31;
    private const string ConsoleLine = "[{Timestamp:HH:mm:ss} {Level:u3}] {Message:lj}{NewLine}{Exception}";

    public static void AddHostLogging(this WebApplicationBuilder builder, DataRoot root) => builder.Services.AddSerilog((_, log) =>
    {
        log.ReadFrom.Configuration(builder.Configuration).Enrich.FromLogContext()
            .WriteTo.File(new CompactJsonFormatter(), root.File(Path.Combine("logs", "virtualwindow-.clef")), rollingInterval: RollingInterval.Day,
                fileSizeLimitBytes: MaxFileBytes, rollOnFileSizeLimit: true, retainedFileCountLimit: FilesKept);
        if (builder.Environment.IsDevelopment()) log.WriteTo.Console(outputTemplate: ConsoleLine, formatProvider: CultureInfo.InvariantCulture);
        else log.WriteTo.Console(new CompactJsonFormatter());
    });

    /// <summary>One line per request with method, path (no query), status and time; SiteId of the signed-in clerk beside it.</summary>
    public static void UseAccessLog(this IApplicationBuilder app) => app.UseSerilogRequestLogging(options =>
    {
        options.IncludeQueryInRequestPath = false;
        options.EnrichDiagnosticContext = (diagnostics, context) =>
        {
            if (context.User.FindFirst(StaffClaims.Site) is { } site) diagnostics.Set("SiteId", site.Value);
            if (context.GetRouteValue("room") is string room) diagnostics.Set("SessionId", room);
        };
    });
}
