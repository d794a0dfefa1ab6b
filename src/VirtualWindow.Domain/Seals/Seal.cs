namespace VirtualWindow.Domain.Seals;

/// <summary>What a round seal looks like (国发〔1999〕25 号); it is drawn from this as vectors.</summary>
/// <param name="Authority">In the arc, e.g. 固始县行政审批局.</param>
/// <param name="Purpose">Below the star, e.g. 行政审批专用章; null = nothing.</param>
/// <param name="Number">Thirteen digits along the lower edge (公章编码); null = nothing.</param>
public sealed record SealFace(string Authority, string? Purpose, string? Number, int DiameterMillimetres = 42);

/// <summary>Who may use a seal, for what, and how often a day.</summary>
/// <param name="Staff">Staff numbers; empty = every clerk of the seal's site.</param>
/// <param name="Items">Service items; empty = all.</param>
/// <param name="UsesPerDay">Documents a day of the hall; 0 = none.</param>
public sealed record SealRules(IReadOnlyList<string> Staff, IReadOnlyList<string> Items, int UsesPerDay);

/// <summary>A staff member who wants to use a seal.</summary>
public sealed record SealUser(string StaffNumber, SiteId Site);

/// <summary>An authority's seal (印章) in the register, with the head of its ledger.</summary>
/// <remarks><code>
///  Register ─▶ Active ──Suspend──▶ Suspended
///                │  ◀──Release──       │
///                └──────Revoke─────────┴──▶ Revoked
/// </code>
/// Every use writes two lines: one before the key is asked, one after. Both move the head, and the version of this row lets
/// only one writer do it at a time, so that the chain has no gaps and the quota no holes.</remarks>
public sealed class Seal : IVersioned
{
    public static LegalMoves<SealState, SealMove> Legal { get; } = new(nameof(Seal),
        (SealState.Active, SealMove.Suspend, SealState.Suspended),
        (SealState.Suspended, SealMove.Release, SealState.Active),
        (SealState.Active, SealMove.Revoke, SealState.Revoked),
        (SealState.Suspended, SealMove.Revoke, SealState.Revoked));

    private Seal()
    {
    }

    public SealId Id { get; private set; }
    public int Version { get; private set; }
    public SealState State { get; private set; }
    public SiteId Site { get; private set; }
    public string Authority { get; private set; } = null!;
    public string? Purpose { get; private set; }
    public string? Number { get; private set; }
    public int DiameterMillimetres { get; private set; }
    /// <summary>DER of the certificate (X.509) of its key.</summary>
    public byte[] Certificate { get; private set; } = null!;
    public DateTimeOffset ValidFrom { get; private set; }
    public DateTimeOffset ValidTo { get; private set; }
    public DateTimeOffset? RevokedAt { get; private set; }
    public string? RevokedReason { get; private set; }
    public int UsesPerDay { get; private set; }
    /// <summary>The day that <see cref="UsesThatDay"/> counts.</summary>
    public DateOnly UsedOn { get; private set; }
    public int UsesThatDay { get; private set; }
    public long LastLine { get; private set; }
    public byte[] LastHash { get; private set; } = null!;

    /// <summary>Staff numbers and item codes, each separated by a space.</summary>
    public string Staff { get; private set; } = "";
    public string Items { get; private set; } = "";

    public SealFace Face => new(Authority, Purpose, Number, DiameterMillimetres);

    public SealRules Rules => new(Words(Staff), Words(Items), UsesPerDay);

    /// <param name="certificate">DER; <paramref name="from"/> and <paramref name="to"/> are its validity.</param>
    public static (Seal Seal, SealLedgerLine Line) Register(
        SealId id, SiteId site, SealFace face, SealRules rules, byte[] certificate, DateTimeOffset from, DateTimeOffset to, DateTimeOffset now, string by)
    {
        var seal = new Seal
        {
            Id = id, Site = site, Authority = face.Authority, Purpose = face.Purpose, Number = face.Number, DiameterMillimetres = face.DiameterMillimetres,
            Certificate = certificate, ValidFrom = from, ValidTo = to, LastHash = SealLedgerLine.Start(id),
        };
        seal.Follow(rules);
        return (seal, seal.Write(new SealUse(SealAct.Registered, now, by)));
    }

    /// <summary>How often it may still be used on a day.</summary>
    public int Left(DateOnly today) => Math.Max(0, UsesPerDay - (UsedOn == today ? UsesThatDay : 0));

    /// <param name="uses">Documents that are to be sealed at once.</param>
    public SealRefusal Refuses(SealUser user, ItemCode item, int uses, DateOnly today, DateTimeOffset now)
    {
        if (State != SealState.Active) return SealRefusal.NotActive;
        if (now < ValidFrom || now > ValidTo) return SealRefusal.OutsideValidity;
        var rules = Rules;
        if (rules.Staff.Count == 0 ? user.Site != Site : !rules.Staff.Contains(user.StaffNumber)) return SealRefusal.NotYourSeal;
        if (rules.Items.Count > 0 && !rules.Items.Contains(item.Value)) return SealRefusal.OtherItem;
        return uses > Left(today) ? SealRefusal.QuotaUsedUp : SealRefusal.None;
    }

    /// <summary>Announces one use; it counts against the quota even if the key then says no.</summary>
    /// <exception cref="IllegalMoveException">The caller did not ask <see cref="Refuses"/>.</exception>
    public SealLedgerLine Intend(DateOnly today, DateTimeOffset now, string by, string? session, string document, string before)
    {
        if (State != SealState.Active || Left(today) == 0) throw new IllegalMoveException(nameof(Seal), State.ToString(), nameof(Intend));
        (UsedOn, UsesThatDay) = (today, UsedOn == today ? UsesThatDay + 1 : 1);
        return Write(new SealUse(SealAct.Intended, now, by) { Session = session, Document = document, Before = before });
    }

    public SealLedgerLine Complete(SealLedgerLine intention, DateTimeOffset now, string after)
    {
        var use = intention.Read();
        return Write(use with { Act = SealAct.Used, At = now, After = after, Intention = intention.Sequence });
    }

    public SealLedgerLine Fail(SealLedgerLine intention, DateTimeOffset now, string reason)
    {
        var use = intention.Read();
        return Write(use with { Act = SealAct.Failed, At = now, Intention = intention.Sequence, Reason = reason });
    }

    /// <exception cref="IllegalMoveException">The caller saw an older state.</exception>
    public SealLedgerLine Make(SealMove move, DateTimeOffset now, string by, string reason)
    {
        State = Legal.Next(State, move);
        if (State == SealState.Revoked) (RevokedAt, RevokedReason) = (now, reason);
        var act = move switch { SealMove.Suspend => SealAct.Suspended, SealMove.Release => SealAct.Released, _ => SealAct.Revoked };
        return Write(new SealUse(act, now, by) { Reason = reason });
    }

    public SealLedgerLine Change(SealRules rules, DateTimeOffset now, string by)
    {
        if (State == SealState.Revoked) throw new IllegalMoveException(nameof(Seal), State.ToString(), nameof(Change));
        Follow(rules);
        return Write(new SealUse(SealAct.RulesChanged, now, by) { Reason = $"{UsesPerDay} · {Staff} · {Items}" });
    }

    /// <summary>The number that stands in the ledger and on the receipt, e.g. gushi-approval-000012.</summary>
    public static string LedgerNumber(SealId seal, long sequence) => $"{seal}-{sequence:000000}";

    private void Follow(SealRules rules) => (Staff, Items, UsesPerDay) = (string.Join(' ', rules.Staff), string.Join(' ', rules.Items), rules.UsesPerDay);

    private SealLedgerLine Write(SealUse use)
    {
        var line = SealLedgerLine.Write(Id, ++LastLine, LastHash, use);
        LastHash = line.Hash;
        return line;
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
