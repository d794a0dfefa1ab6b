namespace VirtualWindow.Contracts.Cases;

/// <summary>Says in this process that a case has just been filed, so that pages hear of it at once. A hint, safe to lose and
/// possibly repeated: the database is the truth.</summary>
public interface ICaseFiled
{
    /// <summary>Raised on a worker's thread; handlers return quickly.</summary>
    event Action<CaseFiled>? Filed;
}

/// <param name="ClerkId">Staff account of the clerk who held the session.</param>
/// <param name="CaseNumber">Short form, e.g. "GS-20261123-0001".</param>
public sealed record CaseFiled(string CaseId, string SessionId, string TicketId, string ClerkId, string CaseNumber);
