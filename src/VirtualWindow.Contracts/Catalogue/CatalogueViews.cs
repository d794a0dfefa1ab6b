namespace VirtualWindow.Contracts.Catalogue;

/// <summary><c>GET /api/catalogue</c>: regions, sites, departments and a slim list of items (ETag, cacheable).</summary>
/// <param name="Sample">True while the shipped sample is loaded; the admin page says so in words.</param>
public sealed record CatalogueView(
    string Version, bool Sample, IReadOnlyList<SiteView> Sites, IReadOnlyList<RegionView> Regions,
    IReadOnlyList<DepartmentView> Departments, IReadOnlyList<ItemSummary> Items);

public sealed record SiteView(string SiteId, string Name, string NameEn, string RegionCode);
/// <param name="RegionCode">Six digits, GB/T 2260.</param>
/// <param name="Served">True when a window takes tickets for this region today.</param>
public sealed record RegionView(string RegionCode, string Province, string Name, string NameEn, bool Served);
public sealed record DepartmentView(string DepartmentCode, string Name, string NameEn);

/// <param name="Pinyin">Initials for search, e.g. "jmsfz"; lower case.</param>
public sealed record ItemSummary(
    string ItemCode, string Name, string NameEn, string DepartmentCode, string Category, ItemAudience Audience,
    string? CrossProvinceMode, bool Holiday, bool SelfService24h, string? Pinyin);

public enum ItemAudience { Person, Company, Both }

/// <summary><c>GET /api/catalogue/items/{code}</c>: the guide of one item.</summary>
/// <param name="DaysUnit">"working" or "calendar"; what <paramref name="StatutoryDays"/> counts.</param>
public sealed record ItemView(
    string ItemCode, string Name, string NameEn, string DepartmentCode, string DepartmentName, string Category, ItemAudience Audience,
    string? CrossProvinceMode, bool Holiday, bool SelfService24h, int? StatutoryDays, string DaysUnit, int? PromisedDays, string? Fee,
    string Summary, IReadOnlyList<string> Materials, string? LegalBasis, bool VideoServed);

/// <summary><c>GET /api/admin/catalogue</c> (role admin): what is loaded, in figures.</summary>
/// <param name="Sample">True while the shipped sample is loaded: real service names, sample days, fees and materials.</param>
/// <param name="Regions">Partner regions of the cross-province agreements, without the home county.</param>
public sealed record CatalogueFigures(string Version, bool Sample, int Sites, int Regions, int Departments, int Items);
