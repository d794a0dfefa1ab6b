using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using VirtualWindow.Domain;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Access;

namespace VirtualWindow.Signaling.Identity;

/// <summary>The applicant's session cookie: opaque, hashed at rest, bound to one ticket.</summary>
internal sealed class ApplicantPasses(IWindowStore store, IOptions<SignalingOptions> options, TimeProvider time)
{
    /// <summary>Over HTTPS; the prefix makes browsers refuse it from anywhere else (RFC 6265bis §4.1.3).</summary>
    public const string SecureCookie = "__Host-vw-applicant";
    /// <summary>Over plain HTTP, where browsers refuse the prefix.</summary>
    public const string PlainCookie = "vw-applicant";
    /// <summary>43 characters: 32 bytes in base64url without padding.</summary>
    private const int SecretLength = 43;

    /// <returns>The ticket of the request's cookie, or null without a valid one.</returns>
    public async Task<TicketId?> OwnerAsync(HttpContext http, CancellationToken ct) =>
        http.Request.Cookies.TryGetValue(NameFor(http), out var secret) && secret.Length == SecretLength
            ? await store.ReadAsync((db, stop) => db.OwnerOfPassAsync(secret, time.GetUtcNow(), stop), ct)
            : null;

    /// <summary>Spends a join token; of two that try at once, one wins.</summary>
    /// <returns>The new pass, or null when the token is unknown, spent or expired.</returns>
    public async Task<string?> TradeAsync(string joinToken, CancellationToken ct)
    {
        if (joinToken.Length != SecretLength) return null;
        var now = time.GetUtcNow();
        return await store.WriteAsync(async (db, stop) =>
            await db.SpendJoinTokenAsync(joinToken, now, stop) is { } ticket ? db.IssuePass(ticket, now, options.Value.ApplicantSessionLifetime) : null, ct);
    }

    public void Hand(HttpContext http, string pass) => http.Response.Cookies.Append(NameFor(http), pass, new CookieOptions
    {
        HttpOnly = true, Secure = http.Request.IsHttps, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true,
        MaxAge = options.Value.ApplicantSessionLifetime,
    });

    /// <summary>Ends every pass of the request's ticket and takes the cookie away; without a valid one nothing happens.</summary>
    public async Task TakeBackAsync(HttpContext http, CancellationToken ct)
    {
        if (await OwnerAsync(http, ct) is not { } ticket) return;
        await store.WriteAsync(async (db, stop) => { await db.RevokePassesAsync(ticket, stop); return true; }, ct);
        http.Response.Cookies.Delete(NameFor(http), new CookieOptions { HttpOnly = true, Secure = http.Request.IsHttps, SameSite = SameSiteMode.Strict, Path = "/" });
    }

    private static string NameFor(HttpContext http) => http.Request.IsHttps ? SecureCookie : PlainCookie;
}
