using VirtualWindow.Domain.Tickets;

namespace VirtualWindow.Domain.Tests;

public sealed class TicketTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(8));
    private static readonly DeskId Desk = new(Guid.NewGuid());
    private static readonly SessionId Session = new(Guid.NewGuid());

    [Fact]
    public void A_declined_ticket_stands_before_everyone_of_the_day()
    {
        var declined = Take(Now);
        declined.OfferTo(Desk, new(Guid.NewGuid()), Now, Now.AddSeconds(20));
        declined.TakeBack();
        var appointment = Take(Now.AddHours(-8), Priority.Appointment);

        Assert.Equal(TicketState.Waiting, declined.State);
        Assert.Null(declined.Desk);
        Assert.Null(declined.Offer);
        Assert.True(declined.RankedAt < appointment.RankedAt);
    }

    [Fact]
    public void A_missed_call_comes_back_ahead_of_later_arrivals()
    {
        var missed = Call(Take(Now));
        missed.Miss();
        missed.Requeue();
        Assert.Equal((TicketState.Waiting, Standing.Returned), (missed.State, missed.Standing));
        Assert.True(missed.RankedAt < Take(Now.AddMinutes(-4)).RankedAt);
        Assert.True(missed.RankedAt > Take(Now.AddMinutes(-6)).RankedAt);
    }

    [Fact]
    public void The_third_missed_call_ends_the_place()
    {
        var ticket = Take(Now);
        for (var call = 1; call <= Ticket.MissedCallsAllowed; call++)
        {
            Call(ticket).Miss();
            Assert.Equal(call < Ticket.MissedCallsAllowed, ticket.MayRequeue);
            if (ticket.MayRequeue)
                ticket.Requeue();
        }

        Assert.Throws<IllegalMoveException>(ticket.Requeue);
        ticket.Expire(Now.AddHours(1));
        Assert.Equal(Now.AddHours(1), ticket.EndedAt);
        Assert.True(ticket.Ended);
    }

    [Fact]
    public void A_missed_number_can_be_called_once_more()
    {
        var ticket = Call(Take(Now));
        ticket.Miss();
        ticket.Recall(Desk, Session, Now, Now.AddSeconds(60));
        ticket.Join();
        ticket.Finish(Now.AddMinutes(10));
        Assert.Equal(TicketState.Served, ticket.State);
    }

    [Fact]
    public void Nobody_joins_a_ticket_that_was_not_called() => Assert.Throws<IllegalMoveException>(Take(Now).Join);

    [Theory]
    [InlineData(1, "A001")]
    [InlineData(999, "A999")]
    [InlineData(1000, "B001")]
    [InlineData(25974, "Z999")]
    public void Numbers_run_through_the_letters(int serial, string number) => Assert.Equal(number, TicketNumber.Format(serial));

    [Theory]
    [InlineData(0)]
    [InlineData(25975)]
    public void There_is_no_number_outside_the_letters(int serial) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TicketNumber.Format(serial));

    private static Ticket Call(Ticket ticket)
    {
        ticket.OfferTo(Desk, new(Guid.NewGuid()), Now, Now.AddSeconds(20));
        ticket.Accept(Session, Now, Now.AddSeconds(60));
        return ticket;
    }

    private static Ticket Take(DateTimeOffset at, Priority priority = Priority.None) => Ticket.Take(
        new(Guid.NewGuid()), "A001", new("suzhou"), new(2026, 11, 23),
        new(new("gushi-cross"), new("gushi"), new("suzhou"), true, new("GA-05"), new("411525"), "张三", null, "zh-CN", priority, true), at);
}
