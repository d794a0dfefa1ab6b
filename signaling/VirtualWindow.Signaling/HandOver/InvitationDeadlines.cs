using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Desks;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Live;
using VirtualWindow.Signaling.Queue;
using VirtualWindow.Signaling.Sessions;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.HandOver;

/// <summary>
/// What time does to invitations: nobody answers, a colleague's desk or process is gone, or the responsible clerk is, while a colleague who
/// may go on sits beside the applicant. As everywhere the floor proposes and the transaction looks again.
/// </summary>
internal sealed partial class InvitationDeadlines(
    IWindowStore store, SessionRooms rooms, IOptions<SignalingOptions> options, TimeProvider time, ILogger<InvitationDeadlines> log)
{
    private readonly SignalingOptions _options = options.Value;

    /// <returns>True when something was moved: then the floor has changed.</returns>
    public async Task<bool> RunAsync(Floor floor, CancellationToken ct)
    {
        var moved = false;
        foreach (var invitation in floor.Invitations.Where(one => one.Open)) moved |= await LookAsync(invitation, floor, ct);
        return moved;
    }

    private Task<bool> LookAsync(Invitation invitation, Floor floor, CancellationToken ct)
    {
        var colleagueLost = floor.Attendances.LostFor(Subject.Of(invitation.To), _options.DeskGrace);
        return invitation.State switch
        {
            InvitationState.Asked when invitation.ExpiresAt <= floor.ReadAt => MoveAsync(invitation, "invitation not answered", TimeOut, ct),
            InvitationState.Asked when colleagueLost => MoveAsync(invitation, "asked colleague lost", Lose, ct),
            InvitationState.Joined when colleagueLost => MoveAsync(invitation, "colleague lost in session", Lose, ct),
            InvitationState.Joined when MustGoOn(invitation, floor) => MoveAsync(invitation, "clerk lost, the colleague goes on", GoOn, ct),
            _ => Task.FromResult(false),
        };
    }

    private bool MustGoOn(Invitation invitation, Floor floor) =>
        floor.Find(invitation.Session) is { Sitting: true } session && floor.Find(session.Ticket) is { } ticket && floor.Find(invitation.To) is { } colleague
        && floor.Attendances.LostFor(Subject.Of(session.Desk), _options.ColleagueGoesOnAfter) && floor.MayServe(colleague, ticket);

    private static ParticipantId? TimeOut(Invitation invitation, Desk colleague, OpenTicket? open, DateTimeOffset now)
    {
        invitation.TimeOut(now);
        if (colleague.Invitation == invitation.Id) colleague.TimeOut(now);
        return null;
    }

    private static ParticipantId? Lose(Invitation invitation, Desk colleague, OpenTicket? open, DateTimeOffset now)
    {
        var seat = open?.Session?.SeatAt(invitation.To)?.Id;
        if (seat is { } empty) open!.Session!.Exit(empty, now);
        Partings.Part(invitation, colleague, now);
        colleague.GoOffline(now);
        return seat;
    }

    private static ParticipantId? GoOn(Invitation invitation, Desk colleague, OpenTicket? open, DateTimeOffset now)
    {
        var (former, desk) = (open!.Session!.ClerkSeat.Id, open.Desk!);
        Partings.HandOver(open, invitation, colleague, now);
        desk.GoOffline(now);
        return former;
    }

    /// <param name="move">Returns the seat that is empty from now on.</param>
    private async Task<bool> MoveAsync(Invitation seen, string why, Func<Invitation, Desk, OpenTicket?, DateTimeOffset, ParticipantId?> move, CancellationToken ct)
    {
        try
        {
            var (done, seat) = await store.WriteAsync(async (db, stop) =>
            {
                var invitation = await db.Invitations.SingleAsync(row => row.Id == seen.Id, stop);
                if (invitation.Version != seen.Version) return (false, null);
                var colleague = await db.Desks.SingleAsync(row => row.Id == seen.To, stop);
                return (true, move(invitation, colleague, await OpenOfAsync(db, seen.Session, stop), time.GetUtcNow()));
            }, ct);
            if (!done) return false;
            if (seat is { } empty) rooms.Remove(seen.Session, empty);
        }
        catch (Exception late) when (late is LostUpdateException or IllegalMoveException or DuplicateRowException)
        {
            // Somebody acted in the same instant, here or in another process: what they did counts.
            return false;
        }
        LogDue(log, why, seen.ToName);
        return true;
    }

    private static async Task<OpenTicket?> OpenOfAsync(WindowDb db, SessionId id, CancellationToken ct) =>
        await db.Sessions.SingleAsync(row => row.Id == id, ct) is { Ended: false } session ? await OpenTicket.LoadAsync(db, session.Ticket, ct) : null;

    [LoggerMessage(3235, LogLevel.Information, "Deadline: {Why} ({Whose})")]
    private static partial void LogDue(ILogger logger, string why, string whose);
}
