using VirtualWindow.Contracts.Forms;
using VirtualWindow.Domain.Forms;
using VirtualWindow.Signaling.Connections;

namespace VirtualWindow.Signaling.CoBrowse;

/// <summary>Tells both pages what a change has made of a form, each as it may see it. Whoever misses it asks for the whole form.</summary>
internal sealed class FormTelling(HubVoice voice, TimeProvider time)
{
    /// <param name="entries">As just applied, in order.</param>
    public void Tell(LiveForm form, IReadOnlyList<FormEntry> entries)
    {
        if (entries.Count == 0) return;
        var after = entries[0].Sequence - 1;
        voice.TellApplicant(form.Applicant, News(form, entries, after, FormRole.Applicant));
        if (entries.Any(entry => entry is FormResumed)) voice.TellDesk(form.Clerk, News(form, form.State.Definition.Fields, null, FormRole.Clerk));
        else if (FormSight.IsTold(form.State, FormRole.Clerk)) voice.TellDesk(form.Clerk, News(form, entries, after, FormRole.Clerk));
        else if (entries.Any(entry => entry is FormPaused)) voice.TellDesk(form.Clerk, News(form, Array.Empty<FormEntry>(), after, FormRole.Clerk));
    }

    public void Tell(LiveForm form, FormActor by, FormGesture gesture)
    {
        if (by.Role == FormRole.Applicant) voice.TellDesk(form.Clerk, gesture);
        else voice.TellApplicant(form.Applicant, gesture);
    }

    private FormNews News(LiveForm form, IReadOnlyList<FormEntry> entries, long? after, FormRole viewer)
    {
        var touched = entries.SelectMany(entry => Touched(form.State, entry)).ToHashSet();
        return News(form, form.State.Definition.Fields.Where(field => touched.Contains(field.Id)), after, viewer);
    }

    private FormNews News(LiveForm form, IEnumerable<FormField> fields, long? after, FormRole viewer)
    {
        var now = time.GetUtcNow();
        return new(form.Session.ToString(), after, form.State.Sequence, [.. fields.Select(field => FormViews.Of(form, field, viewer, now))], FormViews.StatusOf(form.State, now));
    }

    /// <summary>A refused proposal and a submission take proposals away wherever they were: those fields are told again.</summary>
    private static IEnumerable<FieldId> Touched(FormState form, FormEntry entry) => entry switch
    {
        FieldSet set => [set.Field],
        FieldProposed proposed => [proposed.Field],
        Domain.Forms.RevealAsked asked => [asked.Field],
        RevealDenied denied => [denied.Field],
        FieldRevealed shown => [shown.Field],
        FieldHidden hidden => [hidden.Field],
        ProposalRefused or FormSubmitted or FormReopened => form.Definition.Fields.Select(field => field.Id),
        _ => [],
    };
}
