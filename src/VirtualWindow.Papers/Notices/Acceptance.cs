using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Papers;

namespace VirtualWindow.Papers.Notices;

/// <summary>The application is accepted (行政许可法 §32(5)), or was by lapse of time (§32(4)); when it will be decided (§42).</summary>
/// <param name="AcceptedOn">Of a lapse: the day of receipt.</param>
/// <param name="DecideBy">Last day of the term.</param>
/// <param name="ByLapse">Nobody said in time what was missing.</param>
public sealed record Acceptance(NoticeHead Head, DateOnly AcceptedOn, Term Term, DateOnly DecideBy, bool ByLapse) : Notice(Head)
{
    public override NoticeKind Kind => NoticeKind.Acceptance;

    internal override void Write(NoticeSheet sheet)
    {
        sheet.Say(ByLapse
            ? $"您提出的“{Head.Item}”申请，因本机关未在法定期限内告知补正内容，根据《中华人民共和国行政许可法》第三十二条第一款第（四）项，自收到申请材料之日（{NoticeWords.Of(AcceptedOn)}）起即为受理。"
            : $"您提出的“{Head.Item}”申请，属于本机关职权范围，申请材料齐全、符合法定形式。根据《中华人民共和国行政许可法》第三十二条第一款第（五）项，决定自{NoticeWords.Of(AcceptedOn)}起予以受理。");
        sheet.Say(Term.Days == 0
            ? "该事项当场办理。"
            : $"办理期限为{NoticeWords.Of(Term)}，自受理次日起计算，至{NoticeWords.Of(DecideBy)}届满；依法进行听证、检验、检测、鉴定、专家评审等所需时间不计算在内，并将书面告知。");
        sheet.Facts(("办件编号", Head.CaseNumber), ("事项编号", Head.FullNumber), ("受理机关", Head.Authority), ("受理日期", NoticeWords.Of(AcceptedOn)), ("办结期限", NoticeWords.Of(DecideBy)));
        sheet.Close();
    }
}
