using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Sessions;

namespace VirtualWindow.Domain.Tests;

public sealed class CaseTests
{
    private const string Code = "11411525MA000001904330111010000";
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(8));
    private static readonly DateOnly Today = new(2026, 11, 23);

    [Fact]
    public void The_number_has_43_characters_and_a_short_form()
    {
        var number = CaseNumber.Create(Code, "GS", Today, 1);
        Assert.Equal(CaseNumber.FullLength, number.Full.Length);
        Assert.Equal(43, number.Full.Length);
        Assert.Equal(Code + "202611230001", number.Full);
        Assert.Equal("GS-20261123-0001", number.Display);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10000)]
    public void There_is_no_serial_outside_four_digits(int serial) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CaseNumber.Create(Code, "GS", Today, serial));

    [Fact]
    public void An_incomplete_case_is_not_filed()
    {
        var pending = Open();
        Assert.Throws<IllegalMoveException>(() => pending.File(Now));
        Complete(pending).File(Now);
        Assert.Equal((CaseState.Filed, Now), (pending.State, pending.FiledAt!.Value));
        Assert.Throws<IllegalMoveException>(() => pending.File(Now));
    }

    [Fact]
    public void A_step_that_is_repeated_changes_nothing()
    {
        var pending = Complete(Open());
        pending.Assign(CaseNumber.Create(Code, "GS", Today, 2));
        pending.CloseEvidence("other", "other");
        pending.Promise(Today.AddDays(9));
        pending.IssuePassword("other");
        Assert.Equal(("GS-20261123-0001", "{}", Today, "protected"),
            (pending.Number, pending.Evidence, pending.PromisedDate!.Value, pending.ProtectedPassword));
    }

    [Fact]
    public void The_password_has_no_look_alikes()
    {
        Assert.Equal(QueryPassword.Alphabet.Length, QueryPassword.Alphabet.Distinct().Count());
        Assert.All("0O1IL2Z5S8BUV", symbol => Assert.DoesNotContain(symbol, QueryPassword.Alphabet));
        var random = new byte[QueryPassword.RandomBytes];
        new Random(1).NextBytes(random);
        var password = QueryPassword.From(random);
        Assert.Equal(QueryPassword.Length, password.Length);
        Assert.All(password, symbol => Assert.Contains(symbol, QueryPassword.Alphabet));
        Assert.Equal(password, QueryPassword.Normalise($" {password[..4].ToLowerInvariant()}-{password[4..]} "));
    }

    private static Case Complete(Case pending)
    {
        pending.CloseEvidence("{}", "hash");
        pending.Assign(CaseNumber.Create(Code, "GS", Today, 1));
        pending.Promise(Today);
        pending.IssuePassword("protected");
        return pending;
    }

    private static Case Open() => Case.Open(new(Guid.NewGuid()), new(
        new(Guid.NewGuid()), new(Guid.NewGuid()), "A001", new("gushi"), new("gushi"), new("s1"), "李四", "G01", new("GA-05"), "工作调动户口迁移",
        "Household transfer", new("GA"), "县公安局", new("411525"), "张三", null, Outcome.Accepted, "", Now, Now));
}
