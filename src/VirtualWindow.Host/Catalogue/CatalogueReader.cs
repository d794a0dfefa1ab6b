using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts.Catalogue;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Catalogue;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Catalogue;

namespace VirtualWindow.Host.Catalogue;

/// <summary>Reads the loaded catalogue into its wire records. Order is by code: Chinese text is sorted where it is shown.</summary>
internal static class CatalogueReader
{
    public static async Task<CatalogueView> WholeAsync(WindowDb db, CancellationToken ct)
    {
        var edition = await EditionAsync(db, ct);
        return new CatalogueView(
            edition.Version, edition.Sample,
            [.. (await db.Sites.ToListAsync(ct)).OrderBy(site => site.Id.Value, StringComparer.Ordinal)
                .Select(site => new SiteView(site.Id.Value, site.Name, site.NameEn, site.Region.Value))],
            [.. (await db.Regions.ToListAsync(ct)).OrderBy(region => region.Code.Value, StringComparer.Ordinal)
                .Select(region => new RegionView(region.Code.Value, region.Province, region.Name, region.NameEn, region.ServedBy is not null))],
            [.. (await db.Departments.ToListAsync(ct)).OrderBy(department => department.Code.Value, StringComparer.Ordinal)
                .Select(department => new DepartmentView(department.Code.Value, department.Name, department.NameEn))],
            [.. (await db.Items.ToListAsync(ct)).OrderBy(item => item.Code.Value, StringComparer.Ordinal).Select(Summary)]);
    }

    /// <summary>Null when there is no such item.</summary>
    public static async Task<ItemView?> ItemAsync(WindowDb db, ItemCode code, CancellationToken ct)
    {
        if (await db.Items.SingleOrDefaultAsync(item => item.Code == code, ct) is not { } item) return null;
        var department = await db.Departments.SingleAsync(department => department.Code == item.Department, ct);
        var videoServed = await db.Windows.AnyAsync(ct);
        return new ItemView(
            item.Code.Value, item.Name, item.NameEn, item.Department.Value, department.Name, item.Category, AudienceOf(item), item.CrossProvinceMode,
            item.Holiday, item.SelfService24h, item.StatutoryDays, item.DaysUnit == DaysUnit.Working ? "working" : "calendar", item.PromisedDays,
            item.Fee, item.Summary, item.Materials, item.LegalBasis, videoServed);
    }

    public static async Task<CatalogueFigures> FiguresAsync(WindowDb db, CancellationToken ct)
    {
        var edition = await EditionAsync(db, ct);
        return new CatalogueFigures(
            edition.Version, edition.Sample, await db.Sites.CountAsync(ct), await db.Regions.CountAsync(region => region.Partner, ct), await db.Departments.CountAsync(ct),
            await db.Items.CountAsync(ct));
    }

    private static async Task<CatalogueEdition> EditionAsync(WindowDb db, CancellationToken ct) =>
        (await db.CatalogueEditions.ToListAsync(ct)).MaxBy(edition => edition.LoadedAt)
            ?? throw new InvalidOperationException("No catalogue is loaded: the start that prepares the storage was cut short.");

    private static ItemSummary Summary(ServiceItem item) => new(
        item.Code.Value, item.Name, item.NameEn, item.Department.Value, item.Category, AudienceOf(item), item.CrossProvinceMode, item.Holiday,
        item.SelfService24h, item.Pinyin);

    private static ItemAudience AudienceOf(ServiceItem item) => item.Audience switch
    {
        Audience.Person => ItemAudience.Person,
        Audience.Company => ItemAudience.Company,
        _ => ItemAudience.Both,
    };
}
