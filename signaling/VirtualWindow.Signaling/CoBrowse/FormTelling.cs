using VirtualWindow.Contracts.Forms;
using VirtualWindow.Domain.Forms;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Live;

namespace VirtualWindow.Signaling.CoBrowse;

/// <summary>Tells both pages what a change has made of a form, each as it may see it. Whoever misses it asks for the whole form.</summary>
internal sealed class FormTelling(HubVoice voice, FloorKeeper floors, TimeProvider time)
{
    /// <param name="entries">As just applied, in order.</param>
    public void Tell(LiveForm form, IReadOnlyList<FormEntry> entries)
    {
        if (entries.Count == 0) return;
        var after = entries[0].Sequence - 1;
        voice.TellApplicant(form.Applicant, News(form, entries, after, FormRole.Applicant));
        if (entries.Any(entry => entry is FormResumed)) TellDesks(form, News(form, form.State.Definition.Fields, null, FormRole.Clerk));
        else if (FormSight.IsTold(form.State, FormRole.Clerk)) TellDesks(form, News(form, entries, after, FormRole.Clerk));
        else if (entries.Any(entry => entry is FormPaused)) TellDesks(form, News(form, Array.Empty<FormEntry>(), after, FormRole.Clerk));
    }

    private void TellDesks(LiveForm form, FormNews news)
    {
        foreach (var desk in Desks(form)) voice.TellDesk(desk, news);
    }

    /// <summary>The clerk and the colleagues who are here now: whoever handed the session over is told nothing more.</summary>
    private IEnumerable<Subject> Desks(LiveForm form) =>
        floors.Latest?.Find(form.Session) is { } session ? session.StaffDesks.Select(Subject.Of) : [form.Clerk];

    public void Tell(LiveForm form, FormActor by, FormGesture gesture)
    {
        if (by.Role != FormRole.Applicant) voice.TellApplicant(form.Applicant, gesture);
        else foreach (var desk in Desks(form)) voice.TellDesk(desk, gesture);
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
