namespace VirtualWindow.Domain.Catalogue;

/// <summary>The authority that reviews and decides (部门).</summary>
public sealed record Department(DepartmentCode Code, string Name, string NameEn);
