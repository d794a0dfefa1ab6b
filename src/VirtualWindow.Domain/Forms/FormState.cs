namespace VirtualWindow.Domain.Forms;

/// <param name="Revision">How often the field was written.</param>
/// <param name="By">Who wrote it last.</param>
public sealed record FieldValue(string Text, int Revision, FormActor By)
{
    public static readonly FieldValue Empty = new("", 0, FormActor.System);
}

/// <param name="Number">Sequence of the entry that made it.</param>
public sealed record Proposal(long Number, FieldId Field, string Value, FormActor By);

/// <param name="Page">Null = the whole form.</param>
public sealed record ControlRequest(FormActor By, FormPageId? Page, TimeSpan For);

/// <summary>One clerk may write until then.</summary>
/// <param name="Page">Null = the whole form.</param>
public sealed record ControlGrant(string To, FormPageId? Page, DateTimeOffset Until);

/// <summary>
/// A form while two people fill it in: the fold of its entries, nothing else. Who may add which entry is decided by
/// <see cref="FormDesk"/>; what each side sees of it by <see cref="FormSight"/>.
/// </summary>
public sealed class FormState(FormDefinition definition)
{
    private readonly Dictionary<FieldId, FieldValue> _values = [];
    private readonly Dictionary<FieldId, Proposal> _proposals = [];
    private readonly HashSet<FieldId> _revealed = [];
    private readonly HashSet<FieldId> _revealAsked = [];

    public FormDefinition Definition { get; } = definition;

    /// <summary>Of the last entry; 0 before the first.</summary>
    public long Sequence { get; private set; }

    /// <summary>Open proposals, at most one a field.</summary>
    public IReadOnlyCollection<Proposal> Proposals => _proposals.Values;

    /// <summary>What the applicant shows the clerk beyond what is shared.</summary>
    public IReadOnlySet<FieldId> Revealed => _revealed;

    /// <summary>What the clerk asks to see.</summary>
    public IReadOnlySet<FieldId> RevealAsked => _revealAsked;

    public ControlRequest? Asked { get; private set; }
    /// <summary>May have run out: ask <see cref="MayWrite"/>.</summary>
    public ControlGrant? Grant { get; private set; }
    public bool Paused { get; private set; }
    public bool Submitted { get; private set; }

    public static FormState Replay(FormDefinition definition, IEnumerable<FormEntry> entries)
    {
        var state = new FormState(definition);
        foreach (var entry in entries) state.Apply(entry);
        return state;
    }

    public FieldValue this[FieldId field] => _values.GetValueOrDefault(field, FieldValue.Empty);

    public Proposal? ProposalOn(FieldId field) => _proposals.GetValueOrDefault(field);

    public Proposal? FindProposal(long number) => _proposals.Values.FirstOrDefault(proposal => proposal.Number == number);

    /// <summary>The clerk sees the value itself: it is shared, shown, or the clerk's own writing.</summary>
    public bool ClerkSees(FormField field) =>
        field.Privacy == FieldPrivacy.Shared || _revealed.Contains(field.Id) || this[field.Id].By.Role == FormRole.Clerk;

    /// <summary>A field whose condition does not hold is not asked for.</summary>
    public bool Counts(FormField field) => field.OnlyIf is not { } condition || this[condition.Field].Text == condition.Equal;

    /// <summary>The grant covers the field and has not run out.</summary>
    public bool MayWrite(FormActor clerk, FormField field, DateTimeOffset now) =>
        Grant is { } grant && grant.To == clerk.Id && now < grant.Until && !field.ApplicantOnly
        && (grant.Page is null || grant.Page == Definition.PageOf(field.Id));

    /// <summary>What stands between the form and its submission, in the order of the pages.</summary>
    public IReadOnlyList<(FieldId Field, FieldError Error)> Errors(DateOnly today) =>
        [.. Definition.Fields.Where(Counts)
            .Select(field => (field.Id, Error: FieldRules.Check(field, this[field.Id].Text, today)))
            .Where(found => found.Error != FieldError.None)];

    /// <exception cref="InvalidOperationException">The entry is not the next one: it belongs to another form, or one was lost.</exception>
    public void Apply(FormEntry entry)
    {
        if (entry.Sequence != Sequence + 1) throw new InvalidOperationException($"entry {entry.Sequence} after {Sequence}");
        Sequence = entry.Sequence;
        switch (entry)
        {
            case FieldSet set: Write(set); break;
            case FieldProposed proposed: _proposals[proposed.Field] = new(proposed.Sequence, proposed.Field, proposed.Value, proposed.By); break;
            case ProposalRefused refused: Drop(refused.Proposal); break;
            case ControlAsked asked: Asked = new(asked.By, asked.Page, asked.For); break;
            case ControlGranted granted: (Asked, Grant) = (null, new(granted.To, granted.Page, granted.Until)); break;
            case ControlDenied: Asked = null; break;
            case ControlEnded: Grant = null; break;
            case Forms.RevealAsked asked: _revealAsked.Add(asked.Field); break;
            case RevealDenied denied: _revealAsked.Remove(denied.Field); break;
            case FieldRevealed shown: _revealed.Add(shown.Field); _revealAsked.Remove(shown.Field); break;
            case FieldHidden hidden: _revealed.Remove(hidden.Field); break;
            case FormPaused: (Paused, Grant, Asked) = (true, null, null); break;
            case FormResumed: Paused = false; break;
            case FormSubmitted: (Submitted, Grant, Asked) = (true, null, null); _proposals.Clear(); break;
            case FormReopened: Submitted = false; break;
            default: throw new InvalidOperationException($"a kind of entry that nobody knows: {entry.GetType().Name}");
        }
    }

    private void Write(FieldSet set)
    {
        _values[set.Field] = new(set.Value, set.Revision, set.By);
        _proposals.Remove(set.Field);
    }

    private void Drop(long number)
    {
        if (FindProposal(number) is { } proposal) _proposals.Remove(proposal.Field);
    }
}
