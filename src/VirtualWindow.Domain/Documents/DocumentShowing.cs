namespace VirtualWindow.Domain.Documents;

/// <summary>
/// One document laid before both sides at once: who opened it, and which side's page found the announced hash in the bytes it received.
/// A session has one open showing at most; the rows stay as evidence of what was looked at together.
/// </summary>
public sealed class DocumentShowing : IVersioned
{
    private DocumentShowing()
    {
    }

    public DocumentShowing(SharedDocument document, int serial, ParticipantId by, DateTimeOffset now) =>
        (Session, Serial, Document, Sha256, OpenedBy, OpenedAt) =
        (document.Session, serial, document.Id, document.Sha256 ?? throw new IllegalMoveException(nameof(SharedDocument), document.State.ToString(), "Open"), by, now);

    public SessionId Session { get; private set; }
    /// <summary>1, 2, … within the session.</summary>
    public int Serial { get; private set; }
    public int Version { get; private set; }
    public DocumentId Document { get; private set; }
    public string Sha256 { get; private set; } = null!;
    public ParticipantId OpenedBy { get; private set; }
    public DateTimeOffset OpenedAt { get; private set; }
    /// <summary>When the applicant's page had computed the same hash; null = not yet.</summary>
    public DateTimeOffset? ApplicantSawAt { get; private set; }
    public DateTimeOffset? ClerkSawAt { get; private set; }
    public DateTimeOffset? ClosedAt { get; private set; }

    public bool BothSaw => ApplicantSawAt is not null && ClerkSawAt is not null;

    /// <summary>A page has the bytes and computed their hash.</summary>
    /// <returns>False when the hash is another one: nothing is noted then.</returns>
    public bool Confirm(bool applicant, string sha256, DateTimeOffset now)
    {
        if (ClosedAt is not null) throw new IllegalMoveException(nameof(DocumentShowing), "Closed", nameof(Confirm));
        if (!string.Equals(sha256, Sha256, StringComparison.Ordinal)) return false;
        if (applicant) ApplicantSawAt ??= now;
        else ClerkSawAt ??= now;
        return true;
    }

    public void Close(DateTimeOffset now) => ClosedAt ??= now;
}
