using Microsoft.AspNetCore.Http;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Staff;
using VirtualWindow.Signaling.Queue;
using VirtualWindow.Signaling.Wire;

namespace VirtualWindow.Signaling.Identity;

/// <summary><c>POST /api/join</c>: trades a one-time join token for the applicant's cookie, which survives reload and sleep.</summary>
internal static class Join
{
    public static async Task HandleAsync(HttpContext http, JoinRequest request, ApplicantPasses passes, AddressLimits limits)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (!limits.MayTryASecret(http.Connection.RemoteIpAddress?.ToString() ?? "")) await http.RefuseAsync(Refuse.TooOften);
        else if (Check.Key(request.JoinToken) is { } unfit) await http.RefuseAsync(unfit);
        else if (await passes.TradeAsync(request.JoinToken, http.RequestAborted) is not { } pass) await http.RefuseAsync(Refuse.TokenSpent);
        else
        {
            passes.Hand(http, pass);
            await http.Response.WriteAsJsonAsync(Done.Instance, http.RequestAborted);
        }
    }

    /// <summary>
    /// <c>DELETE /api/join</c>: a kiosk forgets its visitor; the next one must find no receipt. Safe to repeat. Another site cannot
    /// ask it for somebody: the cookie is SameSite=Strict.
    /// </summary>
    public static async Task ForgetAsync(HttpContext http, ApplicantPasses passes)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["Clear-Site-Data"] = "\"cookies\", \"storage\"";
        await passes.TakeBackAsync(http, http.RequestAborted);
        await http.Response.WriteAsJsonAsync(Done.Instance, http.RequestAborted);
    }
}
