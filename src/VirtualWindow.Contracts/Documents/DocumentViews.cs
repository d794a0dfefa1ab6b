namespace VirtualWindow.Contracts.Documents;

/// <summary>Where a document stands. Held: the virus scanner could not be asked; nobody sees it before it has answered.</summary>
public enum DocumentStage { Checking, Held, Refused, Shown, Withdrawn }

/// <summary>How a document came into the session.</summary>
public enum DocumentSource { Uploaded, Captured, Generated, Signed, Stamped }

/// <summary>What is seen of one page, upright, in points (1/72 inch).</summary>
public sealed record DocumentPageView(double Width, double Height);

/// <summary>A document of the session. Its bytes: <c>GET /api/documents/{id}</c>, only while shown.</summary>
/// <param name="Material">The row of the item's material list that it answers.</param>
/// <param name="Refusal">Why nobody sees it, and what to do; null unless refused.</param>
/// <param name="AddedBy">Null: made by this program.</param>
/// <param name="Sha256">Of the bytes shown, 64 hexadecimal digits; null until there are any, like the rest of their description.</param>
/// <param name="Replaces">The version before this one.</param>
/// <param name="OriginalIsSigned">The file as it came carries signatures; what is shown is a copy without them.</param>
public sealed record DocumentView(
    string DocumentId, string Name, string? Material, DocumentSource Source, DocumentStage Stage, Refusal? Refusal, ParticipantRole? AddedBy,
    DateTimeOffset AddedAt, string? Sha256, long Bytes, string? MediaType, IReadOnlyList<DocumentPageView> Pages, string? Replaces, bool OriginalIsSigned);

/// <summary>The clerk asks for a picture or file of one material.</summary>
public sealed record DocumentAskView(string AskId, string? Material, string Name, DateTimeOffset AskedAt);

/// <summary>The document that lies before both sides now.</summary>
/// <param name="Serial">Names this showing; grows with each.</param>
/// <param name="ApplicantSaw">The applicant's page found this hash in the bytes that it received.</param>
public sealed record ShowingView(int Serial, string DocumentId, string Sha256, ParticipantRole OpenedBy, bool ApplicantSaw, bool ClerkSaw);

/// <summary>Everything about the documents of one session.</summary>
/// <param name="Documents">Oldest first, in whatever stage.</param>
/// <param name="Asks">Those that are open.</param>
public sealed record DocumentDeskView(string SessionId, IReadOnlyList<DocumentView> Documents, IReadOnlyList<DocumentAskView> Asks, ShowingView? Showing);

public sealed record OpenDocumentsRequest(string SessionId);
/// <summary>Lays a document before both sides.</summary>
public sealed record ShowDocumentRequest(string SessionId, string DocumentId);
public sealed record CloseDocumentRequest(string SessionId, int Serial);
/// <summary>The page has the bytes and computed this hash of them.</summary>
/// <param name="Sha256">64 lower-case hexadecimal digits.</param>
public sealed record ConfirmDocumentRequest(string SessionId, int Serial, string Sha256);
/// <summary>Takes back a document that one has added oneself.</summary>
public sealed record WithdrawDocumentRequest(string SessionId, string DocumentId);
/// <param name="Material">The row of the item's material list; null = something else.</param>
/// <param name="Name">What is asked for, 1..100 characters, as the applicant reads it.</param>
public sealed record AskDocumentRequest(string SessionId, string? Material, string Name);
/// <summary>The clerk takes the question back, or the applicant cannot answer it.</summary>
public sealed record EndAskRequest(string SessionId, string AskId);

/// <summary>What somebody does with the document before both.</summary>
public enum DocumentGestureKind
{
    /// <summary>Whoever has come anew asks the other for view and ink.</summary>
    Hello,
    /// <summary>What is looked at: page, its middle, and how much of it; latest wins.</summary>
    View,
    /// <summary>Where the pointer is; latest wins.</summary>
    Point,
    /// <summary>One stroke of ink.</summary>
    Ink,
    /// <summary>All own ink goes.</summary>
    Wipe,
}

/// <summary>Nothing that must last: passed on and forgotten. The same goes over the data channels when they are open (PROTOCOL.md, Documents).</summary>
/// <param name="Serial">Of the showing.</param>
/// <param name="Number">Grows with each gesture of one page; what came by both ways is taken once.</param>
/// <param name="Page">From 1.</param>
/// <param name="X">0..1 of the page's width, from the left.</param>
/// <param name="Y">0..1 of the page's height, from the top.</param>
/// <param name="Zoom">1 = the page's width fills the view; 0.25..8.</param>
/// <param name="Points">Of ink: x and y by turns, like above, at most 400 numbers.</param>
public sealed record DocumentGestureRequest(
    string SessionId, int Serial, DocumentGestureKind Kind, long Number, int Page, double X, double Y, double Zoom, IReadOnlyList<double>? Points);

/// <param name="By">Applicant or clerk.</param>
public sealed record DocumentGesture(
    string SessionId, int Serial, ParticipantRole By, DocumentGestureKind Kind, long Number, int Page, double X, double Y, double Zoom, IReadOnlyList<double>? Points);

/// <summary>A hint: something about the session's documents changed; the page asks for all of it.</summary>
public sealed record DocumentsChanged(string SessionId);

/// <summary><c>POST /api/documents</c>: announces an upload.</summary>
/// <param name="Name">Of the file, 1..120 characters.</param>
/// <param name="Bytes">Of the whole, 1..33,554,432.</param>
/// <param name="Sha256">Of the whole, 64 lower-case hexadecimal digits.</param>
/// <param name="Captured">Taken by the page's camera, not chosen as a file.</param>
/// <param name="AskId">The question that it answers.</param>
public sealed record UploadRequest(string SessionId, string Name, long Bytes, string Sha256, string? Material, bool Captured, string? AskId);

/// <summary>How far an upload is.</summary>
/// <param name="DocumentId">Also names the upload.</param>
/// <param name="Received">Bytes that need not be sent again.</param>
/// <param name="PartBytes">What each part but the last must have.</param>
/// <param name="Complete">All of it is here and is being checked.</param>
public sealed record UploadView(string DocumentId, long Received, int PartBytes, bool Complete);

/// <summary>What both sides may ask about the documents of a session.</summary>
public interface IDocumentHub
{
    Task<Reply<DocumentDeskView>> OpenDocuments(OpenDocumentsRequest request);
    Task<Reply<Done>> ShowDocument(ShowDocumentRequest request);
    Task<Reply<Done>> CloseDocument(CloseDocumentRequest request);
    Task<Reply<Done>> ConfirmDocument(ConfirmDocumentRequest request);
    Task<Reply<Done>> WithdrawDocument(WithdrawDocumentRequest request);
    Task<Reply<Done>> EndAsk(EndAskRequest request);
    /// <summary>The way of gestures while no data channel carries them.</summary>
    Task<Reply<Done>> GestureAtDocument(DocumentGestureRequest request);
}

/// <summary>What a page is told about documents.</summary>
public interface IDocumentClient
{
    Task DocumentsChanged(DocumentsChanged news);
    Task DocumentGesture(DocumentGesture gesture);
}
