namespace VirtualWindow.Contracts.Staff;

/// <summary><c>POST /api/staff/sign-in</c>.</summary>
public sealed record SignInRequest(string UserName, string Password);

/// <summary><c>GET /api/staff/me</c>.</summary>
/// <param name="Roles">"clerk", "supervisor", "admin".</param>
public sealed record StaffView(string UserName, string DisplayName, string Number, string SiteId, string SiteName, IReadOnlyList<string> Roles);

/// <summary><c>POST /api/join</c>: trades a one-time join token for the applicant's session cookie.</summary>
public sealed record JoinRequest(string JoinToken);
