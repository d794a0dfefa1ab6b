using System.Globalization;
using VirtualWindow.Documents.Fonts;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Catalogue;
using VirtualWindow.Domain.Papers;

namespace VirtualWindow.Papers.Notices;

/// <summary>What stands on every notice, whatever it says.</summary>
/// <param name="Number">Of this notice: the case's number and the line of its record, e.g. "GS-20261123-0001-03".</param>
/// <param name="CaseNumber">As people see it.</param>
/// <param name="FullNumber">43 characters (GB/T 39554.1).</param>
/// <param name="Authority">Who issues it, e.g. 固始县公安局.</param>
/// <param name="Hall">Where it was applied for, e.g. 苏州市政务服务中心.</param>
/// <param name="Applicant">Null when nobody left a name.</param>
/// <param name="Day">The authority's day of what is told.</param>
/// <param name="MadeAt">When the paper was made; in the file's own metadata.</param>
public sealed record NoticeHead(
    string Number, string CaseNumber, string FullNumber, string Authority, string Hall, string? Applicant, string Item, DateOnly Day, DateTimeOffset MadeAt);

/// <summary>One notice (文书): its facts, and how they are said. The facts of each kind are those that the law asks for.</summary>
public abstract record Notice(NoticeHead Head)
{
    public abstract NoticeKind Kind { get; }

    /// <summary>As it stands at the head of the page.</summary>
    public virtual string Title => Kind.Name();

    /// <summary>As PDF/A-3b; the same notice gives the same bytes.</summary>
    /// <param name="book">Null = <see cref="FontBook.Installed"/>.</param>
    /// <exception cref="MissingGlyphsException">A font lacks a character: somebody's name must not be filed with a hole in it.</exception>
    public PrintedNotice Print(FontBook? book = null) => NoticeSheet.Print(this, book ?? FontBook.Installed);

    internal abstract void Write(NoticeSheet sheet);
}

/// <summary>How dates and terms are written in a notice.</summary>
internal static class NoticeWords
{
    public static string Of(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{day.Year}年{day.Month}月{day.Day}日");

    public static string Of(Term term) => term.Unit == DaysUnit.Working
        ? string.Create(CultureInfo.InvariantCulture, $"{term.Days}个工作日")
        : string.Create(CultureInfo.InvariantCulture, $"{term.Days}日");

    public static string Of(SpecialProcedure procedure) => procedure switch
    {
        SpecialProcedure.Hearing => "听证",
        SpecialProcedure.Tender => "招标、拍卖",
        SpecialProcedure.Inspection => "检验、检测、检疫",
        SpecialProcedure.Appraisal => "鉴定",
        _ => "专家评审",
    };

    /// <summary>A sentence's own full stop is kept and none is doubled.</summary>
    public static string Sentence(string text) => text.Trim() is { Length: > 0 } said && said[^1] is '。' or '！' or '；' or '.' ? text.Trim() : $"{text.Trim()}。";

    /// <summary>What somebody wrote as one text, item by item: lines, else parts between semicolons unless it has a number; their own numbers are left out.</summary>
    public static IReadOnlyList<string> Items(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var items = lines.Length > 1 || lines is [var only] && WithoutNumber(only) != only ? lines : text.Split(['；', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return [.. items.Select(WithoutNumber).Where(item => item.Length > 0)];
    }

    private static string WithoutNumber(string item)
    {
        var digits = item.TakeWhile(char.IsAsciiDigit).Count();
        return digits is > 0 and < 3 && digits < item.Length && item[digits] is '.' or '、' or '．' or ')' or '）' ? item[(digits + 1)..].Trim() : item;
    }
}
