using VirtualWindow.Domain.Desks;

namespace VirtualWindow.Domain.Tests;

public sealed class DeskTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public void A_desk_that_does_not_answer_is_away()
    {
        var desk = Ready();
        desk.Offer(new(Guid.NewGuid()), Now);
        desk.TimeOut(Now.AddSeconds(20));
        Assert.Equal((DeskState.Away, AwayCause.NoAnswer, null), (desk.State, desk.AwayFor!.Value, desk.Ticket));
        desk.GetReady(Now.AddMinutes(5));
        Assert.Null(desk.AwayFor);
        Assert.Equal(Now.AddMinutes(5), desk.IdleSince);
    }

    [Fact]
    public void Declining_keeps_the_idle_time_but_a_sitting_resets_it()
    {
        var desk = Ready();
        desk.Offer(new(Guid.NewGuid()), Now.AddMinutes(1));
        desk.Decline(Now.AddMinutes(1));
        Assert.Equal(Now, desk.IdleSince);
        desk.Offer(new(Guid.NewGuid()), Now.AddMinutes(2));
        desk.Accept(new(Guid.NewGuid()), Now.AddMinutes(2));
        desk.EndSession(Now.AddMinutes(9));
        desk.FinishWrapUp(Now.AddMinutes(10));
        Assert.Equal((DeskState.Ready, Now.AddMinutes(9)), (desk.State, desk.IdleSince));
    }

    [Fact]
    public void Pressing_ready_again_changes_no_time()
    {
        var desk = Ready();
        desk.GetReady(Now.AddMinutes(3));
        Assert.Equal((Now, Now), (desk.Since, desk.IdleSince));
    }

    private static Desk Ready()
    {
        var desk = Desk.Create(new(Guid.NewGuid()), new("s1"), "李四", "G01", new("gushi"), Now);
        desk.GetReady(Now);
        return desk;
    }
}
