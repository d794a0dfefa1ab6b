using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Media;
using VirtualWindow.Rtc.Sdp;

namespace VirtualWindow.MediaNode.Whip;

/// <summary>
/// WHIP (RFC 9725) to publish and WHEP (draft-murillo-whep) to watch, so that any standard client can take part: kiosk
/// cameras, OBS, GStreamer, load tools. One POST with a complete offer, 201 with the answer; DELETE of the Location ends it,
/// PATCH restarts its ICE after a change of network (RFC 9725 §4.3).
/// </summary>
public static class WhipEndpoints
{
    public const string SdpType = "application/sdp";

    /// <summary>RFC 8840 §9.</summary>
    public const string FragmentType = "application/trickle-ice-sdpfrag";

    /// <summary>Largest offer, bytes.</summary>
    public const int MaxOffer = 64 << 10;

    private const int MaxName = 128;

    public static IEndpointRouteBuilder MapWhip(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        MapOne(endpoints, "/whip", MayPublish, PublishAsync);
        MapOne(endpoints, "/whep", MayWatch, WatchAsync);
        return endpoints;
    }

    private delegate bool Allows(MediaGrant grant, string room, string peer);

    private delegate ValueTask<MediaAnswer> Negotiate(LocalMediaNode node, MediaGrant grant, string room, string peer, string offer, CancellationToken ct);

    private static void MapOne(IEndpointRouteBuilder endpoints, string root, Allows allows, Negotiate negotiate)
    {
        // The bearer token is the sign-in here; a cookie neither helps nor is asked for, so that any origin may call.
        var group = endpoints.MapGroup(root + "/{room}/{peer}").AllowAnonymous();
        group.AddEndpointFilter(AllowAnyOrigin);
        group.MapPost("", (string room, string peer, HttpContext http) => PostAsync(http, root, room, peer, allows, negotiate));
        group.MapMethods("", [HttpMethods.Options], Preflight);
        group.MapDelete("/{connection}", (string room, string peer, string connection, HttpContext http) => DeleteAsync(http, room, peer, connection, allows));
        group.MapMethods("/{connection}", [HttpMethods.Options], Preflight);
        group.MapPatch("/{connection}", (string room, string peer, string connection, HttpContext http) => PatchAsync(http, room, peer, connection, allows));
    }

    private static ValueTask<object?> AllowAnyOrigin(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var headers = context.HttpContext.Response.Headers;
        headers.AccessControlAllowOrigin = "*";
        headers.AccessControlExposeHeaders = "ETag, Location, Retry-After";
        return next(context);
    }

    private static IResult Preflight(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers["Accept-Post"] = SdpType;
        headers["Accept-Patch"] = FragmentType;
        headers.AccessControlAllowMethods = "POST, PATCH, DELETE, OPTIONS";
        headers.AccessControlAllowHeaders = "Authorization, Content-Type, If-Match";
        headers.AccessControlMaxAge = "600";
        return Results.NoContent();
    }

    private static async Task<IResult> PostAsync(HttpContext http, string root, string room, string peer, Allows allows, Negotiate negotiate)
    {
        var services = http.RequestServices;
        if (Authorise(http, room, peer, allows, out var grant) is { } refusal)
            return refusal;
        if (!IsOfType(http.Request, SdpType))
            return WhipRefusal.NotSdp.ToResult(StatusCodes.Status415UnsupportedMediaType);
        if (!services.GetRequiredService<WhipRate>().TryTake(grant))
            return Refusals.Of(RefusalCodes.TooOften).ToResult();
        var offer = await ReadOfferAsync(http.Request, http.RequestAborted);
        if (offer is null)
            return WhipRefusal.OfferTooLarge.ToResult();
        if (string.IsNullOrWhiteSpace(offer))
            return WhipRefusal.EmptyOffer.ToResult();

        var node = services.GetRequiredService<LocalMediaNode>();
        var answer = await negotiate(node, grant, room, peer, offer, http.RequestAborted);
        if (!answer.Accepted)
            return Refusals.Of(answer.RefusalCode!).ToResult();
        http.Response.Headers.Location = $"{http.Request.PathBase}{root}/{room}/{peer}/{answer.ConnectionId}";
        http.Response.Headers.ETag = EntityTag(answer.Sdp!);
        return Results.Text(answer.Sdp, SdpType, Encoding.UTF8, StatusCodes.Status201Created);
    }

    /// <summary>Candidates alone are welcome and not needed (204: a lite agent waits for checks); new credentials restart ICE (200 with ours).</summary>
    private static async Task<IResult> PatchAsync(HttpContext http, string room, string peer, string connection, Allows allows)
    {
        if (Authorise(http, room, peer, allows, out var grant) is { } refusal)
            return refusal;
        if (!IsOfType(http.Request, FragmentType))
            return WhipRefusal.NotFragment.ToResult(StatusCodes.Status415UnsupportedMediaType);
        var condition = http.Request.Headers.IfMatch.ToString();
        if (condition.Length == 0)
            return WhipRefusal.NoCondition.ToResult(StatusCodes.Status428PreconditionRequired);
        if (!http.RequestServices.GetRequiredService<WhipRate>().TryTake(grant))
            return Refusals.Of(RefusalCodes.TooOften).ToResult();
        if (await ReadOfferAsync(http.Request, http.RequestAborted) is not { } text)
            return WhipRefusal.OfferTooLarge.ToResult();
        if (!SdpFragment.TryParse(text, out var fragment))
            return WhipRefusal.BadFragment.ToResult();
        return await PatchAsync(http, room, connection, condition, fragment, text);
    }

    private static async Task<IResult> PatchAsync(HttpContext http, string room, string connection, string condition, SdpFragment fragment, string text)
    {
        var node = http.RequestServices.GetRequiredService<LocalMediaNode>();
        if (await node.IceUfragAsync(room, connection, http.RequestAborted) is not { } ufrag)
            return WhipRefusal.NoConnection.ToResult();
        if (condition != "*" && condition != $"\"{ufrag}\"")
            return WhipRefusal.OtherSession.ToResult(StatusCodes.Status412PreconditionFailed);
        if (fragment.Ufrag is null)
            return Results.NoContent();
        var answer = await node.RestartIceAsync(room, connection, text, http.RequestAborted);
        if (!answer.Accepted)
            return Refusals.Of(answer.RefusalCode!).ToResult();
        http.Response.Headers.ETag = EntityTag(answer.Sdp!);
        return Results.Text(answer.Sdp, FragmentType, Encoding.UTF8);
    }

    /// <summary>Names the ICE session (RFC 9725 §4.3.1); its user fragment does that already.</summary>
    private static string EntityTag(string sdp) => SdpFragment.TryParse(sdp, out var ours) ? $"\"{ours.Ufrag}\"" : "";

    private static ValueTask<MediaAnswer> PublishAsync(LocalMediaNode node, MediaGrant grant, string room, string peer, string offer, CancellationToken ct) =>
        node.PublishAsync(room, peer, offer, ct);

    /// <summary>A grant for one participant watches as that one; an open grant (bench, recorder) as somebody new each time.</summary>
    private static ValueTask<MediaAnswer> WatchAsync(LocalMediaNode node, MediaGrant grant, string room, string peer, string offer, CancellationToken ct)
    {
        var watcher = grant.Participant == "*" ? $"watcher-{Guid.NewGuid():N}" : grant.Participant;
        return node.SubscribeAsync(room, watcher, peer, offer, ct);
    }

    private static async Task<IResult> DeleteAsync(HttpContext http, string room, string peer, string connection, Allows allows)
    {
        if (Authorise(http, room, peer, allows, out _) is { } refusal)
            return refusal;
        var node = http.RequestServices.GetRequiredService<LocalMediaNode>();
        return await node.CloseConnectionAsync(room, connection, http.RequestAborted) ? Results.Ok() : WhipRefusal.NoConnection.ToResult();
    }

    private static IResult? Authorise(HttpContext http, string room, string peer, Allows allows, out MediaGrant grant)
    {
        grant = null!;
        if (!IsName(room) || !IsName(peer))
            return WhipRefusal.BadName.ToResult();
        if (http.RequestServices.GetRequiredService<IMediaTokens>().Check(BearerToken(http.Request)) is not { } found)
            return WhipRefusal.NoToken.ToResult();
        grant = found;
        return allows(grant, room, peer) ? null : Refusals.Of(RefusalCodes.NotYours).ToResult();
    }

    private static bool MayPublish(MediaGrant grant, string room, string peer) =>
        grant.MayPublish && IsRoom(grant, room) && (grant.Participant == "*" || grant.Participant == peer);

    /// <summary>Whoever may watch may watch everybody in the room.</summary>
    private static bool MayWatch(MediaGrant grant, string room, string peer) => grant.MayWatch && IsRoom(grant, room);

    private static bool IsRoom(MediaGrant grant, string room) => grant.Room == "*" || grant.Room == room;

    private static string BearerToken(HttpRequest request)
    {
        const string scheme = "Bearer ";
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? header[scheme.Length..].Trim() : "";
    }

    private static bool IsOfType(HttpRequest request, string expected)
    {
        var type = (request.ContentType ?? "").Split(';')[0].Trim();
        return type.Equals(expected, StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsName(string text) =>
        text.Length <= MaxName && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '~');

    /// <returns>Null when larger than <see cref="MaxOffer"/>.</returns>
    private static async Task<string?> ReadOfferAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > MaxOffer)
            return null;
        var buffer = new byte[MaxOffer + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        return length > MaxOffer ? null : Encoding.UTF8.GetString(buffer, 0, length);
    }
}
