namespace VirtualWindow.Contracts.Staff;

/// <summary><c>GET /api/admin/staff</c>: every account, by site and staff number.</summary>
public sealed record StaffAccountList(IReadOnlyList<StaffAccountView> Accounts);

/// <param name="Role">"clerk", "reviewer", "supervisor" or "admin".</param>
/// <param name="Disabled">Cannot sign in until enabled again; the account and what it did stay.</param>
/// <param name="LockedUntil">After too many wrong passwords; null when not locked. Enabling unlocks at once.</param>
/// <param name="Skills">Department or item codes that the clerk serves, department codes that the reviewer works for; empty = everything.</param>
/// <param name="Languages">Languages beside zh-CN.</param>
public sealed record StaffAccountView(
    string UserName, string DisplayName, string Number, string SiteId, string Role, bool Disabled, DateTimeOffset? LockedUntil,
    IReadOnlyList<string> Skills, IReadOnlyList<string> Languages);

/// <summary><c>POST /api/admin/staff</c> (user name in the body) and <c>POST /api/admin/staff/{userName}</c> (user name in the path).</summary>
/// <param name="UserName">1..64 of a-z 0-9 . _ -</param>
/// <param name="Number">Number on the badge (工号), 1..16 of A-Z a-z 0-9 -; nobody else has it.</param>
public sealed record StaffAccountRequest(
    string UserName, string DisplayName, string Number, string SiteId, string Role, IReadOnlyList<string>? Skills, IReadOnlyList<string>? Languages);

/// <summary>A password that was just made: shown once, kept only as its hash.</summary>
public sealed record StaffPassword(string UserName, string Password);
