namespace VirtualWindow.Host.Web;

/// <summary>
/// Headers of every answer (OWASP ASVS 5.0 V3.4): our own code and nothing else runs in the page, nobody frames it, camera and
/// microphone stay with this origin, and nothing that came from the API rests in a cache.
/// </summary>
internal static class SecurityHeaders
{
    public const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; " +
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>Hangfire's dashboard writes its styles and start script into the page; only admins reach it.</summary>
    private const string DashboardContentSecurityPolicy =
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

    private const string PermissionsPolicy =
        "camera=(self), microphone=(self), display-capture=(self), fullscreen=(self), autoplay=(self), geolocation=(), payment=(), usb=()";

    private static readonly PathString[] NeverCached = ["/api", "/hubs", "/whip", "/whep", "/healthz", "/metrics", "/hangfire"];

    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(static state => { Write((HttpContext)state); return Task.CompletedTask; }, context);
        return next(context);
    });

    private static void Write(HttpContext context)
    {
        var headers = context.Response.Headers;
        // Whole, because the dashboard's branch has moved its own prefix into the base by the time its answer starts.
        var path = context.Request.PathBase.Add(context.Request.Path);
        // An answer that is stricter with itself (a document that somebody uploaded) stays so.
        if (headers.ContentSecurityPolicy.Count == 0) headers.ContentSecurityPolicy = path.StartsWithSegments("/hangfire") ? DashboardContentSecurityPolicy : ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = PermissionsPolicy;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (context.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000";
        if (headers.CacheControl.Count == 0 && Array.Exists(NeverCached, prefix => path.StartsWithSegments(prefix)))
            headers.CacheControl = "no-store";
    }
}
