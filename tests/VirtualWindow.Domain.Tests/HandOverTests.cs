using VirtualWindow.Domain.Desks;
using VirtualWindow.Domain.Queue;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Tickets;

namespace VirtualWindow.Domain.Tests;

/// <summary>转接、会商、回到等候区: whoever comes and goes, exactly one clerk is responsible.</summary>
public sealed class HandOverTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(8));
    private static readonly SiteId Gushi = new("gushi"), Suzhou = new("suzhou");
    private static readonly SittingClerk First = new(new(Guid.NewGuid()), new("gushi01"), "李敏", "GS01", Gushi);
    private static readonly SittingClerk Expert = new(new(Guid.NewGuid()), new("suzhou01"), "陆晓燕", "SZ01", Suzhou);

    [Fact]
    public void A_colleague_takes_part_without_being_responsible()
    {
        var session = Sitting();
        var seat = session.Invite(Expert, Seat(), Now);
        Assert.Equal((PartyRole.Expert, true, true), (seat.Role, seat.Present, seat.Publishes));
        Assert.Equal((First.Desk, First.Staff, "李敏 GS01"), (session.Desk, session.Clerk, session.ClerkSeat.DisplayName));
        Assert.Equal([First.Desk, Expert.Desk], session.StaffDesks);
    }

    [Fact]
    public void Handing_over_moves_responsibility_in_one_step()
    {
        var session = Sitting();
        var (former, next) = (session.ClerkSeat, session.Invite(Expert, Seat(), Now));
        session.HandOver(Expert, Now.AddMinutes(2));
        Assert.Equal((Expert.Desk, Expert.Staff, "SZ01", Suzhou), (session.Desk, session.Clerk, session.ClerkNumber, session.Site));
        Assert.Same(next, session.ClerkSeat);
        Assert.Equal((false, Now.AddMinutes(2)), (former.Present, former.LeftAt!.Value));
        Assert.Null(session.SeatAt(First.Desk));
        session.End(Outcome.Accepted, null, Now.AddMinutes(9));
        Assert.Equal("陆晓燕", session.ClerkName); // who accepted, not who began
    }

    [Fact]
    public void Nobody_takes_over_who_is_not_here()
    {
        var session = Sitting();
        Assert.Throws<IllegalMoveException>(() => session.HandOver(Expert, Now));
        Assert.Throws<IllegalMoveException>(() => session.HandOver(First, Now));
        var seat = session.Invite(Expert, Seat(), Now);
        session.Exit(seat.Id, Now);
        Assert.Throws<IllegalMoveException>(() => session.HandOver(Expert, Now));
        Assert.Equal(First.Desk, session.Desk);
    }

    [Fact]
    public void Responsibility_may_come_back_to_whom_it_left()
    {
        var session = Sitting();
        session.Invite(Expert, Seat(), Now);
        session.HandOver(Expert, Now);
        session.Invite(First, Seat(), Now.AddMinutes(1));
        session.HandOver(First, Now.AddMinutes(2));
        Assert.Equal((First.Desk, 3), (session.Desk, session.Participants.Count)); // each person keeps one seat
        Assert.Single(session.Participants, seat => seat is { Present: true, Role: PartyRole.Clerk });
    }

    [Fact]
    public void A_parked_session_waits_for_its_next_clerk_and_keeps_what_was_written()
    {
        var session = Sitting();
        session.SaveNotes("已核对身份", 0);
        session.Park(Now.AddMinutes(3));
        Assert.True(session is { Parked: true, Sitting: false, Ended: false });
        Assert.DoesNotContain(session.Participants, seat => seat.Present);
        Assert.Equal(First.Desk, session.Desk); // responsible until the next one accepts
        Assert.Throws<IllegalMoveException>(() => session.Invite(Expert, Seat(), Now));

        session.Reopen(Expert, Seat(), Now.AddMinutes(5));
        Assert.Equal((SessionState.Opened, Expert.Desk, false), (session.State, session.Desk, session.Applicant.Present));
        session.Park(Now.AddMinutes(6)); // nobody joined in time
        session.Reopen(Expert, Seat(), Now.AddMinutes(7));
        session.Activate(Now.AddMinutes(8));
        Assert.Equal(("已核对身份", Now, true), (session.Notes, session.ApplicantJoinedAt!.Value, session.Applicant.Present));
    }

    [Fact]
    public void Who_gives_up_while_parked_is_filed_all_the_same()
    {
        var session = Sitting();
        session.Park(Now);
        session.End(Outcome.Withdrawn, null, Now.AddMinutes(1));
        Assert.True(session.MustBeFiled);
    }

    [Fact]
    public void A_ticket_goes_back_to_the_head_with_its_session()
    {
        var session = new SessionId(Guid.NewGuid());
        var ticket = InSession(session, First.Desk);
        ticket.Park(Wish());
        Assert.Equal((TicketState.Waiting, Standing.Head, session, (SessionId?)null, (DeskId?)null), (ticket.State, ticket.Standing, ticket.Parked!.Value, ticket.Session, ticket.Desk));
        Call(ticket, session, Expert.Desk);
        ticket.Miss();
        Assert.Equal(session, ticket.Parked);
        ticket.Requeue();
        Call(ticket, session, Expert.Desk);
        ticket.Join();
        Assert.Null(ticket.Parked);
        Assert.NotNull(ticket.Wish); // for the clerk who reads what the one before said
    }

    [Fact]
    public void Who_was_asked_by_name_and_did_not_come_is_not_waited_for()
    {
        var ticket = InSession(new(Guid.NewGuid()), First.Desk);
        ticket.Park(Wish() with { Desk = Expert.Desk, Note = "请核对委托书" });
        ticket.OfferTo(Expert.Desk, new(Guid.NewGuid()), Now, Now.AddSeconds(15));
        ticket.TakeBack();
        Assert.Equal((null, "请核对委托书"), (ticket.Wish!.Desk, ticket.Wish.Note));
    }

    [Fact]
    public void Within_a_session_the_ticket_follows_the_responsible_desk()
    {
        var ticket = InSession(new(Guid.NewGuid()), First.Desk);
        ticket.HandTo(Expert.Desk);
        Assert.Equal((TicketState.InSession, Expert.Desk), (ticket.State, ticket.Desk!.Value));
        ticket.Finish(Now);
        Assert.Throws<IllegalMoveException>(() => ticket.HandTo(First.Desk));
    }

    [Fact]
    public void A_desk_is_asked_joins_and_takes_over()
    {
        var desk = ReadyDesk();
        var (invitation, session, ticket) = (new InvitationId(Guid.NewGuid()), new SessionId(Guid.NewGuid()), new TicketId(Guid.NewGuid()));
        desk.Invite(invitation, Now);
        Assert.Equal((DeskState.Offered, null), (desk.State, desk.Ticket));
        desk.Accept(session, Now);
        Assert.Equal((DeskState.Busy, invitation, session), (desk.State, desk.Invitation!.Value, desk.Session!.Value));
        desk.TakeOver(ticket);
        Assert.Equal((ticket, null), (desk.Ticket!.Value, desk.Invitation));
        Assert.Throws<IllegalMoveException>(() => desk.TakeOver(ticket));
        desk.EndSession(Now);
        Assert.Equal((DeskState.WrapUp, null, null), (desk.State, desk.Ticket, desk.Session));
    }

    [Fact]
    public void Whatever_becomes_of_an_invitation_the_desk_forgets_it()
    {
        Action<Desk>[] ends = [desk => desk.Decline(Now), desk => desk.Withdraw(Now), desk => desk.TimeOut(Now), desk => desk.GoOffline(Now)];
        foreach (var end in ends)
        {
            var desk = ReadyDesk();
            desk.Invite(new(Guid.NewGuid()), Now);
            end(desk);
            Assert.Null(desk.Invitation);
        }
    }

    [Theory]
    [InlineData("suzhou", null, true)]
    [InlineData("gushi", null, false)]
    [InlineData(null, "GA", true)]
    [InlineData(null, "SB", false)]
    public void A_wish_is_a_bar_for_pairing(string? site, string? skill, bool asked)
    {
        var ready = new ReadyDesk(Expert.Desk, Suzhou, Now, ["GA"], []);
        var waiting = new WaitingTicket(
            new(Guid.NewGuid()), Now, new("GA-01"), new("GA"), Gushi, true, "zh-CN", [], Wish() with { Site = site is null ? null : new(site), Skill = skill });
        Assert.Equal(asked, PairingPolicy.BestDesk(waiting, [ready]) is not null);
        Assert.Null(PairingPolicy.BestDesk(waiting with { Wish = Wish() with { Desk = First.Desk } }, [ready]));
        Assert.NotNull(PairingPolicy.BestDesk(waiting with { Wish = Wish() with { Desk = Expert.Desk } }, [ready]));
    }

    private static Wish Wish() => new(null, null, null, null, "李敏 GS01", Gushi, Now.AddMinutes(5));

    private static ParticipantId Seat() => new(Guid.NewGuid());

    private static Session Sitting()
    {
        var session = Session.Open(new(Guid.NewGuid()), new(Guid.NewGuid()), First, Seat(), Seat(), "张*", Suzhou, Now);
        session.Activate(Now);
        return session;
    }

    private static Desk ReadyDesk()
    {
        var desk = Desk.Create(Expert.Desk, Expert.Staff, Expert.Name, Expert.Number, Suzhou, Now);
        desk.GetReady(Now);
        return desk;
    }

    private static Ticket InSession(SessionId session, DeskId desk)
    {
        var ticket = Ticket.Take(
            new(Guid.NewGuid()), "A001", Gushi, new(2026, 11, 23),
            new(new("gushi-remote"), Gushi, Suzhou, true, new("GA-01"), new("411525"), "张三", null, "zh-CN", Priority.None, true), Now);
        Call(ticket, session, desk);
        ticket.Join();
        return ticket;
    }

    private static void Call(Ticket ticket, SessionId session, DeskId desk)
    {
        ticket.OfferTo(desk, new(Guid.NewGuid()), Now, Now.AddSeconds(15));
        ticket.Accept(session, Now, Now.AddMinutes(1));
    }
}
