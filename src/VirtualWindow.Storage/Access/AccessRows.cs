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

/// <summary>
/// A one-time token by which a phone signs one paper for the applicant of one session. Only its SHA-256 is stored; it opens nothing but the
/// signing of these very bytes.
/// </summary>
public sealed class PadPass
{
    public required byte[] Hash { get; init; }
    public required SessionId Session { get; init; }
    public required DocumentId Document { get; init; }
    /// <summary>Of the bytes that the applicant has read, hexadecimal.</summary>
    public required string Sha256 { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    /// <summary>When it signed, or when a newer one took its place.</summary>
    public DateTimeOffset? SpentAt { get; set; }
}
