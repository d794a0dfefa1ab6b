using VirtualWindow.Domain.Forms;

namespace VirtualWindow.Domain.Tests.Forms;

/// <summary>A small form with one field of every sort, two people and a clock.</summary>
internal static class SampleForm
{
    public static readonly FieldId Name = new("name");
    public static readonly FieldId IdNumber = new("idNumber");
    public static readonly FieldId Delivery = new("delivery");
    public static readonly FieldId Address = new("address");
    public static readonly FieldId Code = new("code");
    public static readonly FieldId Declared = new("declared");
    public static readonly FieldId Signature = new("signature");
    public static readonly FormPageId Who = new("who");
    public static readonly FormPageId How = new("how");

    public static readonly FormActor Applicant = new(FormRole.Applicant, "a");
    public static readonly FormActor Clerk = new(FormRole.Clerk, "c");
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(8));
    public static readonly DateOnly Today = new(2026, 11, 23);

    public static readonly FormDefinition Definition = new("sample", 1, "样表", "Sample",
    [
        new(Who, "申请人", "Applicant",
        [
            Field(Name, FieldKind.PersonName),
            Field(IdNumber, FieldKind.ResidentId),
        ]),
        new(How, "办理", "Handling",
        [
            Field(Delivery, FieldKind.Choice) with { Privacy = FieldPrivacy.Shared, Choices = [new("mail", "邮寄", "By mail"), new("pickUp", "自取", "Pick up")] },
            Field(Address, FieldKind.LongText) with { OnlyIf = new(Delivery, "mail"), MaxLength = 20 },
            Field(Code, FieldKind.Secret) with { Required = false },
            Field(Declared, FieldKind.Declaration),
            Field(Signature, FieldKind.Signature) with { Required = false },
        ]),
    ]);

    public static FormField Of(FieldId id) => Definition.Find(id)!;

    /// <summary>Appends what the request comes to.</summary>
    /// <returns>Why not; <see cref="FormRefusal.None"/> when it was done.</returns>
    public static FormRefusal Do(this FormState form, FormMove move)
    {
        if (move.Entry is { } entry) form.Apply(entry);
        return move.Refusal;
    }

    public static FormRefusal Write(this FormState form, FormActor by, FieldId field, string value, DateTimeOffset? at = null) =>
        form.Do(FormDesk.Set(form, by, field, value, form[field].Revision, at ?? Now));

    public static FormState Granted(FormPageId? page = null)
    {
        var form = new FormState(Definition);
        form.Do(FormDesk.AskControl(form, Clerk, page, TimeSpan.FromMinutes(5), Now));
        form.Do(FormDesk.AnswerControl(form, Applicant, true, Now));
        return form;
    }

    private static FormField Field(FieldId id, FieldKind kind) => new() { Id = id, Label = id.Value, LabelEn = id.Value, Kind = kind, Required = true };
}
