using VirtualWindow.Domain.Papers;

namespace VirtualWindow.Papers.Notices;

/// <summary>Everything that is missing, told at once, complete and only once (行政许可法 §32(4)).</summary>
/// <param name="Text">What the clerk wrote: lines, or parts between semicolons.</param>
public sealed record Supplement(NoticeHead Head, string Text) : Notice(Head)
{
    /// <summary>Item by item.</summary>
    public IReadOnlyList<string> Missing { get; } = NoticeWords.Items(Text);

    public override NoticeKind Kind => NoticeKind.Supplement;

    internal override void Write(NoticeSheet sheet)
    {
        sheet.Say($"您提出的“{Head.Item}”申请，经审查，申请材料不齐全或者不符合法定形式。根据《中华人民共和国行政许可法》第三十二条第一款第（四）项，现将需要补正的全部内容一次性告知如下：");
        sheet.Enumerate(Missing);
        sheet.Say($"以上共{Missing.Count}项。请按上述要求补正后提交{Head.Hall}，也可以凭办件编号{Head.CaseNumber}再次通过远程虚拟窗口提交。本机关不再就本次申请提出其他补正要求；收到全部补正材料之日起五个工作日内作出是否受理的决定。");
        sheet.Close();
    }
}
