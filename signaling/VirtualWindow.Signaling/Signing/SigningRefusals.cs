using VirtualWindow.Contracts;
using VirtualWindow.Domain.Seals;
using VirtualWindow.Domain.Signing;
using VirtualWindow.Seals;
using VirtualWindow.Signaling.Wire;

namespace VirtualWindow.Signaling.Signing;

/// <summary>Why a step of the script, a seal or a code is refused, in the words of the wire.</summary>
internal static class SigningRefusals
{
    public static Refusal? Of(SigningRefusal refusal) => refusal switch
    {
        SigningRefusal.None => null,
        SigningRefusal.IdentityFirst => Refusals.Of(RefusalCodes.IdentityFirst),
        SigningRefusal.ConsentFirst => Refusals.Of(RefusalCodes.ConsentFirst),
        SigningRefusal.ReadFirst => Refusals.Of(RefusalCodes.ReadFirst),
        SigningRefusal.SignFirst => Refusals.Of(RefusalCodes.SignFirst),
        SigningRefusal.OtherBytes => Refusals.Of(RefusalCodes.OtherBytes),
        SigningRefusal.UnknownPaper => Refuse.NotFound,
        _ => Refuse.Stale,
    };

    public static Refusal? Of(SealRefusal refusal) => refusal switch
    {
        SealRefusal.None => null,
        SealRefusal.NotActive => Refusals.Of(RefusalCodes.SealNotActive),
        SealRefusal.OutsideValidity => Refusals.Of(RefusalCodes.SealNotActive, "印章已过有效期，请换用有效的印章或联系管理员。", "The seal is outside its validity. Use another one or ask the administrator."),
        SealRefusal.OtherItem => Refusals.Of(RefusalCodes.SealNotYours, "这枚印章不能用于本事项。", "This seal is not for this service."),
        SealRefusal.QuotaUsedUp => Refusals.Of(RefusalCodes.SealQuota),
        _ => Refusals.Of(RefusalCodes.SealNotYours),
    };

    public static Refusal? Of(FactorAnswer answer) => answer switch
    {
        FactorAnswer.Right => null,
        FactorAnswer.NotEnrolled => Refusals.Of(RefusalCodes.CodeMissing),
        FactorAnswer.Locked => Refusals.Of(RefusalCodes.CodeLocked),
        _ => Refusals.Of(RefusalCodes.CodeWrong),
    };

    public static Refusal NoAuthority => Refusals.Of(RefusalCodes.SealUnavailable);

    public static Refusal PadUnknown => Refusals.Of(RefusalCodes.TokenSpent, "这个签名二维码无效，请在一体机或电脑上重新打开后再扫。", "This picture is no longer known. Open a new one on the other screen and scan it.");

    public static Refusal PadSpent => Refusals.Of(RefusalCodes.TokenSpent, "这个签名二维码已经用过或已换新，不能再签；请看大屏幕上的提示。", "This picture was used or replaced by a newer one. Please look at the other screen.");

    public static Refusal PadExpired => Refusals.Of(RefusalCodes.TokenSpent, "这个签名二维码已过期，请在大屏幕上换一个新的再扫。", "This picture has expired. Ask for a new one on the other screen and scan that.");

    public static Refusal PadOver => Refusals.Of(RefusalCodes.TokenSpent, "这个签名二维码属于另一次办理，那次办理已经结束。", "This picture belongs to another session, which is over.");

    public static Refusal FormOpen => Refusals.Of(RefusalCodes.FormIncomplete, "申请人还没有提交表单，提交后才能生成申请表。", "The applicant has not submitted the form yet; the application is made from it.");

    public static Refusal FormChanged => Refusals.Of(RefusalCodes.OtherBytes, "表单在这份文件生成后有改动，请坐席重新生成后再签。", "The form was changed after this document was made. The clerk makes it anew, then sign that one.");

    public static Refusal OnlyPaper => Refusals.Of(RefusalCodes.BadInput, "只有 PDF 文件和图片可以签名盖章。", "Only a PDF or a picture can be signed and sealed.");

    public static Refusal Missing(string characters) => Refusals.Of(
        RefusalCodes.BadInput, $"字库缺少这些字，不能生成文件：{characters}。请管理员补充字库。", $"No font has these characters, so the document cannot be made: {characters}. Ask the administrator to add a font.");
}
