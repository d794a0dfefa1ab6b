using VirtualWindow.Domain.Papers;

namespace VirtualWindow.Papers.Notices;

/// <summary>What was handed in, and by when the authority must answer (行政许可法 §32).</summary>
/// <param name="Supplementary">The applicant has brought what was missing: the term begins anew.</param>
/// <param name="AnswerBy">Last day of the term of acceptance.</param>
public sealed record Receipt(NoticeHead Head, IReadOnlyList<string> Materials, bool Supplementary, DateOnly AnswerBy) : Notice(Head)
{
    public override NoticeKind Kind => NoticeKind.Receipt;

    public override string Title => Supplementary ? "补正材料接收凭证" : base.Title;

    internal override void Write(NoticeSheet sheet)
    {
        var day = NoticeWords.Of(Head.Day);
        sheet.Say(Supplementary
            ? $"您于{day}为“{Head.Item}”补正的申请材料，本机关已经收到。"
            : $"您于{day}通过{Head.Hall}提出的“{Head.Item}”申请及下列材料，本机关已经收到。");
        sheet.Materials(Materials, "接收情况", "已接收");
        sheet.Say($"本机关将在{NoticeWords.Of(AnswerBy)}前（五个工作日内）作出是否受理的决定，或者一次性告知需要补正的全部内容。逾期不告知的，自收到申请材料之日起即为受理（《中华人民共和国行政许可法》第三十二条）。");
        sheet.Say($"办件编号：{Head.CaseNumber}。请妥善保管本凭证，凭办件编号和查询密码可以查询办理进度。");
        sheet.Code(Head.CaseNumber, "办件编号");
        sheet.Close();
    }
}
