using VirtualWindow.Documents.Pages;

namespace VirtualWindow.Documents.Tests.Pages;

/// <summary>Every character is one wide here, so that widths are counts.</summary>
public sealed class LineBreakerTests
{
    [Theory]
    [InlineData("一二三四五六七", "一二三四五|六七")]
    [InlineData("一二三四五，七", "一二三四|五，七")]
    [InlineData("一二三四（六七", "一二三四|（六七")]
    [InlineData("一二abcd七", "一二|abcd七")]
    [InlineData("ab cd ef", "ab cd|ef")]
    [InlineData("abcdefgh", "abcde|fgh")]
    [InlineData("，，，，，，，", "，，，，，|，，")]
    [InlineData("一\n二", "一|二")]
    [InlineData("一\n\n二", "一||二")]
    [InlineData("", "")]
    [InlineData("𠮷𠮷𠮷𠮷𠮷𠮷", "𠮷𠮷𠮷𠮷𠮷|𠮷")]
    public void Lines_end_where_they_may(string text, string lines) => Assert.Equal(lines, string.Join('|', Break(text)));

    [Fact]
    public void The_first_line_has_its_own_width() => Assert.Equal(["一二三", "四五六七八", "九"], LineBreaker.Break("一二三四五六七八九", 3, 5, Count));

    private static List<string> Break(string text) => LineBreaker.Break(text, 5, 5, Count);

    private static double Count(string text) => text.EnumerateRunes().Count();
}
