using System.Globalization;
using VirtualWindow.Contracts.Staff;

namespace VirtualWindow.Host.Staff;

/// <summary>An account of a trial; the names are invented.</summary>
internal sealed record DemoStaff(string UserName, string DisplayName, string Number, string SiteId, string Role)
{
    private static readonly DemoStaff[] Regulars =
    [
        new("gushi01", "李敏", "GS01", "gushi", StaffRoles.Clerk),
        new("gushi02", "王建国", "GS02", "gushi", StaffRoles.Clerk),
        new("suzhou01", "陆晓燕", "SZ01", "suzhou", StaffRoles.Clerk),
        new("suzhou02", "沈志远", "SZ02", "suzhou", StaffRoles.Clerk),
        new("review01", "赵志强", "GS51", "gushi", StaffRoles.Reviewer),
        new("review02", "孙丽华", "GS52", "gushi", StaffRoles.Reviewer),
        new("review03", "顾青", "SZ51", "suzhou", StaffRoles.Reviewer),
        new("lead01", "周海霞", "GS90", "gushi", StaffRoles.Supervisor),
        new("admin", "系统管理员", "GS99", "gushi", StaffRoles.Admin),
    ];

    /// <param name="furtherClerks">Clerks clerk001 … beside the regular ones, in turn of both halls.</param>
    public static IEnumerable<DemoStaff> All(int furtherClerks) => Regulars.Concat(Enumerable.Range(1, furtherClerks).Select(Further));

    public StaffPerson Person => new(UserName, DisplayName, Number, new(SiteId), Role, [], []);

    private static DemoStaff Further(int index)
    {
        var number = index.ToString("000", CultureInfo.InvariantCulture);
        return index % 2 == 1
            ? new($"clerk{number}", $"坐席{number}", $"GS{number}", "gushi", StaffRoles.Clerk)
            : new($"clerk{number}", $"坐席{number}", $"SZ{number}", "suzhou", StaffRoles.Clerk);
    }
}
