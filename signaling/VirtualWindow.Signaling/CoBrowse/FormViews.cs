using VirtualWindow.Contracts.Forms;
using VirtualWindow.Domain.Forms;
using FieldError = VirtualWindow.Contracts.Forms.FieldError;
using FieldKind = VirtualWindow.Contracts.Forms.FieldKind;

namespace VirtualWindow.Signaling.CoBrowse;

/// <summary>Forms in the words of the wire. The enums of both sides have the same members in the same order (a test compares them).</summary>
internal static class FormViews
{
    public static FormView Of(LiveForm form, FormRole viewer, DateTimeOffset now) => new(
        form.Session.ToString(), form.State.Sequence, LayoutOf(form.State.Definition),
        // Opened while paused, a form shows the clerk its fields and nothing in them.
        [.. form.State.Definition.Fields.Select(field => FormSight.IsTold(form.State, viewer) ? Of(form, field, viewer, now) : Blank(field))],
        StatusOf(form.State, now));

    public static FieldView Of(LiveForm form, FormField field, FormRole viewer, DateTimeOffset now)
    {
        var (value, seen) = (form.State[field.Id], FormSight.Value(form.State, field, viewer));
        return new(
            field.Id.Value, seen.Text, seen.Masked, value.Revision, WriterOf(value.By), (FieldError)FieldRules.Check(field, value.Text, form.Today(now)),
            ProposalOf(form.State, field, viewer), form.State.Revealed.Contains(field.Id), form.State.RevealAsked.Contains(field.Id));
    }

    public static FormStatus StatusOf(FormState form, DateTimeOffset now) => new(form.Paused, form.Submitted, ControlOf(form, now));

    public static FormWriter WriterOf(FormActor actor) => actor.Role switch
    {
        FormRole.Applicant => FormWriter.Applicant,
        FormRole.Clerk => FormWriter.Clerk,
        _ => FormWriter.Nobody,
    };

    private static FieldView Blank(FormField field) => new(field.Id.Value, "", false, 0, FormWriter.Nobody, FieldError.None, null, false, false);

    private static ProposalView? ProposalOf(FormState form, FormField field, FormRole viewer)
    {
        if (form.ProposalOn(field.Id) is not { } proposal) return null;
        var seen = FormSight.Proposed(field, proposal, viewer);
        return new(proposal.Number, seen.Text, seen.Masked);
    }

    private static ControlView ControlOf(FormState form, DateTimeOffset now) =>
        form.Grant is { } grant && now < grant.Until ? new(ControlStage.Granted, grant.Page?.Value, null, grant.Until)
        : form.Asked is { } asked ? new(ControlStage.Asked, asked.Page?.Value, (int)asked.For.TotalSeconds, null)
        : new(ControlStage.None, null, null, null);

    private static FormLayout LayoutOf(FormDefinition form) => new(form.Name, form.Version, form.Title, form.TitleEn, [.. form.Pages.Select(LayoutOf)]);

    private static FormPageLayout LayoutOf(FormPage page) => new(page.Id.Value, page.Title, page.TitleEn, [.. page.Fields.Select(LayoutOf)]);

    private static FieldLayout LayoutOf(FormField field) => new(
        field.Id.Value, field.Label, field.LabelEn, (FieldKind)field.Kind, field.Required, field.MaxLength, field.Privacy == FieldPrivacy.Masked, field.ApplicantOnly,
        [.. field.Choices.Select(choice => new FieldChoiceView(choice.Value, choice.Label, choice.LabelEn))], field.Hint, field.HintEn,
        field.OnlyIf is { } condition ? new(condition.Field.Value, condition.Equal) : null);
}
