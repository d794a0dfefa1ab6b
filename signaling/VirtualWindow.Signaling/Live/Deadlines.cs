using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Desks;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Queue;
using VirtualWindow.Signaling.Sessions;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Queue;

namespace VirtualWindow.Signaling.Live;

/// <summary>
/// Every deadline of the floor. They are rows of the database and not timers of a process, so a restart keeps them; the floor
/// proposes what is due, the transaction looks again and moves it. Nobody waits for ever: each waiting state has a line here.
/// </summary>
internal sealed partial class Deadlines(
    IWindowStore store, SessionRooms rooms, IOptions<SignalingOptions> options, TimeProvider time, ILogger<Deadlines> log)
{
    private const string ClerkNeverCameBack = "〔系统〕窗口人员连接中断后未恢复，会话由系统结束。";
    private readonly SignalingOptions _options = options.Value;

    /// <returns>True when something was moved: then the floor has changed.</returns>
    public async Task<bool> RunAsync(Floor floor, CancellationToken ct)
    {
        var moved = false;
        foreach (var ticket in floor.Tickets) moved |= await TicketAsync(ticket, floor, ct);
        foreach (var desk in floor.Desks) moved |= await DeskAsync(desk, floor, ct);
        foreach (var session in floor.Sessions) moved |= await SupervisorsAsync(session, floor, ct);
        return moved;
    }

    private Task<bool> TicketAsync(Ticket ticket, Floor floor, CancellationToken ct) => ticket.State switch
    {
        TicketState.Offered when ticket.OfferExpiresAt <= floor.ReadAt => MoveAsync(ticket, "offer not answered", TimeOutOffer, ct),
        TicketState.Called when ticket.JoinBy <= floor.ReadAt => MoveAsync(ticket, "call not joined", MissAsync, ct),
        TicketState.Waiting or TicketState.Missed when LostFor(ticket, _options.VanishedGrace, floor) => MoveAsync(ticket, "applicant vanished", ExpireAsync, ct),
        TicketState.Missed when floor.MissedSince(ticket) + _options.MissedGrace <= floor.ReadAt => MoveAsync(ticket, "missed call not taken up", ExpireAsync, ct),
        TicketState.InSession when LostFor(ticket, _options.ApplicantLostGrace, floor) => MoveAsync(ticket, "applicant lost in session", EndWithoutApplicantAsync, ct),
        _ => Task.FromResult(false),
    };

    private Task<bool> DeskAsync(Desk desk, Floor floor, CancellationToken ct)
    {
        var lostFor = floor.Attendances.LostSince(Subject.Of(desk.Id)) is { } since ? floor.ReadAt - since : TimeSpan.Zero;
        return desk.State switch
        {
            DeskState.Ready or DeskState.Away or DeskState.WrapUp when lostFor >= _options.DeskGrace => MoveAsync(desk, "desk lost", GoOfflineAsync, ct),
            // A colleague who was asked, or takes part: see InvitationDeadlines.
            DeskState.Offered or DeskState.Busy when desk.Invitation is not null => Task.FromResult(false),
            DeskState.Offered when lostFor >= _options.DeskGrace => MoveAsync(desk, "desk lost with an offer", GiveOfferBackAsync, ct),
            DeskState.Busy when lostFor >= _options.DeskGrace && !Sits(desk, floor) => MoveAsync(desk, "desk lost with a call", GiveCallBackAsync, ct),
            DeskState.Busy when lostFor >= _options.ClerkLostGrace => MoveAsync(desk, "clerk lost in session", EndWithoutClerkAsync, ct),
            DeskState.WrapUp when desk.Since + _options.WrapUpLimit <= floor.ReadAt => MoveAsync(desk, "wrap-up over", FinishWrapUpAsync, ct),
            _ => Task.FromResult(false),
        };
    }

    private static bool LostFor(Ticket ticket, TimeSpan grace, Floor floor) => floor.Attendances.LostFor(Subject.Of(ticket.Id), grace);

    private static bool Sits(Desk desk, Floor floor) => floor.Find(desk.Session) is { Sitting: true };

    private static Task TimeOutOffer(WindowDb db, OpenTicket open, DateTimeOffset now, CancellationToken ct)
    {
        db.EndOffer(open, OfferResult.TimedOut, null, now);
        open.Ticket.TakeBack();
        return Task.CompletedTask;
    }

    private static Task MissAsync(WindowDb db, OpenTicket open, DateTimeOffset now, CancellationToken ct) => db.MissCallAsync(open, now, ct);

    private static Task ExpireAsync(WindowDb db, OpenTicket open, DateTimeOffset now, CancellationToken ct) => db.ExpireAsync(open.Ticket, now, ct);

    private static Task EndWithoutApplicantAsync(WindowDb db, OpenTicket open, DateTimeOffset now, CancellationToken ct) =>
        db.EndSittingAsync(open, Outcome.NoShow, null, now, ct);

    private static Task GoOfflineAsync(WindowDb db, Desk desk, OpenTicket? open, DateTimeOffset now, CancellationToken ct)
    {
        desk.GoOffline(now);
        return Task.CompletedTask;
    }

    private static Task GiveOfferBackAsync(WindowDb db, Desk desk, OpenTicket? open, DateTimeOffset now, CancellationToken ct)
    {
        if (open is not null)
        {
            db.NoteOffer(open.Ticket, desk, OfferResult.Withdrawn, null, now);
            open.Ticket.TakeBack();
        }
        desk.GoOffline(now);
        return Task.CompletedTask;
    }

    // The applicant was called and the clerk is gone: not the applicant's fault, so back to the head instead of a missed call.
    private static Task GiveCallBackAsync(WindowDb db, Desk desk, OpenTicket? open, DateTimeOffset now, CancellationToken ct)
    {
        if (open is { Session: not null })
        {
            Departures.EndCall(open, Outcome.NoShow, now);
            open.Ticket.TakeBack();
        }
        else desk.Release(now);
        desk.GoOffline(now);
        return Task.CompletedTask;
    }

    private static async Task EndWithoutClerkAsync(WindowDb db, Desk desk, OpenTicket? open, DateTimeOffset now, CancellationToken ct)
    {
        if (open is { Session: { } session }) await db.EndSittingAsync(open, Outcome.Consulted, Noted(session.Notes), now, ct);
        else desk.EndSession(now);
        desk.GoOffline(now);
    }

    private static string Noted(string notes) => notes.Length == 0 ? ClerkNeverCameBack : $"{notes}\n{ClerkNeverCameBack}";

    private static Task FinishWrapUpAsync(WindowDb db, Desk desk, OpenTicket? open, DateTimeOffset now, CancellationToken ct)
    {
        desk.FinishWrapUp(now);
        return Task.CompletedTask;
    }

    /// <summary>Moves a ticket that still is as the floor saw it.</summary>
    private Task<bool> MoveAsync(Ticket seen, string why, Func<WindowDb, OpenTicket, DateTimeOffset, CancellationToken, Task> move, CancellationToken ct) =>
        DueAsync(why, seen.Number, seen.Session, async (db, stop) =>
        {
            if (await OpenTicket.LoadAsync(db, seen.Id, stop) is not { } open || open.Ticket.Version != seen.Version) return false;
            await move(db, open, time.GetUtcNow(), stop);
            return true;
        }, ct);

    /// <summary>Moves a desk that still is as the floor saw it, with the ticket it holds.</summary>
    private Task<bool> MoveAsync(Desk seen, string why, Func<WindowDb, Desk, OpenTicket?, DateTimeOffset, CancellationToken, Task> move, CancellationToken ct) =>
        DueAsync(why, seen.ClerkNumber, seen.Session, async (db, stop) =>
        {
            var desk = await db.Desks.SingleAsync(row => row.Id == seen.Id, stop);
            if (desk.Version != seen.Version) return false;
            await move(db, desk, await OpenTicket.OfDeskAsync(db, desk, stop), time.GetUtcNow(), stop);
            return true;
        }, ct);

    private async Task<bool> SupervisorsAsync(Session session, Floor floor, CancellationToken ct)
    {
        var moved = false;
        foreach (var seat in session.Participants.Where(seat => seat is { Role: PartyRole.Supervisor, Present: true }))
        {
            if (!floor.Attendances.LostFor(Subject.Of(seat.Id), _options.DeskGrace)) continue;
            moved |= await DueAsync("supervisor lost", "", null, async (db, stop) =>
            {
                var current = await db.Sessions.SingleAsync(row => row.Id == session.Id, stop);
                current.Exit(seat.Id, time.GetUtcNow());
                return true;
            }, ct);
            rooms.Remove(session.Id, seat.Id);
        }
        return moved;
    }

    /// <param name="session">A session that this may end: its room is closed then.</param>
    private async Task<bool> DueAsync(string why, string whose, SessionId? session, Func<WindowDb, CancellationToken, Task<bool>> move, CancellationToken ct)
    {
        try
        {
            if (!await store.WriteAsync(move, ct)) return false;
        }
        catch (Exception late) when (late is LostUpdateException or IllegalMoveException or DuplicateRowException)
        {
            // Somebody acted in the same instant, here or in another process: what they did counts.
            return false;
        }
        if (session is { } ended) rooms.Close(ended);
        LogDue(log, why, whose);
        return true;
    }

    [LoggerMessage(3211, LogLevel.Information, "Deadline: {Why} ({Whose})")]
    private static partial void LogDue(ILogger logger, string why, string whose);
}
