namespace VirtualWindow.Domain.Documents;

/// <summary>What a document is, beside its bytes.</summary>
/// <param name="Name">As people see it; never a path.</param>
/// <param name="Material">The row of the item's material list that it answers; null = none.</param>
/// <param name="AddedBy">The seat it came from; null = this program.</param>
public sealed record DocumentTitle(SessionId Session, string Name, string? Material, DocumentOrigin Origin, ParticipantId? AddedBy);

/// <summary>The bytes that both sides see.</summary>
/// <param name="Sha256">64 lower-case hexadecimal digits.</param>
public sealed record ShownBytes(string Sha256, long Length, string MediaType, IReadOnlyList<PageSize> Pages);

/// <summary>
/// A document of a session (材料). Of an upload two files are kept: the original, which nobody sees, and the safe copy made from it, which is
/// shown. A signed or stamped version is a document of its own that replaces the one before: versions form a chain and every one stays.
/// </summary>
/// <remarks><code>
///  upload ─▶ Checking ──Show──▶ Shown ──Withdraw──▶ Withdrawn
///              │  │                ▲
///              │  └──Hold──▶ Held ─┤ Show
///              └──Refuse──▶ Refused ◀─ Refuse            made by this program ─▶ Shown
/// </code></remarks>
public sealed class SharedDocument : IVersioned
{
    public static LegalMoves<DocumentState, DocumentMove> Legal { get; } = new(nameof(SharedDocument),
        (DocumentState.Checking, DocumentMove.Show, DocumentState.Shown),
        (DocumentState.Checking, DocumentMove.Hold, DocumentState.Held),
        (DocumentState.Checking, DocumentMove.Refuse, DocumentState.Refused),
        (DocumentState.Checking, DocumentMove.Withdraw, DocumentState.Withdrawn),
        (DocumentState.Held, DocumentMove.Hold, DocumentState.Held),
        (DocumentState.Held, DocumentMove.Show, DocumentState.Shown),
        (DocumentState.Held, DocumentMove.Refuse, DocumentState.Refused),
        (DocumentState.Held, DocumentMove.Withdraw, DocumentState.Withdrawn),
        (DocumentState.Shown, DocumentMove.Withdraw, DocumentState.Withdrawn));

    private SharedDocument()
    {
    }

    public DocumentId Id { get; private set; }
    public int Version { get; private set; }
    public SessionId Session { get; private set; }
    public string Name { get; private set; } = null!;
    public string? Material { get; private set; }
    public DocumentOrigin Origin { get; private set; }
    public DocumentState State { get; private set; }
    /// <summary>Null unless refused.</summary>
    public DocumentRefusal? Refusal { get; private set; }
    public ParticipantId? AddedBy { get; private set; }
    public DateTimeOffset AddedAt { get; private set; }
    /// <summary>The version before this one.</summary>
    public DocumentId? Replaces { get; private set; }

    /// <summary>Of the original; null when this program made it.</summary>
    public string? OriginalSha256 { get; private set; }
    public long OriginalLength { get; private set; }
    /// <summary>The original carries signatures, which the safe copy has not.</summary>
    public bool OriginalIsSigned { get; private set; }

    /// <summary>Of the bytes shown; null until there are any, like the rest below.</summary>
    public string? Sha256 { get; private set; }
    public long Length { get; private set; }
    public string? MediaType { get; private set; }
    public IReadOnlyList<PageSize> Pages { get; private set; } = [];

    /// <summary>All bytes of an upload have arrived.</summary>
    public static SharedDocument Receive(DocumentId id, DocumentTitle title, string originalSha256, long length, DateTimeOffset now)
    {
        var document = Create(id, title, now);
        (document.OriginalSha256, document.OriginalLength) = (originalSha256, length);
        return document;
    }

    /// <summary>This program made it, so there is nothing to check.</summary>
    public static SharedDocument Make(DocumentId id, DocumentTitle title, ShownBytes bytes, DateTimeOffset now)
    {
        var document = Create(id, title, now);
        document.Show(bytes, originalIsSigned: false);
        return document;
    }

    /// <summary>The next version of this document.</summary>
    /// <exception cref="IllegalMoveException">It is not shown, so that nobody can have signed it.</exception>
    public SharedDocument Supersede(DocumentId id, DocumentOrigin origin, ParticipantId? by, ShownBytes bytes, DateTimeOffset now)
    {
        if (State != DocumentState.Shown) throw new IllegalMoveException(nameof(SharedDocument), State.ToString(), nameof(Supersede));
        var next = Make(id, new(Session, Name, Material, origin, by), bytes, now);
        next.Replaces = Id;
        return next;
    }

    public void Show(ShownBytes bytes, bool originalIsSigned)
    {
        Move(DocumentMove.Show);
        (Sha256, Length, MediaType, Pages, OriginalIsSigned) = (bytes.Sha256, bytes.Length, bytes.MediaType, bytes.Pages, originalIsSigned);
    }

    public void Hold() => Move(DocumentMove.Hold);

    public void Refuse(DocumentRefusal refusal)
    {
        Move(DocumentMove.Refuse);
        Refusal = refusal;
    }

    public void Withdraw() => Move(DocumentMove.Withdraw);

    private static SharedDocument Create(DocumentId id, DocumentTitle title, DateTimeOffset now) => new()
    {
        Id = id,
        Session = title.Session,
        Name = title.Name,
        Material = title.Material,
        Origin = title.Origin,
        AddedBy = title.AddedBy,
        AddedAt = now,
    };

    private void Move(DocumentMove move) => State = Legal.Next(State, move);
}
