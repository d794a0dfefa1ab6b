using VirtualWindow.Domain.Cases;

namespace VirtualWindow.Domain.Papers;

/// <summary>Papers that an authority gives to whoever applies (文书). Stored as numbers: append only.</summary>
public enum NoticeKind
{
    /// <summary>申请材料接收凭证.</summary>
    Receipt = 0,
    /// <summary>申请材料移交清单.</summary>
    MaterialTransfer = 1,
    /// <summary>受理通知书.</summary>
    Acceptance = 2,
    /// <summary>补正一次性告知书.</summary>
    Supplement = 3,
    /// <summary>不予受理决定书.</summary>
    Refusal = 4,
    /// <summary>特别程序告知书.</summary>
    SpecialProcedure = 5,
    /// <summary>延长办理期限告知书.</summary>
    Extension = 6,
    /// <summary>办理决定书.</summary>
    Decision = 7,
    /// <summary>送达回证.</summary>
    DeliveryReceipt = 8,
}

/// <summary>Which move of the procedure calls for which paper, and which of them the authority seals.</summary>
public static class NoticeKinds
{
    /// <returns>Null when the applicant is told nothing on paper.</returns>
    public static NoticeKind? CalledForBy(ProcedureMove move) => move switch
    {
        ProcedureMove.Receive or ProcedureMove.Supplement => NoticeKind.Receipt,
        ProcedureMove.HandOver => NoticeKind.MaterialTransfer,
        ProcedureMove.Accept => NoticeKind.Acceptance,
        ProcedureMove.AskSupplement => NoticeKind.Supplement,
        ProcedureMove.Refuse => NoticeKind.Refusal,
        ProcedureMove.Suspend => NoticeKind.SpecialProcedure,
        ProcedureMove.Extend => NoticeKind.Extension,
        ProcedureMove.Decide or ProcedureMove.Withdraw or ProcedureMove.GiveUpSupplement => NoticeKind.Decision,
        ProcedureMove.Deliver => NoticeKind.DeliveryReceipt,
        _ => null,
    };

    /// <summary>
    /// 行政许可法 §32 wants the authority's own seal on acceptance and refusal, §38 a written decision; whatever changes the applicant's rights
    /// or terms is sealed too. Lists that two people sign by hand are not.
    /// </summary>
    public static bool IsSealed(this NoticeKind kind) => kind is not (NoticeKind.MaterialTransfer or NoticeKind.DeliveryReceipt);

    /// <summary>As people call it; the title of the paper itself may be narrower.</summary>
    public static string Name(this NoticeKind kind) => kind switch
    {
        NoticeKind.Receipt => "申请材料接收凭证",
        NoticeKind.MaterialTransfer => "申请材料移交清单",
        NoticeKind.Acceptance => "受理通知书",
        NoticeKind.Supplement => "补正一次性告知书",
        NoticeKind.Refusal => "不予受理决定书",
        NoticeKind.SpecialProcedure => "特别程序告知书",
        NoticeKind.Extension => "延长办理期限告知书",
        NoticeKind.Decision => "办理决定书",
        _ => "送达回证",
    };
}
