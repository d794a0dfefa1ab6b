using VirtualWindow.Documents.Pages;
using VirtualWindow.Domain.Documents;
using VirtualWindow.Domain.Forms;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Signing;
using VirtualWindow.Domain.Sites;

namespace VirtualWindow.Signaling.Signing;

/// <summary>The application form (申请表) as a document: what the two filled in together, with room for the signature and the seal.</summary>
internal static class ApplicationForm
{
    /// <exception cref="Documents.Fonts.MissingGlyphsException">No font has a character of a value.</exception>
    public static MadePaper Write(FormState form, Session session, Site site, DateTimeOffset now)
    {
        var there = TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(site.TimeZone));
        var title = $"{form.Definition.Title}申请表";
        var writer = new PdfAWriter(new PdfADescription(title, site.Name, there) { FootNote = $"会话编号 {session.Id.ToString()[..8]}" });
        writer.Heading(title, 1);
        foreach (var page in form.Definition.Pages) WritePage(writer, form, page);
        writer.Paragraph($"以上内容由申请人本人确认。表单记录编号 {form.Sequence}，生成时间 {there:yyyy年M月d日 HH:mm}。", ParagraphStyle.Flush);
        return MadePaper.Finish(writer);
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
}
