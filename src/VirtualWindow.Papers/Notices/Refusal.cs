using VirtualWindow.Domain.Papers;

namespace VirtualWindow.Papers.Notices;

/// <summary>The application is not accepted, with the reasons and the remedies (行政许可法 §32(1), (2); sealed and dated by its second paragraph).</summary>
public sealed record Refusal(NoticeHead Head, string Reason) : Notice(Head)
{
    public override NoticeKind Kind => NoticeKind.Refusal;

    internal override void Write(NoticeSheet sheet)
    {
        sheet.Say($"您于{NoticeWords.Of(Head.Day)}提出的“{Head.Item}”申请（办件编号{Head.CaseNumber}），经审查，理由如下：");
        sheet.Say(NoticeWords.Sentence(Reason));
        sheet.Say("根据《中华人民共和国行政许可法》第三十二条第一款的规定，本机关决定不予受理。依法不属于本机关职权范围的，请向有关行政机关申请。");
        sheet.Remedies();
        sheet.Close();
    }
}
