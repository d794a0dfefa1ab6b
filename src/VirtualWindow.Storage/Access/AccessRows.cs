using VirtualWindow.Domain;

namespace VirtualWindow.Storage.Access;

/// <summary>A one-time token that opens one ticket. Only its SHA-256 is stored, so a copy of the database opens nothing.</summary>
public sealed class JoinToken
{
    public required byte[] Hash { get; init; }
    public required TicketId Ticket { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? SpentAt { get; set; }
}

/// <summary>An applicant's cookie: who holds it owns the ticket. Only its SHA-256 is stored.</summary>
public sealed class ApplicantPass
{
    public required byte[] Hash { get; init; }
    public required TicketId Ticket { get; init; }
    public required DateTimeOffset IssuedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
}
