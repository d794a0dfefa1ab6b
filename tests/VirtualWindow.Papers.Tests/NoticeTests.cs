using UglyToad.PdfPig;
using VirtualWindow.Documents.Fonts;
using VirtualWindow.Documents.Tests.Bases;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Papers;
using VirtualWindow.Papers.Notices;

namespace VirtualWindow.Papers.Tests;

/// <summary>What each notice says, read back by a reader of another house.</summary>
public sealed class NoticeTests
{
    private static readonly DateOnly Day = new(2026, 11, 23);
    private static readonly NoticeHead Head = new(
        "GS-20261123-0001-02", "GS-20261123-0001", "11411525MB1912345X400010900200120261123" + "0001", "固始县公安局", "苏州市政务服务中心", "张三", "工作调动户口迁移", Day,
        new(2026, 11, 23, 10, 0, 0, TimeSpan.FromHours(8)));
    private static readonly string[] Materials = ["居民户口簿", "居民身份证", "调动文件"];

    /// <summary>The notice and everything that the law or the procedure wants to be on it.</summary>
    public static TheoryData<string, string[]> Fields => new()
    {
        { "receipt", ["申请材料接收凭证", "张三：", "通过苏州市政务服务中心提出", "居民户口簿", "调动文件", "已接收", "2026年11月30日前", "第三十二条", "办件编号：GS-20261123-0001", "固始县公安局", "2026年11月23日"] },
        { "receipt-again", ["补正材料接收凭证", "补正的申请材料", "2026年11月30日前"] },
        { "transfer", ["申请材料移交清单", "“跨省通办”异地代收代办方式", "苏州市政务服务中心", "移交固始县政务服务中心", "居民身份证", "王建国 SZ02", "接收人签字"] },
        { "acceptance", ["受理通知书", "第三十二条第一款第（五）项", "自2026年11月23日起予以受理", "20个工作日", "2026年12月21日", "听证、检验"] },
        { "lapse", ["受理通知书", "第三十二条第一款第（四）项", "自收到申请材料之日（2026年11月16日）起即为受理"] },
        { "supplement", ["补正一次性告知书", "1．户口簿首页", "2．单位接收证明原件", "以上共2项", "不再就本次申请提出其他补正要求", "五个工作日"] },
        { "refusal", ["不予受理决定书", "申请事项不属于本机关职权范围。", "不予受理", "六十日内依法申请行政复议", "六个月内依法向人民法院提起行政诉讼"] },
        { "special", ["特别程序告知书", "第四十五条", "听证", "15个工作日", "涉及他人重大利益。", "继续计算"] },
        { "extension", ["延长办理期限告知书", "第四十二条", "经本机关负责人批准", "延长10个工作日", "2027年1月5日", "需要外地协查。", "周主任 GS90"] },
        { "granted", ["准予办理决定书", "第三十八条第一款", "决定准予办理", "2026年12月7日前", "第四十四条"] },
        { "denied", ["不予办理决定书", "第三十八条第二款", "理由：不符合迁入条件。", "行政复议", "行政诉讼"] },
        { "withdrawn", ["终止办理告知书", "您撤回了“工作调动户口迁移”申请"] },
        { "not-supplemented", ["终止办理告知书", "需要补正的材料未能提交"] },
        { "forwarded", ["转报告知书", "依法转报上级行政机关"] },
        { "delivery", ["送达回证", "准予办理决定书（GS-20261123-0001-04）", "张三", "EMS 1234567890123。", "李敏 GS01", "受送达人签字或盖章"] },
    };

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_notice_says_what_it_has_to(string which, string[] expected)
    {
        var printed = Sample(which).Print();
        using var pdf = PdfDocument.Open(printed.Pdf);
        var text = string.Concat(pdf.GetPages().SelectMany(page => page.Letters).Select(letter => letter.Value));
        Assert.All(expected.Append("GS-20261123-0001-02"), part => Assert.Contains(part.Replace(" ", "", StringComparison.Ordinal), text.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal));
        Assert.Equal(printed.Title, pdf.Information.Title);
        Assert.Equal("固始县公安局", pdf.Information.Author);
    }

    [Fact]
    public void There_is_a_sample_of_every_kind() =>
        Assert.Equal(Enum.GetValues<NoticeKind>(), Fields.Select(row => Sample(row.Data.Item1).Kind).Distinct().Order());

    [Fact]
    public void Every_move_that_the_applicant_must_hear_of_calls_for_a_notice()
    {
        ProcedureMove[] silent = [ProcedureMove.TakeOver, ProcedureMove.Review, ProcedureMove.Resume, ProcedureMove.Archive];
        Assert.Equal(silent, Enum.GetValues<ProcedureMove>().Where(move => NoticeKinds.CalledForBy(move) is null));
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_seal_has_its_place_on_what_is_sealed_and_on_nothing_else(string which, string[] expected)
    {
        var notice = Sample(which);
        var printed = notice.Print();
        Assert.NotEmpty(expected);
        Assert.Equal(notice.Kind.IsSealed(), printed.Seal is not null);
        if (printed.Seal is not { } place) return;
        using var pdf = PdfDocument.Open(printed.Pdf);
        Assert.Equal(pdf.NumberOfPages - 1, place.Page);
        // Over the authority's name and the date, with all of its 42 mm on the paper.
        Assert.InRange(place.X, 60, 595 - 60);
        Assert.InRange(place.Y, 60, 842 - 60);
        var name = pdf.GetPage(place.Page + 1).Letters.Where(letter => Math.Abs(letter.StartBaseLine.Y - place.Y) < 20 && letter.Value == "固").ToList();
        Assert.NotEmpty(name);
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void Another_house_finds_nothing_wrong_with_it(string which, string[] expected)
    {
        Assert.NotEmpty(expected);
        using var file = new TemporaryFile(Sample(which).Print().Pdf);
        Assert.Contains("No syntax or stream encoding errors", DebianTool.Check("qpdf", "--check", file.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_no_font_has_stops_the_notice_and_is_named()
    {
        var strange = char.ConvertFromUtf32(0x3134A);
        var missing = Assert.Throws<MissingGlyphsException>(() => (Sample("acceptance") with { Head = Head with { Applicant = $"张{strange}" } }).Print(FontBook.Shipped));
        Assert.Equal([$"{strange} (U+3134A)"], missing.Characters);
    }

    [Fact]
    public void Long_reasons_take_another_page_and_the_seal_is_never_alone_on_it_without_a_word()
    {
        for (var length = 200; length < 1400; length += 40)
        {
            var printed = new Refusal(Head, new string('理', length)).Print();
            using var pdf = PdfDocument.Open(printed.Pdf);
            var last = string.Concat(pdf.GetPage(pdf.NumberOfPages).Letters.Select(letter => letter.Value));
            Assert.Contains("固始县公安局2026年11月23日", last, StringComparison.Ordinal);
            Assert.True(last.Contains("行政诉讼", StringComparison.Ordinal) || last.Contains("（此页无正文）", StringComparison.Ordinal), $"{length} characters");
        }
    }

    [Theory]
    [InlineData("缺户口簿首页；单位接收证明未盖章", 2)]
    [InlineData("1. 户口簿\n2、单位证明\n\n3）照片", 3)]
    [InlineData("身份证复印件", 1)]
    [InlineData("2026年的收入证明；12个月流水", 2)]
    public void What_is_missing_is_told_item_by_item(string text, int items) => Assert.Equal(items, new Supplement(Head, text).Missing.Count);

    [Fact]
    public void The_same_notice_gives_the_same_bytes() => Assert.Equal(Sample("acceptance").Print().Pdf, Sample("acceptance").Print().Pdf);

    private static Notice Sample(string which) => which switch
    {
        "receipt" => new Receipt(Head, Materials, Supplementary: false, new(2026, 11, 30)),
        "receipt-again" => new Receipt(Head, Materials, Supplementary: true, new(2026, 11, 30)),
        "transfer" => new MaterialTransfer(Head, Materials, "固始县政务服务中心", "王建国 SZ02", "异地代收代办"),
        "acceptance" => new Acceptance(Head, Day, LegalTerms.Decision, new(2026, 12, 21), ByLapse: false),
        "lapse" => new Acceptance(Head, new(2026, 11, 16), LegalTerms.Decision, new(2026, 12, 14), ByLapse: true),
        "supplement" => new Supplement(Head, "户口簿首页；单位接收证明原件"),
        "refusal" => new Refusal(Head, "申请事项不属于本机关职权范围"),
        "special" => new SpecialProcedureNotice(Head, SpecialProcedure.Hearing, 15, "涉及他人重大利益"),
        "extension" => new Extension(Head, 10, new(2027, 1, 5), "需要外地协查", "周主任 GS90"),
        "granted" => new Decision(Head, DecisionCode.Granted, "符合条件，准予迁移", new(2026, 12, 7)),
        "denied" => new Decision(Head, DecisionCode.Denied, "不符合迁入条件", new(2026, 12, 7)),
        "withdrawn" => new Decision(Head, DecisionCode.Withdrawn, null, null),
        "not-supplemented" => new Decision(Head, DecisionCode.NotSupplemented, null, null),
        "forwarded" => new Decision(Head, DecisionCode.Forwarded, "省公安厅", new(2026, 12, 7)),
        _ => new DeliveryReceipt(Head, "准予办理决定书（GS-20261123-0001-04）", "EMS 1234567890123", "李敏 GS01"),
    };
}
