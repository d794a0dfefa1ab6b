using System.Collections.Frozen;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Catalogue;
using VirtualWindow.Domain.Sites;

namespace VirtualWindow.Signaling.Live;

/// <summary>What changes only when the hall edits it: sites, windows, departments, regions and items, by key.</summary>
internal sealed record Catalogue(
    FrozenDictionary<SiteId, Site> Sites, FrozenDictionary<WindowId, Window> Windows, FrozenDictionary<DepartmentCode, Department> Departments,
    FrozenDictionary<RegionCode, Region> Regions, FrozenDictionary<ItemCode, ServiceItem> Items)
{
    public string ItemName(ItemCode item) => Items.TryGetValue(item, out var known) ? known.Name : item.Value;
    public string ItemNameEn(ItemCode item) => Items.TryGetValue(item, out var known) ? known.NameEn : item.Value;
    public string SiteName(SiteId site) => Sites.TryGetValue(site, out var known) ? known.Name : site.Value;
    public string? SiteName(SiteId? site) => site is { } given ? SiteName(given) : null;
    public string SiteNameEn(SiteId site) => Sites.TryGetValue(site, out var known) ? known.NameEn : site.Value;
    public string RegionName(RegionCode region) => Regions.TryGetValue(region, out var known) ? known.Name : region.Value;
    public DepartmentCode DepartmentOf(ItemCode item) => Items.TryGetValue(item, out var known) ? known.Department : default;
    public string DepartmentName(ItemCode item) => Departments.TryGetValue(DepartmentOf(item), out var known) ? known.Name : "";
}
