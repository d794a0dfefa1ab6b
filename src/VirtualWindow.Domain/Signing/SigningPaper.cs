namespace VirtualWindow.Domain.Signing;

/// <summary>One document on its way from the clerk's request to the seal.</summary>
/// <remarks><code>
///  Ask ─▶ Asked ──Read──▶ Read ──Sign──▶ SignedByHand ──Stamp──▶ Stamped
///   ▲       └───Withdraw────┴──▶ Withdrawn
///   └────────────Ask─────────────────┘
/// </code></remarks>
public sealed class SigningPaper
{
    public static LegalMoves<PaperState, PaperMove> Legal { get; } = new(nameof(SigningPaper),
        (PaperState.Asked, PaperMove.Read, PaperState.Read),
        (PaperState.Read, PaperMove.Read, PaperState.Read),
        (PaperState.Read, PaperMove.Sign, PaperState.SignedByHand),
        (PaperState.SignedByHand, PaperMove.Stamp, PaperState.Stamped),
        (PaperState.Asked, PaperMove.Withdraw, PaperState.Withdrawn),
        (PaperState.Read, PaperMove.Withdraw, PaperState.Withdrawn),
        (PaperState.Withdrawn, PaperMove.Ask, PaperState.Asked));

    private SigningPaper()
    {
    }

    internal SigningPaper(SessionId session, DocumentId document, string sha256, SigningPlace place, long? formSequence, DateTimeOffset now)
    {
        (Session, Document, FormSequence) = (session, document, formSequence);
        Lay(sha256, place, now);
    }

    public SessionId Session { get; private set; }
    /// <summary>As it was asked for; the signed and the stamped one are versions of it.</summary>
    public DocumentId Document { get; private set; }
    /// <summary>Of the bytes that are to be signed, hexadecimal.</summary>
    public string Sha256 { get; private set; } = null!;
    /// <summary>The form's last change that is in it; null = it was not made from the form.</summary>
    public long? FormSequence { get; private set; }
    /// <summary>Where the applicant's signature stands; the seal stands to the right of it.</summary>
    public int Page { get; private set; }
    public double X { get; private set; }
    public double Y { get; private set; }
    public PaperState State { get; private set; }
    public DateTimeOffset AskedAt { get; private set; }
    public DateTimeOffset? ReadAt { get; private set; }
    public DateTimeOffset? SignedAt { get; private set; }
    public DateTimeOffset? StampedAt { get; private set; }
    public DocumentId? SignedDocument { get; private set; }
    public string? SignedSha256 { get; private set; }
    /// <summary>SHA-256 of the packed handwriting that the signature binds, hexadecimal.</summary>
    public string? InkSha256 { get; private set; }
    public DocumentId? StampedDocument { get; private set; }
    public string? StampedSha256 { get; private set; }
    public string? LedgerNumber { get; private set; }

    /// <summary>The newest version.</summary>
    public DocumentId Current => StampedDocument ?? SignedDocument ?? Document;

    public string CurrentSha256 => StampedSha256 ?? SignedSha256 ?? Sha256;

    public bool IsOpen => State is PaperState.Asked or PaperState.Read or PaperState.SignedByHand;

    /// <summary>What was taken back lies before the applicant again, and is read again.</summary>
    internal void AskAgain(string sha256, SigningPlace place, DateTimeOffset now)
    {
        Move(PaperMove.Ask);
        ReadAt = null;
        Lay(sha256, place, now);
    }

    internal void Read(DateTimeOffset now)
    {
        Move(PaperMove.Read);
        ReadAt ??= now;
    }

    internal void Sign(SignedVersion version, string inkSha256, DateTimeOffset now)
    {
        Move(PaperMove.Sign);
        (SignedDocument, SignedSha256, InkSha256, SignedAt) = (version.Document, version.Sha256, inkSha256, now);
    }

    internal void Stamp(SignedVersion version, string ledgerNumber, DateTimeOffset now)
    {
        Move(PaperMove.Stamp);
        (StampedDocument, StampedSha256, LedgerNumber, StampedAt) = (version.Document, version.Sha256, ledgerNumber, now);
    }

    internal void Withdraw() => Move(PaperMove.Withdraw);

    private void Lay(string sha256, SigningPlace place, DateTimeOffset now)
    {
        (Sha256, AskedAt) = (sha256, now);
        (Page, X, Y) = (place.Page, place.X, place.Y);
    }

    private void Move(PaperMove move) => State = Legal.Next(State, move);
}

/// <summary>The middle of a signature.</summary>
/// <param name="Page">From 0.</param>
/// <param name="X">In points from the left edge of the page as it is shown.</param>
/// <param name="Y">In points from its lower edge.</param>
public sealed record SigningPlace(int Page, double X, double Y);

/// <summary>A version of a document that somebody put a signature on.</summary>
public sealed record SignedVersion(DocumentId Document, string Sha256);
