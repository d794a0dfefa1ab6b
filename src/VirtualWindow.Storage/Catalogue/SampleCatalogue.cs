using System.Globalization;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Calendar;
using VirtualWindow.Domain.Catalogue;
using VirtualWindow.Domain.Sites;

namespace VirtualWindow.Storage.Catalogue;

/// <summary>The shipped sample: 56 departments, 159 items, 46 partner regions, two halls (Sample/README.md says what is published
/// and what is sample).</summary>
public sealed record SampleCatalogue(
    IReadOnlyList<Site> Sites, IReadOnlyList<Window> Windows, IReadOnlyList<SpecialDay> SpecialDays, IReadOnlyList<Department> Departments,
    IReadOnlyList<Region> Regions, IReadOnlyList<ServiceItem> Items, IReadOnlyList<ImplementationCode> ImplementationCodes)
{
    public const string Version = "sample-2026-11-23";

    public static SampleCatalogue Load()
    {
        var sites = Rows("sites").Select(ToSite).ToList();
        var departments = Rows("departments").Select(row => new Department(new(row["code"]), row["name_zh"], row["name_en"])).ToList();
        var items = LoadItems();
        return new(
            sites, [.. Rows("windows").Select(ToWindow)], [.. sites.SelectMany(SpecialDaysOf)], departments, [HomeCounty, .. Rows("regions").Select(ToRegion)],
            items, [.. SampleImplementationCodes.For(sites, departments, items)]);
    }

    private static Region HomeCounty => new(new("411525"), "河南省", "固始县", "Gushi County", false, new SiteId("gushi"));

    private static List<ServiceItem> LoadItems()
    {
        var notes = Rows("item_notes").ToDictionary(row => row["code"]);
        var initials = Rows("item_pinyin").ToDictionary(row => row["code"], row => row["initials"]);
        return [.. Rows("items").Select(row => ToItem(row, notes[row["code"]], initials[row["code"]]))];
    }

    private static Site ToSite(IReadOnlyDictionary<string, string> row) => new(
        new(row["id"]), row["name_zh"], row["name_en"], new(row["region_code"]), row["case_prefix"], row["time_zone"]);

    private static Window ToWindow(IReadOnlyDictionary<string, string> row) => new(
        new(row["id"]), new(row["site"]), Enum.Parse<WindowPurpose>(row["purpose"]), row["name_zh"], row["name_en"]);

    // Suzhou's hall serves the city and its districts and county-level cities (3205xx).
    private static Region ToRegion(IReadOnlyDictionary<string, string> row) => new(
        new(row["gb2260_code"]), row["province_zh"], row["region_zh"], row["region_en"], true,
        row["gb2260_code"].StartsWith("3205", StringComparison.Ordinal) ? new SiteId("suzhou") : null);

    private static ServiceItem ToItem(IReadOnlyDictionary<string, string> row, IReadOnlyDictionary<string, string> notes, string initials) => new()
    {
        Code = new(row["code"]),
        Name = row["name_zh"],
        NameEn = row["name_en"],
        Department = new(row["department_code"]),
        Audience = Enum.Parse<Audience>(row["audience"], ignoreCase: true),
        Category = row["category_zh"],
        CrossProvinceMode = TextOrNull(row["cross_province_mode"]),
        CrossProvinceList = TextOrNull(row["cross_province_list"]),
        Holiday = row["holiday"] == "true",
        SelfService24h = row["self_service_24h"] == "true",
        StatutoryDays = NumberOrNull(row["statutory_days"]),
        DaysUnit = notes["days_unit"].Contains("自然日", StringComparison.Ordinal) ? DaysUnit.Calendar : DaysUnit.Working,
        PromisedDays = NumberOrNull(row["promised_days"]),
        Fee = TextOrNull(row["fee"]),
        Summary = row["summary_zh"],
        Materials = row["materials"].Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        LegalBasis = TextOrNull(notes["legal_basis"]),
        Source = row["source"],
        Pinyin = TextOrNull(initials),
    };

    private static IEnumerable<SpecialDay> SpecialDaysOf(Site site)
    {
        foreach (var row in Rows("special_days"))
        {
            var last = DateOnly.Parse(row["to"], CultureInfo.InvariantCulture);
            for (var day = DateOnly.Parse(row["from"], CultureInfo.InvariantCulture); day <= last; day = day.AddDays(1))
                yield return new(site.Id, day, row["working"] == "true", row["name"]);
        }
    }

    private static string? TextOrNull(string text) => text.Length == 0 ? null : text;

    private static int? NumberOrNull(string text) => text.Length == 0 ? null : int.Parse(text, CultureInfo.InvariantCulture);

    private static IEnumerable<IReadOnlyDictionary<string, string>> Rows(string table)
    {
        using var stream = typeof(SampleCatalogue).Assembly.GetManifestResourceStream($"Sample/{table}.csv")!;
        using var reader = new StreamReader(stream);
        return Csv.Read(reader.ReadToEnd());
    }
}
