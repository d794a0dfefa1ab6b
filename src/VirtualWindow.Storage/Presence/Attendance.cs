namespace VirtualWindow.Storage.Presence;

/// <summary>
/// The newest connection of an applicant (by ticket), a desk or a supervisor's seat. In the database, so that every process knows
/// who is there, and so that the grace of somebody lost survives a restart.
/// </summary>
public sealed class Attendance
{
    /// <summary>The id of the ticket, desk or participant.</summary>
    public required Guid Subject { get; init; }
    /// <summary>Null after a goodbye; of a process that died it stays, but is no longer confirmed.</summary>
    public string? ConnectionId { get; init; }
    /// <summary>Last confirmation or goodbye.</summary>
    public required DateTimeOffset SeenAt { get; init; }
}
