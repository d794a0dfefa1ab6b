namespace VirtualWindow.Domain.Signing;

/// <summary>
/// The scripted gate of a session: identity → consent → read → sign → stamp. Whoever asks for a step before its turn is refused with the
/// step that is missing; the clerk cannot stamp what the applicant has not signed.
/// </summary>
/// <remarks>PIPL §29 asks for a separate consent to handwriting (biometric); 电子签名法 §13 for a signature under the signer's sole control and
/// over these very bytes.</remarks>
public sealed class SigningGate : IVersioned
{
    private readonly List<SigningPaper> _papers = [];

    private SigningGate()
    {
    }

    public SessionId Session { get; private set; }
    public int Version { get; private set; }
    public DateTimeOffset? IdentityAt { get; private set; }
    /// <summary>Staff number of who confirmed it.</summary>
    public string? IdentityBy { get; private set; }
    public IdentityMethod? IdentityMethod { get; private set; }
    public DateTimeOffset? ConsentAt { get; private set; }
    public DateTimeOffset? ConsentEndedAt { get; private set; }
    /// <summary>Version of the sentence that was agreed to.</summary>
    public int ConsentWording { get; private set; }
    public IReadOnlyList<SigningPaper> Papers => _papers;

    public bool IsIdentified => IdentityAt is not null;

    public bool HasConsent => ConsentAt is not null && ConsentEndedAt is null;

    /// <summary>What is to be done next.</summary>
    public SigningStep Step =>
        !IsIdentified ? SigningStep.Identity
        : !HasConsent ? SigningStep.Consent
        : _papers.Exists(paper => paper.State == PaperState.Asked) ? SigningStep.Read
        : _papers.Exists(paper => paper.State == PaperState.Read) ? SigningStep.Sign
        : _papers.Exists(paper => paper.State == PaperState.SignedByHand) ? SigningStep.Stamp
        : _papers.Exists(paper => paper.State == PaperState.Stamped) ? SigningStep.Done
        : SigningStep.Read;

    public static SigningGate Open(SessionId session) => new() { Session = session };

    public SigningPaper? Find(DocumentId document) => _papers.Find(paper => paper.Document == document);

    public SigningRefusal ConfirmIdentity(string staffNumber, IdentityMethod method, DateTimeOffset now)
    {
        if (IsIdentified) return SigningRefusal.Stale;
        (IdentityAt, IdentityBy, IdentityMethod) = (now, staffNumber, method);
        return SigningRefusal.None;
    }

    /// <summary>The applicant agrees to signing by hand on the screen, or takes it back for all that is not signed yet.</summary>
    public SigningRefusal AnswerConsent(bool agreed, int wording, DateTimeOffset now)
    {
        if (!IsIdentified) return SigningRefusal.IdentityFirst;
        if (agreed == HasConsent) return SigningRefusal.Stale;
        if (agreed) (ConsentAt, ConsentEndedAt, ConsentWording) = (now, null, wording);
        else ConsentEndedAt = now;
        return SigningRefusal.None;
    }

    /// <summary>The clerk puts a paper before the applicant.</summary>
    public SigningRefusal Ask(DocumentId document, string sha256, SigningPlace place, long? formSequence, DateTimeOffset now)
    {
        if (!IsIdentified) return SigningRefusal.IdentityFirst;
        var before = Find(document);
        if (before is { State: not PaperState.Withdrawn }) return SigningRefusal.Stale;
        // A new form takes the place of the one that nobody signed.
        if (formSequence is not null)
            foreach (var older in _papers.Where(paper => paper.FormSequence is not null && paper.State is PaperState.Asked or PaperState.Read))
                older.Withdraw();
        if (before is not null) before.AskAgain(sha256, place, now);
        else _papers.Add(new SigningPaper(Session, document, sha256, place, formSequence, now));
        return SigningRefusal.None;
    }

    /// <summary>The applicant's page has shown the last page of exactly these bytes.</summary>
    public SigningRefusal ReportRead(DocumentId document, string sha256, DateTimeOffset now)
    {
        if (Refuses(document, sha256, PaperState.Asked, PaperState.Read) is var no and not SigningRefusal.None) return no;
        Find(document)!.Read(now);
        return SigningRefusal.None;
    }

    /// <summary>Whether these bytes may be signed now; asked before the signature is made.</summary>
    public SigningRefusal RefusesSigning(DocumentId document, string sha256) => Find(document)?.State == PaperState.Asked && IsIdentified && HasConsent
        ? SigningRefusal.ReadFirst
        : Refuses(document, sha256, PaperState.Read, PaperState.Read);

    public SigningRefusal Sign(DocumentId document, string sha256, SignedVersion version, string inkSha256, DateTimeOffset now)
    {
        if (RefusesSigning(document, sha256) is var no and not SigningRefusal.None) return no;
        Find(document)!.Sign(version, inkSha256, now);
        return SigningRefusal.None;
    }

    /// <summary>Whether a seal may be put on it now; asked before the key is.</summary>
    /// <param name="sha256">Of the signed version that the clerk looks at.</param>
    public SigningRefusal RefusesStamp(DocumentId document, string sha256)
    {
        if (!IsIdentified) return SigningRefusal.IdentityFirst;
        if (Find(document) is not { } paper) return SigningRefusal.UnknownPaper;
        return paper.State switch
        {
            PaperState.Asked or PaperState.Read => SigningRefusal.SignFirst,
            PaperState.SignedByHand => paper.SignedSha256 == sha256 ? SigningRefusal.None : SigningRefusal.OtherBytes,
            _ => SigningRefusal.Stale,
        };
    }

    public SigningRefusal Stamp(DocumentId document, string sha256, SignedVersion version, string ledgerNumber, DateTimeOffset now)
    {
        if (RefusesStamp(document, sha256) is var no and not SigningRefusal.None) return no;
        Find(document)!.Stamp(version, ledgerNumber, now);
        return SigningRefusal.None;
    }

    /// <summary>The clerk takes it back, or the applicant does not want to sign it.</summary>
    public SigningRefusal Withdraw(DocumentId document)
    {
        if (Find(document) is not { } paper) return SigningRefusal.UnknownPaper;
        if (paper.State is not (PaperState.Asked or PaperState.Read)) return SigningRefusal.Stale;
        paper.Withdraw();
        return SigningRefusal.None;
    }

    private SigningRefusal Refuses(DocumentId document, string sha256, params ReadOnlySpan<PaperState> expected)
    {
        if (!IsIdentified) return SigningRefusal.IdentityFirst;
        if (!HasConsent) return SigningRefusal.ConsentFirst;
        if (Find(document) is not { } paper) return SigningRefusal.UnknownPaper;
        if (!expected.Contains(paper.State)) return SigningRefusal.Stale;
        return paper.Sha256 == sha256 ? SigningRefusal.None : SigningRefusal.OtherBytes;
    }
}
