namespace VirtualWindow.Domain.Cases;

/// <summary>Where a case stands in the authority's procedure. Stored as numbers: append only.</summary>
public enum ProcedureState
{
    /// <summary>已收件.</summary>
    Received = 0,
    /// <summary>已告知补正.</summary>
    SupplementAsked = 1,
    /// <summary>已补正.</summary>
    Supplemented = 2,
    /// <summary>代收转送中: collected elsewhere, on its way to the authority that accepts.</summary>
    Collected = 3,
    /// <summary>已受理.</summary>
    Accepted = 4,
    /// <summary>联办移交中: accepted elsewhere, on its way to the authority that decides.</summary>
    Forwarded = 5,
    /// <summary>不予受理.</summary>
    Refused = 6,
    /// <summary>审查中.</summary>
    UnderReview = 7,
    /// <summary>特别程序中: a hearing, an inspection and the like; the clock stands.</summary>
    Suspended = 8,
    /// <summary>已办结.</summary>
    Decided = 9,
    /// <summary>已送达.</summary>
    Delivered = 10,
    /// <summary>已归档.</summary>
    Archived = 11,
}

/// <summary>Stored as numbers: append only.</summary>
public enum ProcedureMove
{
    Receive = 0, AskSupplement = 1, Supplement = 2, HandOver = 3, TakeOver = 4, Accept = 5, Refuse = 6, Review = 7, Suspend = 8, Resume = 9,
    Extend = 10, Decide = 11, Withdraw = 12, GiveUpSupplement = 13, Deliver = 14, Archive = 15,
}

/// <summary>Why a move that the table allows is refused all the same.</summary>
public enum ProcedureRefusal
{
    /// <summary>审受分离: who accepted does not review or decide.</summary>
    AcceptedByYourself,
    /// <summary>It is with another authority now.</summary>
    WithAnotherAuthority,
    /// <summary>Its mode has no hand-over here.</summary>
    NothingToHandOver,
    /// <summary>What is missing is told once.</summary>
    SupplementAskedAlready,
    /// <summary>A term is extended once.</summary>
    ExtendedAlready,
    /// <summary>More days than the law allows.</summary>
    TooManyDays,
    /// <summary>Who reviews asks for an extension; somebody else approves it.</summary>
    ApprovedByYourself,
    /// <summary>No such code in the list, or not one that a reviewer decides.</summary>
    NoSuchDecision,
    /// <summary>The result has not reached the applicant.</summary>
    NotDelivered,
}
