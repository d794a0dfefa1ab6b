namespace VirtualWindow.Domain.Forms;

/// <summary>Why something was not done to a form; each has a code and a sentence on the wire.</summary>
public enum FormRefusal
{
    None = 0,
    /// <summary>The form has no such field, page or proposal (any more).</summary>
    Unknown = 1,
    /// <summary>Too long, or characters that a form cannot keep.</summary>
    NotKept = 2,
    /// <summary>Somebody wrote the field meanwhile; look and try again.</summary>
    Stale = 3,
    /// <summary>Only the applicant may do this, whatever has been granted.</summary>
    ApplicantOnly = 4,
    /// <summary>Only the clerk asks or proposes.</summary>
    ClerkOnly = 5,
    /// <summary>A clerk writes only by grant; without one, propose.</summary>
    NotGranted = 6,
    /// <summary>The clerk cannot see what would be overwritten; ask to see it.</summary>
    Masked = 7,
    /// <summary>The applicant has paused.</summary>
    Paused = 8,
    Submitted = 9,
    /// <summary>Fields are missing or wrong.</summary>
    Incomplete = 10,
    /// <summary>Nothing would change.</summary>
    Unchanged = 11,
    /// <summary>A grant lasts 1 s to <see cref="FormDesk.LongestGrant"/>.</summary>
    Duration = 12,
}

/// <summary>What a request comes to: the entry to append, or why not.</summary>
public readonly record struct FormMove(FormEntry? Entry, FormRefusal Refusal)
{
    public static implicit operator FormMove(FormEntry entry) => new(entry, FormRefusal.None);
    public static implicit operator FormMove(FormRefusal refusal) => new(null, refusal);
}

/// <summary>
/// Who may do what to a form. Each request looks at the state and answers with the entry that would follow it; whoever keeps
/// the log appends that entry and applies it. Nothing here changes anything.
/// <code>
///  the applicant writes, decides, grants, shows, pauses, submits
///  a clerk       proposes · writes while granted, never declarations, secrets and signatures · asks for control and for sight
/// </code>
/// </summary>
public static class FormDesk
{
    public static readonly TimeSpan LongestGrant = TimeSpan.FromMinutes(15);

    /// <param name="revision">Of the value that the writer has seen; 0 = empty.</param>
    public static FormMove Set(FormState form, FormActor by, FieldId id, string value, int revision, DateTimeOffset now)
    {
        if (form.Definition.Find(id) is not { } field) return FormRefusal.Unknown;
        if (MayNotWrite(form, by, field, now) is not FormRefusal.None and var refusal) return refusal;
        if (!FieldRules.MayBeKept(field, value)) return FormRefusal.NotKept;
        if (form[id].Revision != revision) return FormRefusal.Stale;
        if (form[id].Text == value) return FormRefusal.Unchanged;
        return new FieldSet(form.Sequence + 1, by, now, id, value, revision + 1);
    }

    public static FormMove Propose(FormState form, FormActor by, FieldId id, string value, DateTimeOffset now)
    {
        if (AsClerk(form, by) is not FormRefusal.None and var refusal) return refusal;
        if (form.Definition.Find(id) is not { } field) return FormRefusal.Unknown;
        if (field.ApplicantOnly) return FormRefusal.ApplicantOnly;
        if (!FieldRules.MayBeKept(field, value)) return FormRefusal.NotKept;
        if (form.ProposalOn(id)?.Value == value) return FormRefusal.Unchanged;
        return new FieldProposed(form.Sequence + 1, by, now, id, value);
    }

    /// <summary>Accepting writes the value in the applicant's name.</summary>
    public static FormMove Decide(FormState form, FormActor by, long proposal, bool accept, DateTimeOffset now)
    {
        if (AsApplicant(form, by) is not FormRefusal.None and var refusal) return refusal;
        if (form.FindProposal(proposal) is not { } found) return FormRefusal.Unknown;
        if (!accept) return new ProposalRefused(form.Sequence + 1, by, now, proposal);
        return new FieldSet(form.Sequence + 1, by, now, found.Field, found.Value, form[found.Field].Revision + 1, proposal);
    }

    /// <param name="page">Null = the whole form.</param>
    public static FormMove AskControl(FormState form, FormActor by, FormPageId? page, TimeSpan duration, DateTimeOffset now)
    {
        if (AsClerk(form, by) is not FormRefusal.None and var refusal) return refusal;
        if (page is { } asked && !form.Definition.Has(asked)) return FormRefusal.Unknown;
        if (duration < TimeSpan.FromSeconds(1) || duration > LongestGrant) return FormRefusal.Duration;
        if (form.Asked is { } before && before == new ControlRequest(by, page, duration)) return FormRefusal.Unchanged;
        return new ControlAsked(form.Sequence + 1, by, now, page, duration);
    }

    public static FormMove AnswerControl(FormState form, FormActor by, bool grant, DateTimeOffset now)
    {
        if (AsApplicant(form, by) is not FormRefusal.None and var refusal) return refusal;
        if (form.Asked is not { } asked) return FormRefusal.Unknown;
        return grant
            ? new ControlGranted(form.Sequence + 1, by, now, asked.By.Id, asked.Page, now + asked.For)
            : new ControlDenied(form.Sequence + 1, by, now);
    }

    /// <summary>The applicant takes it back or the clerk gives it back; also while paused.</summary>
    public static FormMove EndControl(FormState form, FormActor by, DateTimeOffset now)
    {
        if (form.Grant is null) return FormRefusal.Unchanged;
        return new ControlEnded(form.Sequence + 1, by, now, by.Role == FormRole.Applicant ? ControlEnd.Revoked : ControlEnd.Released);
    }

    /// <summary>What the passing of time adds: the end of a grant that has run out, or whose clerk has left the session.</summary>
    /// <param name="isHere">Whether a participant still takes part; null = all do.</param>
    public static FormMove Tick(FormState form, DateTimeOffset now, Func<string, bool>? isHere = null) =>
        form.Grant is { } grant && (now >= grant.Until || isHere?.Invoke(grant.To) == false)
            ? new ControlEnded(form.Sequence + 1, FormActor.System, now, ControlEnd.Expired)
            : FormRefusal.Unchanged;

    public static FormMove AskReveal(FormState form, FormActor by, FieldId id, DateTimeOffset now)
    {
        if (AsClerk(form, by) is not FormRefusal.None and var refusal) return refusal;
        if (form.Definition.Find(id) is not { } field) return FormRefusal.Unknown;
        if (field.Kind == FieldKind.Secret) return FormRefusal.ApplicantOnly;
        if (form.ClerkSees(field) || form.RevealAsked.Contains(id)) return FormRefusal.Unchanged;
        return new RevealAsked(form.Sequence + 1, by, now, id);
    }

    /// <summary>Shows or hides a field, asked for or not. A secret stays one.</summary>
    public static FormMove Reveal(FormState form, FormActor by, FieldId id, bool show, DateTimeOffset now)
    {
        if (by.Role != FormRole.Applicant) return FormRefusal.ApplicantOnly;
        if (form.Definition.Find(id) is not { } field) return FormRefusal.Unknown;
        if (show && field.Kind == FieldKind.Secret) return FormRefusal.ApplicantOnly;
        if (show && !form.Revealed.Contains(id)) return new FieldRevealed(form.Sequence + 1, by, now, id);
        if (!show && form.Revealed.Contains(id)) return new FieldHidden(form.Sequence + 1, by, now, id);
        return !show && form.RevealAsked.Contains(id) ? new RevealDenied(form.Sequence + 1, by, now, id) : FormRefusal.Unchanged;
    }

    public static FormMove Pause(FormState form, FormActor by, bool pause, DateTimeOffset now)
    {
        if (by.Role != FormRole.Applicant) return FormRefusal.ApplicantOnly;
        if (form.Paused == pause) return FormRefusal.Unchanged;
        return pause ? new FormPaused(form.Sequence + 1, by, now) : new FormResumed(form.Sequence + 1, by, now);
    }

    /// <param name="today">At the place of the hall.</param>
    public static FormMove Submit(FormState form, FormActor by, DateOnly today, DateTimeOffset now)
    {
        if (AsApplicant(form, by) is not FormRefusal.None and var refusal) return refusal;
        return form.Errors(today).Count > 0 ? FormRefusal.Incomplete : new FormSubmitted(form.Sequence + 1, by, now);
    }

    /// <summary>Takes the submission back to mend something.</summary>
    public static FormMove Reopen(FormState form, FormActor by, DateTimeOffset now)
    {
        if (by.Role != FormRole.Applicant) return FormRefusal.ApplicantOnly;
        return form.Submitted ? new FormReopened(form.Sequence + 1, by, now) : FormRefusal.Unchanged;
    }

    private static FormRefusal AsApplicant(FormState form, FormActor by) =>
        by.Role != FormRole.Applicant ? FormRefusal.ApplicantOnly : form.Submitted ? FormRefusal.Submitted : FormRefusal.None;

    private static FormRefusal AsClerk(FormState form, FormActor by) =>
        by.Role != FormRole.Clerk ? FormRefusal.ClerkOnly
        : form.Submitted ? FormRefusal.Submitted
        : form.Paused ? FormRefusal.Paused
        : FormRefusal.None;

    private static FormRefusal MayNotWrite(FormState form, FormActor by, FormField field, DateTimeOffset now) => by.Role switch
    {
        FormRole.Applicant => AsApplicant(form, by),
        FormRole.Clerk => AsClerk(form, by) is not FormRefusal.None and var refusal ? refusal : ClerkMayNotWrite(form, by, field, now),
        _ => FormRefusal.ApplicantOnly,
    };

    private static FormRefusal ClerkMayNotWrite(FormState form, FormActor by, FormField field, DateTimeOffset now) =>
        field.ApplicantOnly ? FormRefusal.ApplicantOnly
        : !form.MayWrite(by, field, now) ? FormRefusal.NotGranted
        : form[field.Id].Text.Length > 0 && !form.ClerkSees(field) ? FormRefusal.Masked
        : FormRefusal.None;
}
