using System.Globalization;
using VirtualWindow.Domain.Papers;

namespace VirtualWindow.Papers.Notices;

/// <summary>More time, once, approved by the authority's head, with the reasons (行政许可法 §42).</summary>
/// <param name="Days">Working days.</param>
/// <param name="DecideBy">Last day of the longer term; null while a special procedure stops it.</param>
public sealed record Extension(NoticeHead Head, int Days, DateOnly? DecideBy, string Reason, string? ApprovedBy) : Notice(Head)
{
    public override NoticeKind Kind => NoticeKind.Extension;

    internal override void Write(NoticeSheet sheet)
    {
        var days = Days.ToString(CultureInfo.InvariantCulture);
        sheet.Say($"您提出的“{Head.Item}”申请（办件编号{Head.CaseNumber}），不能在规定期限内作出决定。根据《中华人民共和国行政许可法》第四十二条，经本机关负责人批准，办理期限延长{days}个工作日。");
        sheet.Say($"延长期限的理由：{NoticeWords.Sentence(Reason)}");
        sheet.Facts(
            ("延长", $"{days}个工作日"), ("延长后届满", DecideBy is { } day ? NoticeWords.Of(day) : "特别程序结束后另行计算"), ("批准人", ApprovedBy ?? Head.Authority), ("批准日期", NoticeWords.Of(Head.Day)));
        sheet.Close();
    }
}
