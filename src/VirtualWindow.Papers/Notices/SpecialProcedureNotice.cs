using System.Globalization;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Papers;

namespace VirtualWindow.Papers.Notices;

/// <summary>A hearing, an inspection and the like: its time is not counted, and the applicant is told how long it takes (行政许可法 §45).</summary>
/// <param name="ExpectedDays">Working days.</param>
public sealed record SpecialProcedureNotice(NoticeHead Head, SpecialProcedure Procedure, int ExpectedDays, string Reason) : Notice(Head)
{
    public override NoticeKind Kind => NoticeKind.SpecialProcedure;

    internal override void Write(NoticeSheet sheet)
    {
        var name = NoticeWords.Of(Procedure);
        sheet.Say($"您提出的“{Head.Item}”申请（办件编号{Head.CaseNumber}）正在审查。根据《中华人民共和国行政许可法》第四十五条，作出决定前依法需要进行{name}，所需时间不计算在办理期限内，现书面告知如下：");
        sheet.Facts(
            ("特别程序", name), ("所需时间", string.Create(CultureInfo.InvariantCulture, $"{ExpectedDays}个工作日")), ("开始日期", NoticeWords.Of(Head.Day)), ("理由", NoticeWords.Sentence(Reason)));
        sheet.Say("上述程序结束后，办理期限继续计算。");
        sheet.Close();
    }
}
