using VirtualWindow.Domain.Seals;

namespace VirtualWindow.Domain.Tests.Seals;

public sealed class SealTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = new(2026, 11, 23);
    private static readonly ItemCode Item = new("GA-01");
    private static readonly SealUser Clerk = new("GS01", new("gushi"));

    [Fact]
    public void Every_use_has_a_line_before_and_a_line_after_and_the_chain_holds()
    {
        var (seal, first) = Register();
        var intention = seal.Intend(Today, Now, "GS01", "session", "document", "aa");
        var use = seal.Complete(intention, Now, "bb");
        var failed = seal.Intend(Today, Now, "GS01", null, "other", "cc");
        List<SealLedgerLine> lines = [first, intention, use, failed, seal.Fail(failed, Now, "no key"), seal.Make(SealMove.Revoke, Now, "GS99", "遗失")];

        Assert.Null(SealLedgerLine.FirstBroken(seal.Id, lines));
        Assert.Equal((SealAct.Used, "bb", 2L), (use.Act, use.Result, use.Read().Intention!.Value));
        Assert.Equal("gushi-approval-000002", Seal.LedgerNumber(seal.Id, intention.Sequence));
        Assert.Equal((SealState.Revoked, Now, "遗失"), (seal.State, seal.RevokedAt!.Value, seal.RevokedReason));
        for (var i = 0; i < lines.Count; i++)
        {
            List<SealLedgerLine> without = [.. lines];
            without.RemoveAt(i);
            if (i < lines.Count - 1) Assert.Equal(i + 1, SealLedgerLine.FirstBroken(seal.Id, without));
        }

        Assert.Equal(1, SealLedgerLine.FirstBroken(new("another"), lines));
    }

    [Theory]
    [InlineData("GS01", "gushi", "GA-01", SealRefusal.None)]
    [InlineData("SZ01", "suzhou", "GA-01", SealRefusal.NotYourSeal)]
    [InlineData("GS01", "gushi", "GA-02", SealRefusal.OtherItem)]
    public void A_seal_is_for_its_people_and_its_items(string number, string site, string item, SealRefusal refusal) =>
        Assert.Equal(refusal, Register(items: ["GA-01"]).Seal.Refuses(new(number, new(site)), new(item), 1, Today, Now));

    [Fact]
    public void Who_is_on_the_list_may_use_it_from_anywhere_and_nobody_else()
    {
        var seal = Register(staff: ["SZ01"]).Seal;
        Assert.Equal(SealRefusal.None, seal.Refuses(new("SZ01", new("suzhou")), Item, 1, Today, Now));
        Assert.Equal(SealRefusal.NotYourSeal, seal.Refuses(Clerk, Item, 1, Today, Now));
    }

    [Fact]
    public void A_day_has_so_many_uses_and_the_next_day_has_them_again()
    {
        var seal = Register(usesPerDay: 2).Seal;
        Assert.Equal(SealRefusal.QuotaUsedUp, seal.Refuses(Clerk, Item, 3, Today, Now));
        seal.Intend(Today, Now, "GS01", null, "a", "aa");
        seal.Intend(Today, Now, "GS01", null, "b", "bb");

        Assert.Equal(SealRefusal.QuotaUsedUp, seal.Refuses(Clerk, Item, 1, Today, Now));
        Assert.Throws<IllegalMoveException>(() => seal.Intend(Today, Now, "GS01", null, "c", "cc"));
        Assert.Equal(SealRefusal.None, seal.Refuses(Clerk, Item, 2, Today.AddDays(1), Now.AddDays(1)));
    }

    [Fact]
    public void Outside_its_validity_suspended_or_revoked_nobody_uses_it()
    {
        var seal = Register().Seal;
        Assert.Equal(SealRefusal.OutsideValidity, seal.Refuses(Clerk, Item, 1, Today, Now.AddYears(2)));
        seal.Make(SealMove.Suspend, Now, "GS99", "盘点");
        Assert.Equal(SealRefusal.NotActive, seal.Refuses(Clerk, Item, 1, Today, Now));
        seal.Make(SealMove.Release, Now, "GS99", "盘点完成");
        Assert.Equal(SealRefusal.None, seal.Refuses(Clerk, Item, 1, Today, Now));
        seal.Make(SealMove.Revoke, Now, "GS99", "机构撤并");
        Assert.Equal(SealRefusal.NotActive, seal.Refuses(Clerk, Item, 1, Today, Now));
        Assert.Throws<IllegalMoveException>(() => seal.Make(SealMove.Release, Now, "GS99", "误操作"));
        Assert.Throws<IllegalMoveException>(() => seal.Change(seal.Rules, Now, "GS99"));
    }

    private static (Seal Seal, SealLedgerLine Line) Register(int usesPerDay = 200, string[]? staff = null, string[]? items = null) => Seal.Register(
        new("gushi-approval"), new("gushi"), new("固始县行政审批局", "行政审批专用章", "4115250000017"), new(staff ?? [], items ?? [], usesPerDay),
        [1, 2, 3], Now.AddDays(-1), Now.AddYears(1), Now, "system");
}
