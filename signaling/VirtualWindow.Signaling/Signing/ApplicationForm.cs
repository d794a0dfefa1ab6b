using VirtualWindow.Documents.Pages;
using VirtualWindow.Domain.Documents;
using VirtualWindow.Domain.Forms;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Signing;
using VirtualWindow.Domain.Sites;

namespace VirtualWindow.Signaling.Signing;

/// <summary>The application form (申请表) as a document: what the two filled in together, with room for the signature and the seal.</summary>
/// <param name="Place">The middle of the room for the signature.</param>
internal sealed record ApplicationForm(byte[] Pdf, IReadOnlyList<PageSize> Pages, SigningPlace Place)
{
    private const double SignatureX = 190, RoomForSignature = 150;
    private static readonly PageSize A4 = new(595.276, 841.89);

    /// <exception cref="Documents.Fonts.MissingGlyphsException">No font has a character of a value.</exception>
    public static ApplicationForm Write(FormState form, Session session, Site site, DateTimeOffset now)
    {
        var there = TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(site.TimeZone));
        var title = $"{form.Definition.Title}申请表";
        var writer = new PdfAWriter(new PdfADescription(title, site.Name, there) { FootNote = $"会话编号 {session.Id.ToString()[..8]}" });
        writer.Heading(title, 1);
        foreach (var page in form.Definition.Pages) WritePage(writer, form, page);
        writer.Paragraph($"以上内容由申请人本人确认。表单记录编号 {form.Sequence}，生成时间 {there:yyyy年M月d日 HH:mm}。", ParagraphStyle.Flush);
        return Finish(writer);
    }

    private static void WritePage(PdfAWriter writer, FormState form, FormPage page)
    {
        // A secret is for the hall's systems, never for paper.
        var rows = page.Fields.Where(field => form.Counts(field) && field.Kind is not (FieldKind.Secret or FieldKind.Signature)).Select(IReadOnlyList<string> (field) => [field.Label, Text(field, form[field.Id].Text)]).ToArray();
        if (rows.Length == 0) return;
        writer.Heading(page.Title);
        writer.Table([3, 7], [], rows);
    }

    private static string Text(FormField field, string value) => field.Kind switch
    {
        _ when value.Length == 0 => "—",
        FieldKind.Choice => field.Choices.FirstOrDefault(choice => choice.Value == value)?.Label ?? value,
        FieldKind.Declaration => "本人已确认",
        _ => value,
    };

    private static ApplicationForm Finish(PdfAWriter writer)
    {
        // Signature and seal stand on one page, beside each other, under the last words.
        if (writer.Place.Top < RoomForSignature + 72) writer.NewPage();
        writer.Table([1, 1], [], [["申请人（签名）：\n\n\n\n\n\n", "受理机关（盖章）：\n\n\n\n\n\n"]]);
        var place = new SigningPlace(writer.Place.Page, SignatureX, writer.Place.Top + 10 + RoomForSignature / 2 - 20);
        return new ApplicationForm(writer.ToBytes(), [.. Enumerable.Repeat(A4, writer.PageCount)], place);
    }
}
