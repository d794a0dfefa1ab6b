using System.Text.RegularExpressions;
using VirtualWindow.Contracts;

namespace VirtualWindow.Host.Tests;

public sealed partial class RefusalSentencesTests
{
    public static TheoryData<string> Codes =>
        [.. typeof(RefusalCodes).GetFields().Where(constant => constant.IsLiteral).Select(constant => (string)constant.GetRawConstantValue()!)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_code_has_a_sentence_in_both_languages(string code)
    {
        var refusal = Refusals.Of(code);

        Assert.Equal(code, refusal.Code);
        Assert.Matches(HanSentence(), refusal.Message);
        Assert.Matches(LatinSentence(), refusal.MessageEn);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Codes_are_kebab_case(string code) => Assert.Matches("^[a-z]+(-[a-z]+)*$", code);

    [GeneratedRegex("^.*[\u4e00-\u9fff].*。$")]
    private static partial Regex HanSentence();

    [GeneratedRegex("^[A-Z][\x20-\x7e]+\\.$")]
    private static partial Regex LatinSentence();
}
