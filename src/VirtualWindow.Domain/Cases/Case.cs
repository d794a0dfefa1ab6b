using VirtualWindow.Domain.Sessions;

namespace VirtualWindow.Domain.Cases;

/// <summary>What a case takes over from the sitting: copied, because the sources change later.</summary>
public sealed record CaseOrigin(
    SessionId Session, TicketId Ticket, string TicketNumber, SiteId AuthoritySite, SiteId ServedAt, StaffId Clerk, string ClerkName,
    string ClerkNumber, ItemCode Item, string ItemName, string ItemNameEn, DepartmentCode Department, string DepartmentName,
    RegionCode Region, string? ApplicantName, string? ApplicantPhone, Outcome Outcome, string Notes, DateTimeOffset StartedAt, DateTimeOffset EndedAt);

/// <summary>What one sitting brings to a further department (高效办成一件事).</summary>
public sealed record LinkedItem(ItemCode Item, string ItemName, string ItemNameEn, DepartmentCode Department, string DepartmentName);

/// <summary>What is filed (办件). Exactly one per sitting, and one more for each further item that is linked to it.</summary>
/// <remarks><code>
///  end of session ─▶ Pending ──File──▶ Filed
/// </code>
/// Each follow-up step sets one thing once; setting it again changes nothing, so that a step may be repeated after a crash.</remarks>
public sealed class Case : IVersioned
{
    public static LegalMoves<CaseState, CaseMove> Legal { get; } = new(nameof(Case),
        (CaseState.Pending, CaseMove.File, CaseState.Filed));

    private Case()
    {
    }

    public CaseId Id { get; private set; }
    public int Version { get; private set; }
    public CaseState State { get; private set; }
    /// <summary>The case of the sitting that this one is linked to; null = is that case itself.</summary>
    public CaseId? MainCase { get; private set; }
    public bool Linked => MainCase is not null;
    public SessionId Session { get; private set; }
    public TicketId Ticket { get; private set; }
    public string TicketNumber { get; private set; } = null!;
    public SiteId AuthoritySite { get; private set; }
    public SiteId ServedAt { get; private set; }
    public StaffId Clerk { get; private set; }
    public string ClerkName { get; private set; } = null!;
    public string ClerkNumber { get; private set; } = null!;
    public ItemCode Item { get; private set; }
    public string ItemName { get; private set; } = null!;
    public string ItemNameEn { get; private set; } = null!;
    public DepartmentCode Department { get; private set; }
    public string DepartmentName { get; private set; } = null!;
    public RegionCode Region { get; private set; }
    public string? ApplicantName { get; private set; }
    public string? ApplicantPhone { get; private set; }
    public Outcome Outcome { get; private set; }
    public string Notes { get; private set; } = null!;
    public DateTimeOffset StartedAt { get; private set; }
    public DateTimeOffset EndedAt { get; private set; }

    /// <summary>The frozen facts of the sitting as JSON, and their SHA-256 in hex.</summary>
    public string? Evidence { get; private set; }
    public string? EvidenceHash { get; private set; }
    /// <summary>43 characters (<see cref="CaseNumber"/>).</summary>
    public string? FullNumber { get; private set; }
    /// <summary>What people see, e.g. "GS-20261123-0001".</summary>
    public string? Number { get; private set; }
    public bool PromiseSet { get; private set; }
    /// <summary>Last working day of the promise; null = the item promises nothing.</summary>
    public DateOnly? PromisedDate { get; private set; }
    /// <summary>The query password, encrypted for storage: the receipt shows it to the ticket's owner.</summary>
    public string? ProtectedPassword { get; private set; }
    public DateTimeOffset? FiledAt { get; private set; }

    public static Case Open(CaseId id, CaseOrigin origin) => new()
    {
        Id = id,
        Session = origin.Session,
        Ticket = origin.Ticket,
        TicketNumber = origin.TicketNumber,
        AuthoritySite = origin.AuthoritySite,
        ServedAt = origin.ServedAt,
        Clerk = origin.Clerk,
        ClerkName = origin.ClerkName,
        ClerkNumber = origin.ClerkNumber,
        Item = origin.Item,
        ItemName = origin.ItemName,
        ItemNameEn = origin.ItemNameEn,
        Department = origin.Department,
        DepartmentName = origin.DepartmentName,
        Region = origin.Region,
        ApplicantName = origin.ApplicantName,
        ApplicantPhone = origin.ApplicantPhone,
        Outcome = origin.Outcome,
        Notes = origin.Notes,
        StartedAt = origin.StartedAt,
        EndedAt = origin.EndedAt,
    };

    /// <summary>The same sitting's application to another department; it is filed, numbered and decided by itself.</summary>
    public static Case Link(CaseId id, Case main, LinkedItem item)
    {
        var linked = (Case)main.MemberwiseClone();
        (linked.Id, linked.Version, linked.State, linked.MainCase) = (id, 0, CaseState.Pending, main.MainCase ?? main.Id);
        (linked.Item, linked.ItemName, linked.ItemNameEn) = (item.Item, item.ItemName, item.ItemNameEn);
        (linked.Department, linked.DepartmentName) = (item.Department, item.DepartmentName);
        (linked.Evidence, linked.EvidenceHash, linked.FullNumber, linked.Number) = (null, null, null, null);
        (linked.PromiseSet, linked.PromisedDate, linked.ProtectedPassword, linked.FiledAt) = (false, null, null, null);
        return linked;
    }

    public void CloseEvidence(string evidence, string sha256Hex)
    {
        if (EvidenceHash is null)
            (Evidence, EvidenceHash) = (evidence, sha256Hex);
    }

    public void Assign(CaseNumber number)
    {
        if (Number is null)
            (FullNumber, Number) = (number.Full, number.Display);
    }

    /// <param name="promised">Null when the item promises nothing.</param>
    public void Promise(DateOnly? promised)
    {
        if (!PromiseSet)
            (PromisedDate, PromiseSet) = (promised, true);
    }

    public void IssuePassword(string protectedPassword) => ProtectedPassword ??= protectedPassword;

    /// <exception cref="IllegalMoveException">Filed already, or a step before this one is missing.</exception>
    public void File(DateTimeOffset now)
    {
        if (EvidenceHash is null || Number is null || !PromiseSet || ProtectedPassword is null)
            throw new IllegalMoveException(nameof(Case), "Pending (incomplete)", nameof(CaseMove.File));
        Move(CaseMove.File);
        FiledAt = now;
    }

    private void Move(CaseMove move) => State = Legal.Next(State, move);
}
