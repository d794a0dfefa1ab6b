using System.Text;
using VirtualWindow.Domain.Seals;

namespace VirtualWindow.Domain.Tests.Seals;

public sealed class TimeCodeTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_111_111_111);

    /// <summary>RFC 6238 appendix B, SHA-1, the last six of the eight digits.</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1_111_111_109, "081804")]
    [InlineData(1_111_111_111, "050471")]
    [InlineData(1_234_567_890, "005924")]
    [InlineData(2_000_000_000, "279037")]
    [InlineData(20_000_000_000, "353130")]
    public void Codes_are_those_of_the_rfc(long seconds, string code) =>
        Assert.Equal(code, TimeCode.At(Secret, TimeCode.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds))));

    /// <summary>RFC 4648 §10, without padding.</summary>
    [Theory]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Secrets_are_written_in_base32(string text, string expected) => Assert.Equal(expected, TimeCode.ToBase32(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void A_code_counts_once_and_only_around_its_time()
    {
        var factor = SecondFactor.Enrol(new("clerk"), "kept");
        var code = TimeCode.At(Secret, TimeCode.StepAt(Now));

        Assert.False(factor.Accept(Secret, code, Now.AddMinutes(2)));
        Assert.True(factor.Accept(Secret, code, Now.AddSeconds(30)));
        Assert.False(factor.Accept(Secret, code, Now.AddSeconds(31)));
        Assert.Equal(Now.AddSeconds(30), factor.ConfirmedAt);
    }

    [Fact]
    public void Five_wrong_codes_lock_it_and_the_right_one_does_not_open_it_early()
    {
        var factor = SecondFactor.Enrol(new("clerk"), "kept");
        for (var i = 0; i < 5; i++) Assert.False(factor.Accept(Secret, "not it", Now));

        Assert.True(factor.IsLocked(Now));
        Assert.False(factor.Accept(Secret, TimeCode.At(Secret, TimeCode.StepAt(Now)), Now));
        Assert.True(factor.Accept(Secret, TimeCode.At(Secret, TimeCode.StepAt(Now.AddMinutes(6))), Now.AddMinutes(6)));
    }
}
