namespace VirtualWindow.Domain.Documents;

/// <summary>How a request for a material ended. Stored as numbers: append only.</summary>
public enum RequestEnd
{
    /// <summary>It is open.</summary>
    None = 0,
    Answered = 1,
    /// <summary>The applicant does not have it, or will not show it.</summary>
    Declined = 2,
    /// <summary>The clerk took it back.</summary>
    Withdrawn = 3,
}

/// <summary>The clerk asks the applicant for a picture or file of one material; the applicant alone presses the shutter. It ends once.</summary>
public sealed class DocumentRequest : IVersioned
{
    private DocumentRequest()
    {
    }

    public DocumentRequest(DocumentRequestId id, SessionId session, string? material, string name, DateTimeOffset now) =>
        (Id, Session, Material, Name, AskedAt) = (id, session, material, name, now);

    public DocumentRequestId Id { get; private set; }
    public int Version { get; private set; }
    public SessionId Session { get; private set; }
    public string? Material { get; private set; }
    /// <summary>What is asked for, as the applicant reads it.</summary>
    public string Name { get; private set; } = null!;
    public DateTimeOffset AskedAt { get; private set; }
    public RequestEnd End { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }
    /// <summary>The document that answered it.</summary>
    public DocumentId? Answer { get; private set; }

    public bool Open => End == RequestEnd.None;

    public void AnswerWith(DocumentId document, DateTimeOffset now)
    {
        Finish(RequestEnd.Answered, now);
        Answer = document;
    }

    public void Decline(DateTimeOffset now) => Finish(RequestEnd.Declined, now);

    public void Withdraw(DateTimeOffset now) => Finish(RequestEnd.Withdrawn, now);

    private void Finish(RequestEnd end, DateTimeOffset now)
    {
        if (!Open) throw new IllegalMoveException(nameof(DocumentRequest), End.ToString(), end.ToString());
        (End, EndedAt) = (end, now);
    }
}
