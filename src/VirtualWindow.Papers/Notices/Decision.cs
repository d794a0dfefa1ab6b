using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Papers;

namespace VirtualWindow.Papers.Notices;

/// <summary>What was decided (行政许可法 §38): granted, or not, then with reasons and remedies; or why nothing is decided any more.</summary>
/// <param name="Text">The decision's own words.</param>
/// <param name="DeliverBy">Last day of the term of delivery (§44); null when nothing is delivered.</param>
public sealed record Decision(NoticeHead Head, DecisionCode Code, string? Text, DateOnly? DeliverBy) : Notice(Head)
{
    public override NoticeKind Kind => NoticeKind.Decision;

    public override string Title => Code switch
    {
        _ when Code == DecisionCode.Denied => "不予办理决定书",
        _ when Code == DecisionCode.Forwarded => "转报告知书",
        { ByReviewer: false } => "终止办理告知书",
        _ => "准予办理决定书",
    };

    internal override void Write(NoticeSheet sheet)
    {
        sheet.Say(Opening);
        if (Text is not null) sheet.Say((Code == DecisionCode.Denied ? "理由：" : "") + NoticeWords.Sentence(Text));
        if (DeliverBy is { } day && Code != DecisionCode.Denied) sheet.Say($"本机关将于{NoticeWords.Of(day)}前向您颁发、送达有关证件或者决定（《中华人民共和国行政许可法》第四十四条）。");
        sheet.Facts(("办件编号", Head.CaseNumber), ("办理结果", Code.Name), ("决定机关", Head.Authority), ("决定日期", NoticeWords.Of(Head.Day)));
        if (Code == DecisionCode.Denied) sheet.Remedies();
        sheet.Close();
    }

    private string Opening => Code switch
    {
        _ when Code == DecisionCode.Denied => $"您提出的“{Head.Item}”申请，经审查，不符合法定条件、标准。根据《中华人民共和国行政许可法》第三十八条第二款，本机关决定不予办理。",
        _ when Code == DecisionCode.Forwarded => $"您提出的“{Head.Item}”申请，本机关已审查完毕，依法转报上级行政机关决定。",
        _ when Code == DecisionCode.Withdrawn => $"您撤回了“{Head.Item}”申请，本机关终止办理。以后仍可重新申请。",
        _ when Code == DecisionCode.NotSupplemented => $"您提出的“{Head.Item}”申请，需要补正的材料未能提交，本机关终止办理。材料齐全后可以重新申请。",
        _ => $"您提出的“{Head.Item}”申请，经审查，符合法定条件、标准。根据《中华人民共和国行政许可法》第三十八条第一款，本机关决定准予办理。",
    };
}
