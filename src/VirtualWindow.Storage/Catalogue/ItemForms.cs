using System.Text.Json;
using System.Text.Json.Serialization;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Catalogue;
using VirtualWindow.Domain.Forms;

namespace VirtualWindow.Storage.Catalogue;

/// <summary>
/// Which form belongs to an item (Sample/forms.json): a first page by audience, a page of the item's own kind where there is one, then
/// acting for somebody, delivery and confirmation. The pages are samples, as the catalogue is.
/// </summary>
public sealed class ItemForms
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private readonly Sample _sample;

    private ItemForms(Sample sample) => _sample = sample;

    public static ItemForms Load()
    {
        using var stream = typeof(ItemForms).Assembly.GetManifestResourceStream("Sample/forms.json")!;
        return new(JsonSerializer.Deserialize<Sample>(stream, Json)!);
    }

    /// <summary>The same item and the same edition of the catalogue give the same form.</summary>
    public FormDefinition Of(ServiceItem item) =>
        new(item.Code.Value, _sample.Version, item.Name, item.NameEn, [.. PagesOf(item).Select(id => ToPage(id, _sample.Pages[id]))]);

    private IEnumerable<string> PagesOf(ServiceItem item)
    {
        yield return _sample.First[item.Audience];
        if (SpecialOf(item.Code) is { } special) yield return special;
        foreach (var last in _sample.Last) yield return last;
    }

    private string? SpecialOf(ItemCode code) =>
        _sample.Special.GetValueOrDefault(code.Value) ?? _sample.Special.GetValueOrDefault(code.Value.Split('-')[0]);

    private static FormPage ToPage(string id, Page page) => new(new(id), page.Title, page.TitleEn, [.. page.Fields.Select(ToField)]);

    private static FormField ToField(Field field) => new()
    {
        Id = new(field.Id),
        Label = field.Label,
        LabelEn = field.LabelEn,
        Kind = field.Kind,
        Required = field.Required,
        MaxLength = field.MaxLength ?? 100,
        Privacy = field.Privacy,
        Choices = field.Choices ?? [],
        Hint = field.Hint,
        HintEn = field.HintEn,
        OnlyIf = field.OnlyIf is { } condition ? new(new(condition.Field), condition.Equal) : null,
    };

    private sealed record Sample(
        int Version, Dictionary<string, Page> Pages, Dictionary<Audience, string> First, Dictionary<string, string> Special, IReadOnlyList<string> Last);

    private sealed record Page(string Title, string TitleEn, IReadOnlyList<Field> Fields);

    private sealed record Field(
        string Id, FieldKind Kind, string Label, string LabelEn, bool Required, int? MaxLength, FieldPrivacy Privacy,
        IReadOnlyList<FieldChoice>? Choices, string? Hint, string? HintEn, Condition? OnlyIf);

    private sealed record Condition(string Field, string Equal);
}
