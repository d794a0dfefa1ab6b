using System.Security.Claims;
using VirtualWindow.Contracts.Staff;
using VirtualWindow.Domain;

namespace VirtualWindow.Signaling.Identity;

/// <summary>What the staff cookie says about its holder.</summary>
internal sealed record StaffBadge(StaffId Id, string DisplayName, string Number, SiteId Site)
{
    public static StaffBadge Of(ClaimsPrincipal? user) => new(
        new StaffId(Claim(user, ClaimTypes.NameIdentifier)), Claim(user, StaffClaims.DisplayName), Claim(user, StaffClaims.Number),
        new SiteId(Claim(user, StaffClaims.Site)));

    private static string Claim(ClaimsPrincipal? user, string type) =>
        user?.FindFirstValue(type) ?? throw new InvalidOperationException($"The staff cookie has no claim {type}.");
}
