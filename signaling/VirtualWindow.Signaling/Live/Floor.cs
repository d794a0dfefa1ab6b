using VirtualWindow.Domain;
using VirtualWindow.Domain.Desks;
using VirtualWindow.Domain.Materials;
using VirtualWindow.Domain.Queue;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Tickets;

namespace VirtualWindow.Signaling.Live;

/// <summary>
/// The whole floor at one instant, as the database has it: every ticket, desk and session that is not over. All that applicants,
/// desks and walls are told is computed from one floor, so that nobody sees a position that another one contradicts.
/// </summary>
internal sealed class Floor
{
    private readonly Dictionary<TicketId, int> _positions = [];
    private readonly Dictionary<TicketId, Ticket> _tickets;
    private readonly Dictionary<DeskId, Desk> _desks;
    private readonly Dictionary<SessionId, Session> _sessions;

    public Floor(long sequence, Catalogue catalogue, FloorRows rows, DayFigures day)
    {
        (Sequence, Catalogue, Rows, Day) = (sequence, catalogue, rows, day);
        _tickets = rows.Tickets.ToDictionary(ticket => ticket.Id);
        _desks = rows.Desks.ToDictionary(desk => desk.Id);
        _sessions = rows.Sessions.ToDictionary(session => session.Id);
        foreach (var window in Waiting.GroupBy(ticket => ticket.Window)) Number(window);
    }

    /// <summary>Grows with every reading, across restarts and processes: microseconds of the reading's start.</summary>
    public long Sequence { get; }
    public DateTimeOffset ReadAt => Rows.ReadAt;
    public Catalogue Catalogue { get; }
    public Attendances Attendances => Rows.Attendances;
    /// <summary>Desks that declined or missed a ticket so lately that they are not asked again yet.</summary>
    public ILookup<TicketId, DeskId> DeclinedBy => Rows.DeclinedBy;
    /// <summary>Open ones, and those that ended within the last minute.</summary>
    public IReadOnlyList<Invitation> Invitations => Rows.Invitations;
    public DayFigures Day { get; }
    private FloorRows Rows { get; }

    public IReadOnlyCollection<Ticket> Tickets => _tickets.Values;
    public IReadOnlyCollection<Desk> Desks => _desks.Values;
    public IReadOnlyCollection<Session> Sessions => _sessions.Values;

    /// <summary>Waiting or just offered: those whom the walls and desks count as waiting.</summary>
    public IEnumerable<Ticket> Waiting => _tickets.Values.Where(ticket => ticket.State is TicketState.Waiting or TicketState.Offered);

    public Ticket? Find(TicketId ticket) => _tickets.GetValueOrDefault(ticket);
    public Desk? Find(DeskId desk) => _desks.GetValueOrDefault(desk);
    /// <summary>Oldest first.</summary>
    public IEnumerable<Invitation> InvitationsOf(SessionId session) => Rows.Invitations.Where(one => one.Session == session).OrderBy(one => one.AskedAt);

    public IEnumerable<MaterialCheck> ChecksOf(SessionId session) => Rows.Checks[session];
    public Session? Find(SessionId? session) => session is { } id ? _sessions.GetValueOrDefault(id) : null;

    /// <summary>1 = next in the window's queue; null when not waiting.</summary>
    public int? PositionOf(TicketId ticket) => _positions.TryGetValue(ticket, out var position) ? position : null;

    /// <summary>When the call ended that this ticket's applicant did not join.</summary>
    public DateTimeOffset MissedSince(Ticket ticket) => Rows.MissedSince.GetValueOrDefault(ticket.Id, ticket.TakenAt);

    /// <summary>Desks with a clerk on duty (not away) who may serve this ticket.</summary>
    public int ClerksFor(Ticket ticket) => _desks.Values.Count(desk => OnDuty(desk) && MayServe(desk, ticket));

    public WaitBand? BandFor(Ticket ticket) => PositionOf(ticket.Id) is { } position
        ? WaitBand.Estimate(position, ClerksFor(ticket), Day.RecentServiceTimes(ticket.Window))
        : null;

    public bool MayServe(Desk desk, Ticket ticket) =>
        (desk.Site == ticket.AuthoritySite || ticket.EitherSite)
        && PairingPolicy.HasSkill(desk.Skills, ticket.Item, Catalogue.DepartmentOf(ticket.Item));

    public static bool OnDuty(Desk desk) => desk.State is DeskState.Ready or DeskState.Offered or DeskState.Busy or DeskState.WrapUp;

    private void Number(IEnumerable<Ticket> queue)
    {
        var position = 0;
        foreach (var ticket in queue.OrderByDescending(ticket => ticket.State == TicketState.Offered).ThenBy(ticket => ticket.RankedAt).ThenBy(ticket => ticket.Id.Value))
            _positions[ticket.Id] = ++position;
    }
}

/// <summary>What one reading of the database found.</summary>
/// <param name="MissedSince">For missed tickets: the end of the call that nobody joined.</param>
internal sealed record FloorRows(
    DateTimeOffset ReadAt, IReadOnlyList<Ticket> Tickets, IReadOnlyList<Desk> Desks, IReadOnlyList<Session> Sessions, Attendances Attendances,
    ILookup<TicketId, DeskId> DeclinedBy, IReadOnlyDictionary<TicketId, DateTimeOffset> MissedSince, IReadOnlyList<Invitation> Invitations,
    ILookup<SessionId, MaterialCheck> Checks);
