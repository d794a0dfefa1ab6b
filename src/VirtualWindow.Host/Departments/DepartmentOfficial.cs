using System.Security.Claims;
using VirtualWindow.Contracts.Staff;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Cases;

namespace VirtualWindow.Host.Departments;

/// <summary>Who is signed in, as the departments see it.</summary>
/// <param name="Departments">Empty = all of the site.</param>
internal sealed record DepartmentOfficial(Official Self, IReadOnlySet<string> Roles, IReadOnlyList<DepartmentCode> Departments)
{
    private static readonly string[] Anybody = [StaffRoles.Clerk, StaffRoles.Reviewer, StaffRoles.Supervisor];
    private static readonly string[] Reviewers = [StaffRoles.Reviewer, StaffRoles.Supervisor];

    public static DepartmentOfficial Of(ClaimsPrincipal who) => new(
        new(new(Value(who, ClaimTypes.NameIdentifier)), Value(who, StaffClaims.DisplayName), Value(who, StaffClaims.Number), new(Value(who, StaffClaims.Site))),
        who.FindAll(ClaimTypes.Role).Select(claim => claim.Value).ToHashSet(),
        [.. Value(who, StaffClaims.Departments).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(code => new DepartmentCode(code))]);

    /// <summary>审受分离: windows accept and deliver, departments review and decide, and the head alone gives more time.</summary>
    public bool MayMake(ProcedureMove move) => Roles.Overlaps(move switch
    {
        ProcedureMove.Review or ProcedureMove.Suspend or ProcedureMove.Resume or ProcedureMove.Decide => Reviewers,
        ProcedureMove.Extend => [StaffRoles.Supervisor],
        _ => Anybody,
    });

    public bool WorksFor(DepartmentCode department) => Departments.Count == 0 || Departments.Contains(department);

    private static string Value(ClaimsPrincipal who, string claim) => who.FindFirstValue(claim) ?? "";
}
