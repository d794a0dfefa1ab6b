namespace VirtualWindow.Domain.Sessions;

/// <summary>Stored as numbers: append only.</summary>
public enum SessionState
{
    /// <summary>The clerk is there, the applicant has been called.</summary>
    Opened = 0,
    Active = 1,
    OnHold = 2,
    Ended = 3,
    /// <summary>The applicant is back in the waiting room; another clerk goes on (转接、回到等候区).</summary>
    Parked = 4,
}

public enum SessionMove { Activate, Hold, Resume, Park, Reopen, End }

/// <summary>How a sitting ended (结果), code list v1. Stored as numbers: append only.</summary>
public enum Outcome
{
    /// <summary>已受理.</summary>
    Accepted = 0,
    /// <summary>需补正.</summary>
    SupplementNeeded = 1,
    /// <summary>咨询.</summary>
    Consulted = 2,
    /// <summary>不予受理.</summary>
    Refused = 3,
    /// <summary>申请人撤回.</summary>
    Withdrawn = 4,
    /// <summary>转线下.</summary>
    Referred = 5,
    /// <summary>申请人未到.</summary>
    NoShow = 6,
}

/// <summary>In what part somebody takes part. Stored as numbers: append only.</summary>
public enum PartyRole { Applicant = 0, Clerk = 1, Supervisor = 2, Expert = 3, Companion = 4 }

/// <summary>
/// What the applicant says to being recorded (录音录像): asked separately, given before anything is recorded, taken back at any time
/// (PIPL §§14, 15, 29). Stored as numbers: append only.
/// </summary>
public enum RecordingConsent
{
    NotAnswered = 0,
    Given = 1,
    Refused = 2,
    Revoked = 3,
}
