namespace VirtualWindow.Domain.Forms;

/// <summary>A field's value as one side may see it.</summary>
/// <param name="Text">The value, or what its mask leaves.</param>
/// <param name="Masked">The text is not the value.</param>
public readonly record struct SeenValue(string Text, bool Masked)
{
    public static readonly SeenValue Empty = new("", false);
}

/// <summary>
/// What each side sees of a form. Masking happens here, before anything is sent: what a clerk may not see never leaves the server.
/// The applicant sees everything but secrets read back; whoever only watches sees what the clerk sees.
/// </summary>
public static class FormSight
{
    public static SeenValue Value(FormState form, FormField field, FormRole viewer) => Seen(form, field, form[field.Id].Text, viewer);

    /// <summary>A clerk's own suggestion is never masked for the clerk.</summary>
    public static SeenValue Proposed(FormField field, Proposal proposal, FormRole viewer) =>
        viewer == FormRole.Applicant || proposal.By.Role == FormRole.Clerk ? new(proposal.Value, false) : new(FieldMask.Of(field, proposal.Value), true);

    /// <summary>While the applicant has paused, nobody else is told what happens.</summary>
    public static bool IsTold(FormState form, FormRole viewer) => viewer == FormRole.Applicant || !form.Paused;

    private static SeenValue Seen(FormState form, FormField field, string text, FormRole viewer)
    {
        if (text.Length == 0) return SeenValue.Empty;
        if (field.Kind == FieldKind.Secret) return new(FieldMask.Of(field, text), true);
        return viewer == FormRole.Applicant || form.ClerkSees(field) ? new(text, false) : new(FieldMask.Of(field, text), true);
    }
}
