using VirtualWindow.Domain.Materials;
using VirtualWindow.Domain.Sessions;

namespace VirtualWindow.Domain.Tests;

/// <summary>材料预审 and the one complete notice (一次性告知, 行政许可法 §32(4)).</summary>
public sealed class MaterialBoardTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(8));
    private static readonly SessionId Id = new(Guid.NewGuid());
    private static readonly string[] Checklist = ["居民身份证", "户口簿", "委托书"];
    private static readonly StaffId Clerk = new("gushi01");

    [Fact]
    public void It_is_the_checklist_until_somebody_looks()
    {
        var board = new MaterialBoard(Checklist, []);
        Assert.Equal(Checklist, board.Rows.Select(row => row.Name));
        Assert.Equal([1, 2, 3], board.Rows.Select(row => row.Serial));
        Assert.False(board.Complete);
    }

    [Fact]
    public void A_rejection_needs_a_reason_and_an_older_page_changes_nothing()
    {
        var check = MaterialCheck.Of(Id, 1, "居民身份证");
        Assert.Throws<ArgumentException>(() => check.Judge(MaterialVerdict.Rejected, "  ", 0, Clerk, Now));
        Assert.True(check.Judge(MaterialVerdict.Rejected, " 照片不清 ", 0, Clerk, Now));
        Assert.Equal(("照片不清", 1), (check.Reason, check.Revision));
        Assert.False(check.Judge(MaterialVerdict.Accepted, null, 0, Clerk, Now));
        Assert.True(check.Judge(MaterialVerdict.Accepted, "没有原因", 1, Clerk, Now));
        Assert.Null(check.Reason);
    }

    [Theory]
    [InlineData("???", Outcome.SupplementNeeded, BoardRefusal.Unchecked)]
    [InlineData("xv?", Outcome.SupplementNeeded, BoardRefusal.Unchecked)]
    [InlineData("vv-", Outcome.SupplementNeeded, BoardRefusal.NothingMissing)]
    [InlineData("xv-", Outcome.SupplementNeeded, null)]
    [InlineData("xv-", Outcome.Accepted, BoardRefusal.Rejected)]
    [InlineData("xv-", Outcome.Refused, null)]
    [InlineData("vv?", Outcome.Accepted, null)]
    [InlineData("???", Outcome.Consulted, null)]
    public void An_outcome_fits_the_board_or_is_refused(string findings, Outcome outcome, BoardRefusal? refusal) =>
        Assert.Equal(refusal, Board(findings).Against(outcome));

    [Fact]
    public void The_notice_names_all_that_was_rejected_and_nothing_else()
    {
        var notice = SupplementNotice.Of(Sitting(), Board("x-x"), Now);
        Assert.Equal([new(1, "居民身份证", "第1项不合格"), new(3, "委托书", "第3项不合格")], notice.Items);
        Assert.Equal("1. 居民身份证：第1项不合格\n2. 委托书：第3项不合格", notice.Text);
        Assert.Equal((Id, "李敏", Now), (notice.Session, notice.ClerkName, notice.ToldAt));
    }

    [Theory]
    [InlineData("x?v")]
    [InlineData("vvv")]
    public void A_notice_that_is_not_complete_cannot_be_made(string findings) =>
        Assert.Throws<ArgumentException>(() => SupplementNotice.Of(Sitting(), Board(findings), Now));

    [Fact]
    public void A_checklist_that_has_become_shorter_loses_no_finding()
    {
        var check = MaterialCheck.Of(Id, 3, "委托书");
        check.Judge(MaterialVerdict.Rejected, "未签字", 0, Clerk, Now);
        Assert.Equal(["居民身份证", "委托书"], new MaterialBoard(["居民身份证"], [check]).Rows.Select(row => row.Name));
    }

    private static MaterialBoard Board(string findings) => new(Checklist, findings.Select((finding, index) => (finding, index)).Where(one => one.finding != '?').Select(one =>
    {
        var check = MaterialCheck.Of(Id, one.index + 1, Checklist[one.index]);
        var verdict = one.finding switch { 'x' => MaterialVerdict.Rejected, 'v' => MaterialVerdict.Accepted, _ => MaterialVerdict.NotNeeded };
        check.Judge(verdict, $"第{one.index + 1}项不合格", 0, Clerk, Now);
        return check;
    }));

    private static Session Sitting()
    {
        var session = Session.Open(Id, new(Guid.NewGuid()), new(new(Guid.NewGuid()), Clerk, "李敏", "GS01", new("gushi")), new(Guid.NewGuid()), new(Guid.NewGuid()), "张*", null, Now);
        session.Activate(Now);
        return session;
    }
}
