using VirtualWindow.Domain.Papers;

namespace VirtualWindow.Papers.Notices;

/// <summary>What reached the applicant, how, when and by whom (行政许可法 §44).</summary>
/// <param name="Delivered">Title and number of the paper that was delivered.</param>
/// <param name="How">As the official wrote it: in person, by mail with the consignment's number, electronically.</param>
/// <param name="DeliveredBy">Name and number of the badge.</param>
public sealed record DeliveryReceipt(NoticeHead Head, string Delivered, string How, string DeliveredBy) : Notice(Head)
{
    public override NoticeKind Kind => NoticeKind.DeliveryReceipt;

    internal override void Write(NoticeSheet sheet)
    {
        sheet.Say($"您的“{Head.Item}”申请已经办结，结果已经送达。");
        sheet.Facts(
            ("办件编号", Head.CaseNumber), ("送达文书", Delivered), ("受送达人", Head.Applicant ?? "申请人"), ("送达方式", NoticeWords.Sentence(How)),
            ("送达日期", NoticeWords.Of(Head.Day)), ("送达人", DeliveredBy), ("送达机关", Head.Authority));
        sheet.SignHere("受送达人签字或盖章");
    }
}
