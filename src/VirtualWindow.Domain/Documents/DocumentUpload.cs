namespace VirtualWindow.Domain.Documents;

/// <summary>An upload under way: it grows at its end only, survives cuts and restarts, and becomes the <see cref="SharedDocument"/> of the same id.</summary>
public sealed class DocumentUpload : IVersioned
{
    private DocumentUpload()
    {
    }

    /// <param name="answers">The question that it answers once it is whole.</param>
    public DocumentUpload(DocumentId id, DocumentTitle title, DocumentRequestId? answers, long length, string sha256, DateTimeOffset now)
    {
        (Id, Session, Name, Material, Origin, AddedBy) = (id, title.Session, title.Name, title.Material, title.Origin, title.AddedBy);
        (Answers, Length, Sha256, StartedAt, ChangedAt) = (answers, length, sha256, now, now);
    }

    public DocumentId Id { get; private set; }
    public int Version { get; private set; }
    public SessionId Session { get; private set; }
    public string Name { get; private set; } = null!;
    public string? Material { get; private set; }
    public DocumentOrigin Origin { get; private set; }
    public ParticipantId? AddedBy { get; private set; }
    public DocumentRequestId? Answers { get; private set; }
    /// <summary>Of the whole, as announced; what arrives must have it.</summary>
    public string Sha256 { get; private set; } = null!;
    public long Length { get; private set; }
    /// <summary>Bytes that lie on the disk.</summary>
    public long Received { get; private set; }
    public DateTimeOffset StartedAt { get; private set; }
    public DateTimeOffset ChangedAt { get; private set; }

    public bool Complete => Received == Length;
    public DocumentTitle Title => new(Session, Name, Material, Origin, AddedBy);

    /// <param name="from">Where the part starts.</param>
    /// <exception cref="IllegalMoveException">It does not start where the last one ended, or leads beyond the whole.</exception>
    public void Grow(long from, int bytes, DateTimeOffset now)
    {
        if (from != Received || from + bytes > Length) throw new IllegalMoveException(nameof(DocumentUpload), $"{Received}/{Length}", $"{from}+{bytes}");
        (Received, ChangedAt) = (from + bytes, now);
    }

    public SharedDocument Finish(DateTimeOffset now) => Complete
        ? SharedDocument.Receive(Id, Title, Sha256, Length, now)
        : throw new IllegalMoveException(nameof(DocumentUpload), $"{Received}/{Length}", nameof(Finish));
}
