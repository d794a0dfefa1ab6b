using System.Globalization;
using VirtualWindow.Domain.Catalogue;
using VirtualWindow.Domain.Sites;

namespace VirtualWindow.Storage.Catalogue;

/// <summary>
/// Implementation codes for the sample: right in form (GB/T 39554.1: 18-character credit code of the authority and 13 of the
/// item), issued by nobody. A real hall loads its own.
/// </summary>
internal static class SampleImplementationCodes
{
    /// <summary>机构编制, 机关: the first two characters of an authority's credit code (GB 32100-2015 table 1).</summary>
    private const string Authority = "11";

    public static IEnumerable<ImplementationCode> For(IReadOnlyList<Site> sites, IReadOnlyList<Department> departments, IReadOnlyList<ServiceItem> items) =>
        from site in sites
        from numbered in items.Select((item, index) => (Item: item, Number: index + 1))
        let department = departments.TakeWhile(row => row.Code != numbered.Item.Department).Count() + 1
        select new ImplementationCode(site.Id, numbered.Item.Code, CreditCode(site, department) + ItemPart(numbered.Number));

    private static string CreditCode(Site site, int department)
    {
        var organisation = string.Create(CultureInfo.InvariantCulture, $"MB9{department:00000}");
        var first17 = Authority + site.Region + organisation + UnifiedCreditCode.OrganisationCheckOf(organisation);
        return first17 + UnifiedCreditCode.CheckOf(first17);
    }

    // 20 = 公共服务; the rest counts the sample's items.
    private static string ItemPart(int number) => string.Create(CultureInfo.InvariantCulture, $"20{number:000000000}00");
}
