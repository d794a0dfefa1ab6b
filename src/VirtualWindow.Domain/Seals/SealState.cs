namespace VirtualWindow.Domain.Seals;

/// <summary>Whether a seal may be used. Stored as numbers: append only.</summary>
public enum SealState
{
    Active = 0,
    /// <summary>停用: nobody may use it until it is released; what it stamped stays valid.</summary>
    Suspended = 1,
    /// <summary>作废: for ever. What it stamped before that moment stays valid.</summary>
    Revoked = 2,
}

/// <summary>Stored as numbers: append only.</summary>
public enum SealMove { Suspend = 0, Release = 1, Revoke = 2 }

/// <summary>What a line of the ledger tells. Stored as numbers: append only.</summary>
public enum SealAct
{
    Registered = 0,
    /// <summary>Written before the key is asked: whatever happens then, the attempt is on record.</summary>
    Intended = 1,
    /// <summary>The document is sealed.</summary>
    Used = 2,
    /// <summary>The key said no, or the document could not take the seal.</summary>
    Failed = 3,
    Suspended = 4,
    Released = 5,
    Revoked = 6,
    RulesChanged = 7,
}

/// <summary>Why a seal may not be used now.</summary>
public enum SealRefusal
{
    None,
    NotActive,
    OutsideValidity,
    /// <summary>用印人不在授权名单: neither of the seal's site nor on its list.</summary>
    NotYourSeal,
    /// <summary>The seal is not for this item.</summary>
    OtherItem,
    QuotaUsedUp,
}
