using Microsoft.AspNetCore.Identity;

namespace VirtualWindow.Storage.Identity;

/// <summary>A clerk, supervisor or admin.</summary>
public sealed class StaffUser : IdentityUser
{
    /// <summary>What applicants and colleagues see, e.g. 李敏.</summary>
    public string DisplayName { get; set; } = "";
    /// <summary>Staff number (工号), e.g. "G001".</summary>
    public string Number { get; set; } = "";
    public string SiteId { get; set; } = "";
    /// <summary>Codes of the departments that a reviewer works for, separated by blanks; empty = all of the site.</summary>
    public string Departments { get; set; } = "";

    /// <summary>The end of a lock-out that only an admin lifts: such an account is disabled.</summary>
    public static readonly DateTimeOffset ForEver = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public bool Disabled => LockoutEnd >= ForEver;
}
