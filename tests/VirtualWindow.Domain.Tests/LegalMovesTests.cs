using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Desks;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Tickets;

namespace VirtualWindow.Domain.Tests;

public sealed class LegalMovesTests
{
    [Fact]
    public void A_ticket_that_ended_moves_no_more() => Ends(Ticket.Legal, TicketState.Served, TicketState.Left, TicketState.Expired);

    [Fact]
    public void A_session_that_ended_moves_no_more() => Ends(Session.Legal, SessionState.Ended);

    [Fact]
    public void A_filed_case_is_not_filed_again() => Ends(Case.Legal, CaseState.Filed);

    [Fact]
    public void A_procedure_that_was_archived_moves_no_more() => Ends(Procedure.Legal, ProcedureState.Archived);

    [Fact]
    public void Every_state_of_a_procedure_can_be_reached() => Reached(Procedure.Legal, ProcedureState.Received);

    [Fact]
    public void Every_state_of_a_ticket_can_be_reached() => Reached(Ticket.Legal, TicketState.Waiting);

    [Fact]
    public void Every_state_of_a_session_can_be_reached() => Reached(Session.Legal, SessionState.Opened);

    [Fact]
    public void An_invitation_that_ended_moves_no_more() => Ends(
        Invitation.Legal, InvitationState.Declined, InvitationState.TimedOut, InvitationState.Withdrawn, InvitationState.Left, InvitationState.TookOver);

    [Fact]
    public void Every_state_of_an_invitation_can_be_reached() => Reached(Invitation.Legal, InvitationState.Asked);

    [Fact]
    public void Every_state_of_a_desk_can_be_reached() => Reached(Desk.Legal, DeskState.Offline);

    [Fact]
    public void A_busy_desk_cannot_go_offline_or_be_offered_another_ticket()
    {
        Assert.False(Desk.Legal.Allows(DeskState.Busy, DeskMove.GoOffline));
        Assert.False(Desk.Legal.Allows(DeskState.Busy, DeskMove.Offer));
        Assert.False(Desk.Legal.Allows(DeskState.Busy, DeskMove.GetReady));
    }

    [Fact]
    public void Only_the_listed_moves_are_legal_and_the_others_name_themselves()
    {
        foreach (var state in Enum.GetValues<TicketState>())
        {
            foreach (var move in Enum.GetValues<TicketMove>())
            {
                if (Ticket.Legal.Allows(state, move))
                    continue;
                var refusal = Assert.Throws<IllegalMoveException>(() => Ticket.Legal.Next(state, move));
                Assert.Equal(("Ticket", state.ToString(), move.ToString()), (refusal.Machine, refusal.State, refusal.Move));
            }
        }
    }

    private static void Ends<TState, TMove>(LegalMoves<TState, TMove> legal, params TState[] final)
        where TState : struct, Enum
        where TMove : struct, Enum
    {
        Assert.All(Enum.GetValues<TMove>(), move => Assert.All(final, state => Assert.False(legal.Allows(state, move))));
        Assert.All(Enum.GetValues<TState>().Except(final), state => Assert.Contains(legal.Rows, row => row.From.Equals(state)));
    }

    private static void Reached<TState, TMove>(LegalMoves<TState, TMove> legal, TState start)
        where TState : struct, Enum
        where TMove : struct, Enum
    {
        var reached = new HashSet<TState> { start };
        while (legal.Rows.Any(row => reached.Contains(row.From) && reached.Add(row.To)))
        {
        }

        Assert.Equal(Enum.GetValues<TState>().ToHashSet(), reached);
    }
}
