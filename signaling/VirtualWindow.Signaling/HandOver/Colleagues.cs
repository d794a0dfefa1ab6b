using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Desks;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Live;
using VirtualWindow.Signaling.Wire;

namespace VirtualWindow.Signaling.HandOver;

/// <summary>Who else is on duty in both halls, and who of them may take over.</summary>
internal sealed class Colleagues(FloorKeeper floors)
{
    public async Task<Reply<ColleagueList>> HandleAsync(HubConnection connection, ColleaguesRequest request, CancellationToken ct)
    {
        if (SessionId.TryParse(request.SessionId) is not { } id) return Refuse.BadInput;
        var floor = await floors.FreshAsync(ct);
        if (floor.Find(id) is not { } session) return Refuse.NoSession;
        if (session.Desk != connection.Desk || floor.Find(session.Ticket) is not { } ticket) return Refuse.NotYours;
        return new ColleagueList([.. floor.Desks.Where(desk => desk.Id != connection.Desk && desk.State != DeskState.Offline)
            .Select(desk => View(desk, ticket, floor))
            .OrderByDescending(one => one.Ready).ThenByDescending(one => one.MayTakeOver).ThenBy(one => one.Number, StringComparer.Ordinal)]);
    }

    public static bool IsFree(Desk desk, Floor floor) => desk.State == DeskState.Ready && floor.Attendances.IsConnected(Subject.Of(desk.Id));

    private static ColleagueView View(Desk desk, Ticket ticket, Floor floor) => new(
        desk.Id.ToString(), desk.ClerkName, desk.ClerkNumber, desk.Site.Value, floor.Catalogue.SiteName(desk.Site), desk.State.OnWire(),
        IsFree(desk, floor), floor.MayServe(desk, ticket), desk.Skills);
}
