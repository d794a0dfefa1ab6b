using Microsoft.AspNetCore.Http;
using VirtualWindow.Contracts;

namespace VirtualWindow.Signaling.Wire;

/// <summary>A refusal over REST: the same record as on the hubs, under the status a program expects.</summary>
internal static class HttpRefusal
{
    public static Task RefuseAsync(this HttpContext context, Refusal refusal)
    {
        context.Response.StatusCode = Refusals.HttpStatus(refusal.Code);
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(refusal, context.RequestAborted);
    }
}
