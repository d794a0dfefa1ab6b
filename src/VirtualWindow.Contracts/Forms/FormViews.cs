namespace VirtualWindow.Contracts.Forms;

/// <summary>What a field holds.</summary>
public enum FieldKind { Text, LongText, PersonName, ResidentId, CreditCode, MobileNumber, Date, Choice, WholeNumber, Declaration, Secret, Signature }

/// <summary>What is wrong with a value; <c>None</c> = nothing.</summary>
public enum FieldError
{
    None, Missing, NotAName, NotAResidentId, NotACreditCode, NotAMobileNumber, NotADate, NotAChoice, NotAWholeNumber, NotDeclared, NotASignature,
}

/// <summary>Who filled something in.</summary>
public enum FormWriter { Nobody, Applicant, Clerk }

public sealed record FieldChoiceView(string Value, string Label, string LabelEn);

/// <summary>The field counts only while another one has this value.</summary>
public sealed record FieldConditionView(string Field, string Equal);

/// <param name="Private">The clerk sees a mask until the applicant shows it.</param>
/// <param name="ApplicantOnly">No grant opens it to a clerk.</param>
/// <param name="MaxLength">In UTF-16 units.</param>
public sealed record FieldLayout(
    string Id, string Label, string LabelEn, FieldKind Kind, bool Required, int MaxLength, bool Private, bool ApplicantOnly,
    IReadOnlyList<FieldChoiceView> Choices, string? Hint, string? HintEn, FieldConditionView? OnlyIf);

public sealed record FormPageLayout(string Id, string Title, string TitleEn, IReadOnlyList<FieldLayout> Fields);

/// <summary>A form as both sides render it.</summary>
public sealed record FormLayout(string Name, int Version, string Title, string TitleEn, IReadOnlyList<FormPageLayout> Pages);

/// <param name="Number">Names it in <see cref="DecideProposalRequest"/>.</param>
/// <param name="Masked">The text is what a mask left.</param>
public sealed record ProposalView(long Number, string Text, bool Masked);

/// <summary>One field as its viewer may see it; what is masked never leaves the server.</summary>
/// <param name="Masked">The text is what a mask left of the value.</param>
/// <param name="Revision">Goes back with a change, so that nobody overwrites what they have not seen.</param>
/// <param name="Revealed">The applicant shows it to the clerk.</param>
/// <param name="RevealAsked">The clerk asks to see it.</param>
public sealed record FieldView(string Id, string Text, bool Masked, int Revision, FormWriter By, FieldError Error, ProposalView? Proposal, bool Revealed, bool RevealAsked);

/// <summary>Nobody → Asked → Granted → Nobody.</summary>
public enum ControlStage { None, Asked, Granted }

/// <param name="PageId">The page that may be written; null = the whole form.</param>
/// <param name="Seconds">Asked for that long; null unless asked.</param>
/// <param name="Until">While granted: when it ends by itself.</param>
public sealed record ControlView(ControlStage Stage, string? PageId, int? Seconds, DateTimeOffset? Until);

/// <param name="Paused">The applicant shows nothing new meanwhile.</param>
public sealed record FormStatus(bool Paused, bool Submitted, ControlView Control);

/// <summary>The whole form as its viewer may see it.</summary>
/// <param name="Sequence">Of the last change in it; news with a smaller or equal one is old.</param>
public sealed record FormView(string SessionId, long Sequence, FormLayout Layout, IReadOnlyList<FieldView> Fields, FormStatus Status);

/// <summary>What one change made of a form.</summary>
/// <param name="After">Sequence of the change before; a page that has another one asks for the whole form. Null = every field is here.</param>
/// <param name="Fields">Those it touched.</param>
public sealed record FormNews(string SessionId, long? After, long Sequence, IReadOnlyList<FieldView> Fields, FormStatus Status);

/// <summary>Answer to a change.</summary>
/// <param name="Sequence">Of the form after it.</param>
/// <param name="Revision">Of the field that was written; 0 where none was.</param>
public sealed record FormChanged(long Sequence, int Revision);

public sealed record OpenFormRequest(string SessionId);
/// <param name="Revision">Of the value that the writer has seen; 0 = empty.</param>
public sealed record SetFieldRequest(string SessionId, string FieldId, string Text, int Revision);
public sealed record ProposeFieldRequest(string SessionId, string FieldId, string Text);
public sealed record DecideProposalRequest(string SessionId, long Number, bool Accept);
/// <param name="PageId">Null = the whole form.</param>
/// <param name="Seconds">1..900.</param>
public sealed record AskControlRequest(string SessionId, string? PageId, int Seconds);
public sealed record AnswerControlRequest(string SessionId, bool Grant);
/// <summary>The applicant takes control back, or the clerk gives it back.</summary>
public sealed record EndControlRequest(string SessionId);
public sealed record AskRevealRequest(string SessionId, string FieldId);
public sealed record RevealFieldRequest(string SessionId, string FieldId, bool Show);
public sealed record PauseFormRequest(string SessionId, bool Paused);
/// <param name="Submitted">False takes the submission back, to mend something.</param>
public sealed record SubmitFormRequest(string SessionId, bool Submitted);

/// <summary>What somebody points at.</summary>
public enum GestureKind
{
    /// <summary>Where the pointer is; latest wins.</summary>
    Point,
    /// <summary>The field that has the cursor.</summary>
    Focus,
    /// <summary>A field marked for the other, until unmarked.</summary>
    Mark,
    Unmark,
    /// <summary>The page and the field at the top of the view, for whoever follows.</summary>
    View,
}

/// <summary>Nothing that must last: it is passed on and forgotten.</summary>
/// <param name="FieldId">Null = the page itself.</param>
/// <param name="X">0..1 inside the field or page, from the left.</param>
/// <param name="Y">0..1 inside the field or page, from the top.</param>
public sealed record FormGestureRequest(string SessionId, GestureKind Kind, string PageId, string? FieldId, double X, double Y);

public sealed record FormGesture(string SessionId, FormWriter By, GestureKind Kind, string PageId, string? FieldId, double X, double Y);

/// <summary>What both sides may ask about the form of a session.</summary>
public interface IFormHub
{
    /// <summary>The whole truth; asked on opening and after each gap.</summary>
    Task<Reply<FormView>> OpenForm(OpenFormRequest request);
    Task<Reply<FormChanged>> SetField(SetFieldRequest request);
    Task<Reply<FormChanged>> EndControl(EndControlRequest request);
    Task<Reply<Done>> GestureAtForm(FormGestureRequest request);
}

/// <summary>What a page is told about the form.</summary>
public interface IFormClient
{
    Task FormNews(FormNews news);
    Task FormGesture(FormGesture gesture);
}
