namespace VirtualWindow.Contracts.Staff;

/// <summary>
/// What the staff cookie says beside the user id (<c>ClaimTypes.NameIdentifier</c>), the user name and the roles. The host writes the
/// claims at sign-in; hubs and endpoints read them.
/// </summary>
public static class StaffClaims
{
    /// <summary>Hall of the clerk: "gushi" or "suzhou".</summary>
    public const string Site = "vw:site";
    /// <summary>Number on the clerk's badge (工号), e.g. "GS01".</summary>
    public const string Number = "vw:number";
    /// <summary>Name shown to applicants and colleagues.</summary>
    public const string DisplayName = "vw:display-name";
    /// <summary>Codes of the departments that a reviewer works for, separated by blanks; empty = all of the site.</summary>
    public const string Departments = "vw:departments";
}

/// <summary>Role names of staff accounts, as in <c>[Authorize(Roles = StaffRoles.Clerk)]</c>.</summary>
public static class StaffRoles
{
    public const string Clerk = "clerk";
    public const string Supervisor = "supervisor";
    public const string Admin = "admin";
    /// <summary>Works for the departments behind the windows: reviews and decides (审查员).</summary>
    public const string Reviewer = "reviewer";

    public static readonly IReadOnlyList<string> All = [Clerk, Reviewer, Supervisor, Admin];
}
