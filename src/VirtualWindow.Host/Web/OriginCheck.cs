using VirtualWindow.Contracts;

namespace VirtualWindow.Host.Web;

/// <summary>
/// Refuses what another site's page makes a browser send with our cookies: unsafe methods and WebSocket upgrades whose
/// <c>Origin</c> (RFC 6454 §7) is not this host. Programs that are no browser send no Origin and carry no cookies of ours.
/// </summary>
internal static class OriginCheck
{
    public static void UseOriginCheck(this IApplicationBuilder app) => app.Use((context, next) =>
        IsForeign(context.Request) ? RefusalAnswer.WriteAsync(context, Refusals.Of(RefusalCodes.NotAllowed,
            "请求来自其他网站，已被拒绝。请在本网站的页面上操作。", "The request came from another site and was refused. Please use this site's own pages."))
            : next(context));

    private static bool IsForeign(HttpRequest request)
    {
        if (!ChangesSomething(request) || IsMediaDoor(request.Path) || request.Headers.Origin is not [{ } origin]) return false;
        return !Uri.TryCreate(origin, UriKind.Absolute, out var from)
            || !string.Equals(from.Authority, HostWithoutDefaultPort(request), StringComparison.OrdinalIgnoreCase);
    }

    private static bool ChangesSomething(HttpRequest request) =>
        !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
        || request.Path.StartsWithSegments("/hubs");

    /// <summary>WHIP and WHEP are opened by a bearer token, never by a cookie: any origin may knock (RFC 9725 §4.8).</summary>
    private static bool IsMediaDoor(PathString path) => path.StartsWithSegments("/whip") || path.StartsWithSegments("/whep");

    /// <summary>A browser leaves the scheme's own port out of Origin, a proxy may leave it in Host.</summary>
    private static string HostWithoutDefaultPort(HttpRequest request) =>
        request.Host.Port is 80 or 443 ? request.Host.Host : request.Host.Value ?? "";
}
