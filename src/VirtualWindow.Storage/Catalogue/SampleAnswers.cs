using VirtualWindow.Domain.Desks;

namespace VirtualWindow.Storage.Catalogue;

/// <summary>What a new hall's clerks begin with; an administrator changes it.</summary>
internal static class SampleAnswers
{
    private static readonly (string Title, string Text)[] Answers =
    [
        ("照片不清", "照片不清晰，请在光线充足处重新拍摄，四角完整、字迹可辨。"),
        ("缺少原件", "仅提交了复印件，请补交原件或加盖公章的复印件。"),
        ("证件过期", "证件已超过有效期，请换发后提交新的证件。"),
        ("缺签字盖章", "缺少签字或盖章，请由本人签字（单位加盖公章）后重新提交。"),
        ("信息不一致", "与身份证件上的信息不一致，请核对更正或提交有权机关出具的证明。"),
        ("委托书不全", "委托书未写明委托事项和期限，请由委托人补充完整并签字。"),
        ("超出范围", "该事项不属于本窗口受理范围，请向有权机关申请。"),
        ("一次性告知", "以上为需要补正的全部内容，补齐后我们继续为您办理，不再要求其他材料。"),
        ("已核验身份", "已通过视频核对本人与证件，信息一致。"),
    ];

    public static IEnumerable<CannedAnswer> All(DateTimeOffset now) =>
        Answers.Select((answer, index) => CannedAnswer.Write(Guid.CreateVersion7(now), index + 1, answer.Title, answer.Text));
}
