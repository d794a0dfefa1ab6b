using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using QRCoder;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Seals;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Seals;
using VirtualWindow.Host.Staff;
using VirtualWindow.Host.Web;
using VirtualWindow.Seals;
using VirtualWindow.Storage.Identity;

namespace VirtualWindow.Host.Seals;

/// <summary>One-time codes of whoever is signed in: set up with the password, confirmed by the first code, needed for every stamp.</summary>
internal static class FactorEndpoints
{
    private const int LongestPassword = 128;

    public static void MapFactors(this IEndpointRouteBuilder endpoints)
    {
        var factor = endpoints.MapGroup("/api/staff/factor").WithTags("staff").RequireAuthorization().RequireRateLimiting(StaffSetup.SignInRate);
        factor.MapGet("", StateAsync).Produces<FactorView>().Produces<Refusal>(401);
        factor.MapPost("", EnrolAsync).Produces<EnrolledFactor>().Produces<Refusal>(400).Produces<Refusal>(401).Produces<Refusal>(423);
        factor.MapPost("/confirm", ConfirmAsync).Produces<FactorView>().Produces<Refusal>(400).Produces<Refusal>(401).Produces<Refusal>(409).Produces<Refusal>(423);
    }

    private static async Task<IResult> StateAsync(ClaimsPrincipal who, SecondFactors factors, CancellationToken ct) => Results.Ok(await ViewAsync(who, factors, ct));

    private static async Task<IResult> EnrolAsync(EnrolFactorRequest request, ClaimsPrincipal who, SignInManager<StaffUser> signIn, SecondFactors factors, CancellationToken ct)
    {
        if (request.Password.Length is 0 or > LongestPassword) return RefusalAnswer.Result(RefusalCodes.BadInput);
        if (await signIn.UserManager.GetUserAsync(who) is not { } user) return RefusalAnswer.Result(RefusalCodes.SignInRequired);
        var check = await signIn.CheckPasswordSignInAsync(user, request.Password, lockoutOnFailure: true);
        if (!check.Succeeded) return RefusalAnswer.Result(check.IsLockedOut ? RefusalCodes.LockedOut : RefusalCodes.SignInFailed);
        var secret = TimeCode.ToBase32(await factors.EnrolAsync(IdOf(who), ct));
        return Results.Ok(new EnrolledFactor(secret, QrCode(Address(user.Number, secret))));
    }

    private static async Task<IResult> ConfirmAsync(ConfirmFactorRequest request, ClaimsPrincipal who, SecondFactors factors, CancellationToken ct)
    {
        if (request.Code.Length != TimeCode.Digits) return RefusalAnswer.Result(RefusalCodes.BadInput);
        return await factors.CheckAsync(IdOf(who), request.Code, ct) switch
        {
            FactorAnswer.Right => Results.Ok(await ViewAsync(who, factors, ct)),
            FactorAnswer.Locked => RefusalAnswer.Result(RefusalCodes.CodeLocked),
            FactorAnswer.NotEnrolled => RefusalAnswer.Result(RefusalCodes.CodeMissing),
            _ => RefusalAnswer.Result(RefusalCodes.CodeWrong),
        };
    }

    private static async Task<FactorView> ViewAsync(ClaimsPrincipal who, SecondFactors factors, CancellationToken ct)
    {
        var state = await factors.StateAsync(IdOf(who), ct);
        return new FactorView(state is not null, state is true);
    }

    private static StaffId IdOf(ClaimsPrincipal who) => new(who.FindFirstValue(ClaimTypes.NameIdentifier) ?? "");

    /// <summary>Key URI format, as authenticator apps read it.</summary>
    private static string Address(string number, string secret) => $"otpauth://totp/VirtualWindow:{Uri.EscapeDataString(number)}?secret={secret}&issuer=VirtualWindow";

    private static string QrCode(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var svg = new SvgQRCode(data);
        return svg.GetGraphic(4);
    }
}
