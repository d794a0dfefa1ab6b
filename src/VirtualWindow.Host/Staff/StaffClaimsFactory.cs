using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using VirtualWindow.Contracts.Staff;
using VirtualWindow.Storage.Identity;

namespace VirtualWindow.Host.Staff;

/// <summary>Puts hall, badge number and name into the cookie, so that hubs need not ask the database who speaks.</summary>
internal sealed class StaffClaimsFactory(UserManager<StaffUser> users, RoleManager<IdentityRole> roles, IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<StaffUser, IdentityRole>(users, roles, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(StaffUser user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(StaffClaims.Site, user.SiteId));
        identity.AddClaim(new Claim(StaffClaims.Number, user.Number));
        identity.AddClaim(new Claim(StaffClaims.DisplayName, user.DisplayName));
        identity.AddClaim(new Claim(StaffClaims.Departments, user.Departments));
        return identity;
    }
}
