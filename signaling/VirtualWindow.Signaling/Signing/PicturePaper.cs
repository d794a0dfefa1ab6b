using VirtualWindow.Documents.Pages;
using VirtualWindow.Domain.Documents;
using VirtualWindow.Domain.Sites;

namespace VirtualWindow.Signaling.Signing;

/// <summary>A picture of a paper as a paper that can be signed: the safe copy on PDF/A, said whose copy it is, with room for signature and seal.</summary>
internal static class PicturePaper
{
    /// <param name="picture">The safe copy of <paramref name="document"/>.</param>
    /// <exception cref="Documents.Fonts.MissingGlyphsException">No font has a character of its name.</exception>
    public static MadePaper Write(SharedDocument document, byte[] picture, Site site, DateTimeOffset now)
    {
        var there = TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(site.TimeZone));
        var title = Path.GetFileNameWithoutExtension(document.Name);
        var writer = new PdfAWriter(new PdfADescription(title, site.Name, there) { FootNote = $"会话编号 {document.Session.ToString()[..8]}" });
        writer.Heading(title, 1);
        writer.Picture(picture, $"由上传的图片生成，图片 SHA-256：{document.Sha256}");
        writer.Paragraph($"以上图片由申请人本人提供并确认。生成时间 {there:yyyy年M月d日 HH:mm}。", ParagraphStyle.Flush);
        return MadePaper.Finish(writer);
    }
}
