using VirtualWindow.Domain;

namespace VirtualWindow.Signaling.Connections;

/// <summary>Whom a connection speaks for: an applicant (by ticket), a desk, or a supervisor's seat in a session.</summary>
internal readonly record struct Subject(Guid Id)
{
    public static Subject Of(TicketId ticket) => new(ticket.Value);
    public static Subject Of(DeskId desk) => new(desk.Value);
    public static Subject Of(ParticipantId supervisorsSeat) => new(supervisorsSeat.Value);

    /// <summary>The SignalR group that carries this subject's news.</summary>
    public string Group => $"u:{Id:N}";
}
