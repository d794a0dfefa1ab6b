namespace VirtualWindow.Domain.Cases;

/// <summary>Stored as numbers: append only.</summary>
public enum CaseState
{
    /// <summary>The sitting ended; the follow-up is at work.</summary>
    Pending = 0,
    Filed = 1,
}

public enum CaseMove { File }
