using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Outside;

namespace VirtualWindow.Host.Outside;

/// <summary>Lets outside systems in by <c>Authorization: Bearer vwt_…</c> (RFC 6750). A revoked or expired token is out with its next request.</summary>
internal sealed class OutsideTokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IWindowStore store, TimeProvider time)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Outside";
    public const string ScopeClaim = "vw:scope";
    private const string Bearer = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return AuthenticateResult.NoResult();
        var (token, now) = (header[Bearer.Length..].Trim(), time.GetUtcNow());
        var row = await store.ReadAsync((db, ct) => db.FindTokenAsync(token, ct), Context.RequestAborted);
        if (row is null || !row.IsValid(now)) return AuthenticateResult.Fail("The token is unknown, expired or revoked.");
        if (row.UsedAt is not { } used || now - used > TimeSpan.FromHours(1)) await NoteUseAsync(row.Id, now);
        var identity = new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, row.Id.ToString("N")), new(ClaimTypes.Name, row.Name), .. row.Scopes.Split(' ').Select(scope => new Claim(ScopeClaim, scope))],
            Scheme.Name);
        return AuthenticateResult.Success(new(new ClaimsPrincipal(identity), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return base.HandleChallengeAsync(properties);
    }

    private Task<int> NoteUseAsync(Guid id, DateTimeOffset now) => store.WriteAsync((db, ct) =>
        db.OutsideTokens.Where(row => row.Id == id).ExecuteUpdateAsync(set => set.SetProperty(row => row.UsedAt, now), ct), Context.RequestAborted);
}
