using VirtualWindow.Contracts;
using VirtualWindow.Domain.Forms;
using VirtualWindow.Signaling.Wire;

namespace VirtualWindow.Signaling.CoBrowse;

/// <summary>The wire's word for each refusal of a form.</summary>
internal static class FormRefusals
{
    public static Refusal Of(FormRefusal refusal) => refusal switch
    {
        FormRefusal.Unknown => Refuse.NotFound,
        FormRefusal.NotKept => Refusals.Of(RefusalCodes.BadInput, "内容过长或含有不能保存的字符，请修改后再试。", "That is too long or has characters that cannot be kept. Please change it."),
        FormRefusal.Stale => Refusals.Of(RefusalCodes.Stale, "对方刚刚修改了这一项，请看一眼再填。", "The other side has just changed this field. Please look and try again."),
        FormRefusal.ApplicantOnly => Refusals.Of(RefusalCodes.FormApplicantOnly),
        FormRefusal.ClerkOnly => Refuse.NotAllowed,
        FormRefusal.NotGranted => Refusals.Of(RefusalCodes.FormNotGranted),
        FormRefusal.Masked => Refusals.Of(RefusalCodes.FormMasked),
        FormRefusal.Paused => Refusals.Of(RefusalCodes.FormPaused),
        FormRefusal.Submitted => Refusals.Of(RefusalCodes.FormSubmitted),
        FormRefusal.Incomplete => Refusals.Of(RefusalCodes.FormIncomplete),
        _ => Refuse.BadInput,
    };
}
