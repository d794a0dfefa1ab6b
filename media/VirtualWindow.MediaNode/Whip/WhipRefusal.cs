using Microsoft.AspNetCore.Http;
using VirtualWindow.Contracts;

namespace VirtualWindow.MediaNode.Whip;

/// <summary>A refusal over HTTP: status by code, JSON body {code, message, messageEn} for people and programs.</summary>
internal static class WhipRefusal
{
    private const int RetryAfterSeconds = 2;

    public static readonly Refusal NoToken = Refusals.Of(RefusalCodes.SignInRequired, "缺少有效的媒体令牌，请重新进入会话。", "A valid media token is missing. Please enter the session again.");
    public static readonly Refusal NotSdp = Refusals.Of(RefusalCodes.BadInput, "请以 application/sdp 发送 SDP 提议。", "Send the SDP offer as application/sdp.");
    public static readonly Refusal EmptyOffer = Refusals.Of(RefusalCodes.BadInput, "SDP 提议为空。", "The SDP offer is empty.");
    public static readonly Refusal BadName = Refusals.Of(RefusalCodes.BadInput, "房间或参与者编号的格式不对。", "The room or the participant has no valid name.");
    public static readonly Refusal OfferTooLarge = Refusals.Of(RefusalCodes.TooLarge, "SDP 提议超过 64 KiB。", "The SDP offer is larger than 64 KiB.");
    public static readonly Refusal NoConnection = Refusals.Of(RefusalCodes.NotFound, "该连接不存在或已结束。", "This connection does not exist or has ended.");
    public static readonly Refusal NotFragment = Refusals.Of(RefusalCodes.BadInput, "请以 application/trickle-ice-sdpfrag 发送 ICE 片段。", "Send the ICE fragment as application/trickle-ice-sdpfrag.");
    public static readonly Refusal BadFragment = Refusals.Of(RefusalCodes.BadInput, "ICE 片段的格式不对。", "The ICE fragment has no valid form.");
    public static readonly Refusal NoCondition = Refusals.Of(RefusalCodes.BadInput, "缺少 If-Match：重启 ICE 请用 \"*\"。", "If-Match is missing; an ICE restart needs \"*\".");
    public static readonly Refusal OtherSession = Refusals.Of(RefusalCodes.Stale, "该 ICE 会话已被取代。", "This ICE session has been replaced.");

    public static IResult ToResult(this Refusal refusal) => new Answer(refusal, Refusals.HttpStatus(refusal.Code));

    public static IResult ToResult(this Refusal refusal, int status) => new Answer(refusal, status);

    private sealed class Answer(Refusal refusal, int status) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var headers = httpContext.Response.Headers;
            if (status == StatusCodes.Status401Unauthorized)
                headers.WWWAuthenticate = "Bearer realm=\"media\"";
            if (status == StatusCodes.Status415UnsupportedMediaType)
            {
                headers["Accept-Post"] = WhipEndpoints.SdpType;
                headers["Accept-Patch"] = WhipEndpoints.FragmentType;
            }
            if (status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
                headers.RetryAfter = RetryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            return Results.Json(refusal, statusCode: status).ExecuteAsync(httpContext);
        }
    }
}
