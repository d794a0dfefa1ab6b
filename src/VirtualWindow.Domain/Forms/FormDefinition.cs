using System.Collections.Frozen;

namespace VirtualWindow.Domain.Forms;

/// <summary>One field of a form, e.g. "applicantName": a letter, then letters and digits, at most 40.</summary>
public readonly record struct FieldId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>One page of a form, e.g. "who"; same alphabet as <see cref="FieldId"/>.</summary>
public readonly record struct FormPageId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>What a field holds; each kind has its rules (<see cref="FieldRules"/>) and its mask (<see cref="FieldMask"/>).</summary>
public enum FieldKind
{
    Text = 0,
    LongText = 1,
    PersonName = 2,
    ResidentId = 3,
    CreditCode = 4,
    MobileNumber = 5,
    Date = 6,
    Choice = 7,
    WholeNumber = 8,
    /// <summary>The applicant's own word: "true" or nothing.</summary>
    Declaration = 9,
    /// <summary>A password or one-time code.</summary>
    Secret = 10,
    /// <summary>SHA-256 of a handwriting, 64 hex digits.</summary>
    Signature = 11,
}

/// <summary>What the clerk sees of a field before the applicant shows it.</summary>
public enum FieldPrivacy
{
    /// <summary>That it is filled, and what its kind's mask leaves.</summary>
    Masked = 0,
    /// <summary>All of it: nothing that tells who somebody is.</summary>
    Shared = 1,
}

/// <summary>One option of a <see cref="FieldKind.Choice"/>.</summary>
public sealed record FieldChoice(string Value, string Label, string LabelEn);

/// <summary>One field as both sides render it.</summary>
public sealed record FormField
{
    public required FieldId Id { get; init; }
    public required string Label { get; init; }
    public required string LabelEn { get; init; }
    public required FieldKind Kind { get; init; }
    public bool Required { get; init; }
    /// <summary>In UTF-16 units.</summary>
    public int MaxLength { get; init; } = 100;
    public FieldPrivacy Privacy { get; init; } = FieldPrivacy.Masked;
    public IReadOnlyList<FieldChoice> Choices { get; init; } = [];
    /// <summary>What to write, in the applicant's words; null = the label says it.</summary>
    public string? Hint { get; init; }
    public string? HintEn { get; init; }
    /// <summary>The field counts only while another one has this value; null = always.</summary>
    public FieldCondition? OnlyIf { get; init; }

    /// <summary>Declaration, secret and signature are the applicant's own: no grant opens them to a clerk.</summary>
    public bool ApplicantOnly => Kind is FieldKind.Declaration or FieldKind.Secret or FieldKind.Signature;
}

/// <summary>Another field has one value.</summary>
public sealed record FieldCondition(FieldId Field, string Equal);

/// <summary>Fields that are seen together.</summary>
public sealed record FormPage(FormPageId Id, string Title, string TitleEn, IReadOnlyList<FormField> Fields);

/// <summary>A form (表单) as both sides render it; never changed once used: a new wording is a new version.</summary>
public sealed class FormDefinition
{
    private readonly FrozenDictionary<FieldId, (FormField Field, FormPageId Page)> _fields;

    /// <exception cref="ArgumentException">A field id occurs twice, or a condition names a field that is not there.</exception>
    public FormDefinition(string name, int version, string title, string titleEn, IReadOnlyList<FormPage> pages)
    {
        (Name, Version, Title, TitleEn, Pages) = (name, version, title, titleEn, pages);
        _fields = pages.SelectMany(page => page.Fields, (page, field) => (field, page.Id)).ToFrozenDictionary(pair => pair.field.Id);
        if (Fields.FirstOrDefault(field => field.OnlyIf is { } condition && !_fields.ContainsKey(condition.Field)) is { } lost)
            throw new ArgumentException($"{name}: {lost.Id} depends on a field that is not there", nameof(pages));
    }

    public string Name { get; }
    public int Version { get; }
    public string Title { get; }
    public string TitleEn { get; }
    public IReadOnlyList<FormPage> Pages { get; }

    /// <summary>In the order of the pages.</summary>
    public IEnumerable<FormField> Fields => Pages.SelectMany(page => page.Fields);

    public FormField? Find(FieldId id) => _fields.TryGetValue(id, out var found) ? found.Field : null;

    /// <summary>Null when the form has no such field.</summary>
    public FormPageId? PageOf(FieldId id) => _fields.TryGetValue(id, out var found) ? found.Page : null;

    public bool Has(FormPageId page) => Pages.Any(candidate => candidate.Id == page);
}
