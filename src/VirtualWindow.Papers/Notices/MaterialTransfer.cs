using VirtualWindow.Domain.Papers;

namespace VirtualWindow.Papers.Notices;

/// <summary>What one hall hands over to the authority that accepts or decides (异地代收代办, 多地联办), for both to sign.</summary>
/// <param name="Receiver">The authority's hall.</param>
/// <param name="HandedOverBy">Name and number of the badge.</param>
/// <param name="Mode">As the agreement calls it.</param>
public sealed record MaterialTransfer(NoticeHead Head, IReadOnlyList<string> Materials, string Receiver, string HandedOverBy, string Mode) : Notice(Head)
{
    public override NoticeKind Kind => NoticeKind.MaterialTransfer;

    internal override void Write(NoticeSheet sheet)
    {
        sheet.Say($"您提出的“{Head.Item}”申请按“跨省通办”{Mode}方式办理。{Head.Hall}于{NoticeWords.Of(Head.Day)}将下列材料移交{Receiver}。");
        sheet.Materials(Materials, "移交情况", "已移交");
        sheet.Facts(
            ("办件编号", Head.CaseNumber), ("移交单位", Head.Hall), ("移交人", HandedOverBy), ("移交日期", NoticeWords.Of(Head.Day)), ("接收单位", Receiver));
        sheet.SignHere("移交人签字", "接收人签字");
    }
}
