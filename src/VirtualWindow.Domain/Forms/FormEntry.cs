using System.Text.Json.Serialization;

namespace VirtualWindow.Domain.Forms;

/// <summary>On whose behalf somebody acts on a form.</summary>
public enum FormRole { Applicant = 0, Clerk = 1, System = 2 }

/// <param name="Id">The participant; empty for <see cref="FormRole.System"/>.</param>
public sealed record FormActor(FormRole Role, string Id)
{
    public static readonly FormActor System = new(FormRole.System, "");
}

/// <summary>Why a clerk may no longer write.</summary>
public enum ControlEnd { Revoked = 0, Released = 1, Expired = 2, Paused = 3, Submitted = 4 }

/// <summary>
/// One thing that happened to a form; never changed, never deleted. A form is the fold of its entries (<see cref="FormState.Apply"/>),
/// so the log is the replay. The kinds' names are those of the wire.
/// </summary>
/// <param name="Sequence">1, 2, 3 … without a gap.</param>
/// <param name="By">From authentication, never from the message.</param>
/// <param name="At">The server's time.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(FieldSet), "field.set")]
[JsonDerivedType(typeof(FieldProposed), "field.propose")]
[JsonDerivedType(typeof(ProposalRefused), "field.refuse")]
[JsonDerivedType(typeof(ControlAsked), "ctrl.request")]
[JsonDerivedType(typeof(ControlGranted), "ctrl.grant")]
[JsonDerivedType(typeof(ControlDenied), "ctrl.deny")]
[JsonDerivedType(typeof(ControlEnded), "ctrl.end")]
[JsonDerivedType(typeof(RevealAsked), "mask.reveal.request")]
[JsonDerivedType(typeof(RevealDenied), "mask.reveal.deny")]
[JsonDerivedType(typeof(FieldRevealed), "mask.reveal.grant")]
[JsonDerivedType(typeof(FieldHidden), "mask.hide")]
[JsonDerivedType(typeof(FormPaused), "pause")]
[JsonDerivedType(typeof(FormResumed), "resume")]
[JsonDerivedType(typeof(FormSubmitted), "submit")]
[JsonDerivedType(typeof(FormReopened), "reopen")]
public abstract record FormEntry(long Sequence, FormActor By, DateTimeOffset At);

/// <param name="Revision">The field's own count after this: 1 for its first value.</param>
/// <param name="Proposal">The proposal that it accepts, by its sequence.</param>
public sealed record FieldSet(long Sequence, FormActor By, DateTimeOffset At, FieldId Field, string Value, int Revision, long? Proposal = null) : FormEntry(Sequence, By, At);

/// <summary>A clerk's suggestion; it stands until it is decided, or the field or the suggestion is written anew.</summary>
public sealed record FieldProposed(long Sequence, FormActor By, DateTimeOffset At, FieldId Field, string Value) : FormEntry(Sequence, By, At);

public sealed record ProposalRefused(long Sequence, FormActor By, DateTimeOffset At, long Proposal) : FormEntry(Sequence, By, At);

/// <param name="Page">Null = the whole form.</param>
public sealed record ControlAsked(long Sequence, FormActor By, DateTimeOffset At, FormPageId? Page, TimeSpan For) : FormEntry(Sequence, By, At);

/// <param name="To">The clerk's participant id: a grant is a person's, not a role's.</param>
public sealed record ControlGranted(long Sequence, FormActor By, DateTimeOffset At, string To, FormPageId? Page, DateTimeOffset Until) : FormEntry(Sequence, By, At);

public sealed record ControlDenied(long Sequence, FormActor By, DateTimeOffset At) : FormEntry(Sequence, By, At);

public sealed record ControlEnded(long Sequence, FormActor By, DateTimeOffset At, ControlEnd Why) : FormEntry(Sequence, By, At);

public sealed record RevealAsked(long Sequence, FormActor By, DateTimeOffset At, FieldId Field) : FormEntry(Sequence, By, At);

public sealed record RevealDenied(long Sequence, FormActor By, DateTimeOffset At, FieldId Field) : FormEntry(Sequence, By, At);

public sealed record FieldRevealed(long Sequence, FormActor By, DateTimeOffset At, FieldId Field) : FormEntry(Sequence, By, At);

public sealed record FieldHidden(long Sequence, FormActor By, DateTimeOffset At, FieldId Field) : FormEntry(Sequence, By, At);

/// <summary>The clerk sees nothing new from here to <see cref="FormResumed"/>.</summary>
public sealed record FormPaused(long Sequence, FormActor By, DateTimeOffset At) : FormEntry(Sequence, By, At);

public sealed record FormResumed(long Sequence, FormActor By, DateTimeOffset At) : FormEntry(Sequence, By, At);

public sealed record FormSubmitted(long Sequence, FormActor By, DateTimeOffset At) : FormEntry(Sequence, By, At);

public sealed record FormReopened(long Sequence, FormActor By, DateTimeOffset At) : FormEntry(Sequence, By, At);
