using System.Globalization;
using VirtualWindow.Documents.Fonts;
using VirtualWindow.Documents.Pages;

namespace VirtualWindow.Papers.Notices;

/// <summary>Where the authority's seal goes: over its name and the date (骑年盖月), in points from the page's lower left corner.</summary>
/// <param name="Page">From 0.</param>
public readonly record struct SealPlace(int Page, double X, double Y);

/// <param name="Pdf">PDF/A-3b, not sealed yet.</param>
/// <param name="Seal">Null when nobody seals it.</param>
public sealed record PrintedNotice(string Title, byte[] Pdf, SealPlace? Seal);

/// <summary>The sheet that a notice is written on: head, addressee, sentences, and at the end who issues it and when.</summary>
internal sealed class NoticeSheet
{
    private const double RightEdge = 519;
    private const double BodySize = 12;
    /// <summary>Two lines and a seal of 42 mm around them.</summary>
    private const double ClosingHeight = 150;
    private const double LowestLine = 72;

    private readonly Notice _notice;
    private readonly PdfAWriter _page;

    private NoticeSheet(Notice notice, FontBook book)
    {
        _notice = notice;
        var head = notice.Head;
        _page = new(new(notice.Title, head.Authority, head.MadeAt) { Subject = $"{head.Item} {head.CaseNumber}", FootNote = $"{head.Number}  {head.FullNumber}" }, book);
    }

    public static PrintedNotice Print(Notice notice, FontBook book)
    {
        var sheet = new NoticeSheet(notice, book);
        sheet.Open();
        notice.Write(sheet);
        return new(notice.Title, sheet._page.ToBytes(), sheet.Seal);
    }

    private SealPlace? Seal { get; set; }

    private void Open()
    {
        var head = _notice.Head;
        _page.Heading(_notice.Title, 1);
        _page.Paragraph($"文书编号：{head.Number}", ParagraphStyle.Flush with { Alignment = TextAlignment.Right, Size = 10.5, SpaceAfter = 14 });
        _page.Paragraph($"{head.Applicant ?? "申请人"}：", ParagraphStyle.Flush with { IsStrong = true });
    }

    public void Say(string text) => _page.Paragraph(text);

    /// <summary>One after the other with their numbers.</summary>
    public void Enumerate(IReadOnlyList<string> items)
    {
        for (var i = 0; i < items.Count; i++) _page.Paragraph(string.Create(CultureInfo.InvariantCulture, $"{i + 1}．{items[i]}"));
    }

    public void Facts(params IReadOnlyList<(string Name, string Value)> rows)
    {
        _page.Space(4);
        _page.Table([3, 8], [], rows.Select(row => (IReadOnlyList<string>)[row.Name, row.Value]), BodySize - 1);
    }

    public void Materials(IReadOnlyList<string> materials, string column, string value)
    {
        _page.Space(4);
        _page.Table([1, 7, 3], ["序号", "材料名称", column],
            materials.Select((material, index) => (IReadOnlyList<string>)[(index + 1).ToString(CultureInfo.InvariantCulture), material, value]), BodySize - 1.5);
    }

    public void Code(string content, string caption) => _page.QrCode(content, caption, 72);

    /// <summary>Lines for people to sign on by hand.</summary>
    public void SignHere(params IReadOnlyList<string> whom)
    {
        _page.Space(20);
        foreach (var one in whom) _page.Paragraph($"{one}：____________________    日期：________年____月____日", ParagraphStyle.Flush with { SpaceAfter = 14 });
    }

    /// <summary>The remedies that a decision against the applicant has to name (行政复议法 §20, 行政诉讼法 §46).</summary>
    public void Remedies() => Say("如不服本决定，可以自收到本决定书之日起六十日内依法申请行政复议，或者自收到本决定书之日起六个月内依法向人民法院提起行政诉讼。");

    /// <summary>Who issues it and when, with room for the seal; never alone on a page without saying so.</summary>
    public void Close()
    {
        if (_page.Place.Top - ClosingHeight < LowestLine)
        {
            _page.NewPage();
            Say("（此页无正文）");
        }

        _page.Space(46);
        var authority = _notice.Head.Authority;
        _page.Paragraph(authority, ParagraphStyle.Flush with { Alignment = TextAlignment.Right });
        var place = _page.Place;
        _page.Paragraph(NoticeWords.Of(_notice.Head.Day), ParagraphStyle.Flush with { Alignment = TextAlignment.Right });
        Seal = new(place.Page, RightEdge - Math.Clamp(authority.Length * BodySize / 2, 48, 90), place.Top);
    }
}
