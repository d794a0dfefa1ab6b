namespace VirtualWindow.Domain.Catalogue;

/// <summary>An administrative area (地区).</summary>
/// <param name="Partner">True for the regions of the cross-province agreements; false for the home county.</param>
/// <param name="ServedBy">Site whose windows take tickets for this region's authority; null = none yet.</param>
public sealed record Region(RegionCode Code, string Province, string Name, string NameEn, bool Partner, SiteId? ServedBy);
