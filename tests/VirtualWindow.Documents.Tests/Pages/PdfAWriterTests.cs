using System.Text;
using System.Xml.Linq;
using SkiaSharp;
using UglyToad.PdfPig;
using VirtualWindow.Documents.Fonts;
using VirtualWindow.Documents.Pages;
using VirtualWindow.Documents.Tests.Bases;

namespace VirtualWindow.Documents.Tests.Pages;

/// <summary>What our writer wrote, as readers of other houses see it: PdfPig, qpdf, mutool and poppler.</summary>
public sealed class PdfAWriterTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 30, 0, TimeSpan.FromHours(8));
    private static readonly PdfADescription Described = new("受理通知书", "固始县政务服务中心", Now) { Subject = "残疾人证办理", FootNote = "固政受〔2026〕第 17 号" };

    [Fact]
    public void A_notice_reads_back_word_for_word()
    {
        using var notice = PdfDocument.Open(Notice());

        var text = string.Concat(notice.GetPages().SelectMany(page => page.Letters).Select(letter => letter.Value));
        Assert.Contains("受理通知书", text, StringComparison.Ordinal);
        Assert.Contains("您于2026年11月23日申请的“残疾人证办理”事项", text, StringComparison.Ordinal);
        Assert.Contains("第 1 页 共 1 页", text, StringComparison.Ordinal);
        Assert.Contains("固政受〔2026〕第 17 号", text, StringComparison.Ordinal);
        Assert.Equal("受理通知书", notice.Information.Title);
    }

    [Fact]
    public void Other_programs_find_nothing_wrong()
    {
        using var file = new TemporaryFile(Notice());

        Assert.Contains("No syntax or stream encoding errors", DebianTool.Check("qpdf", "--check", file.Path), StringComparison.Ordinal);
        // Debian's mutool is built without colour management and says so.
        Assert.DoesNotMatch("(?i)error|warning: (?!ICC support is not available)", DebianTool.Check("mutool", "draw", "-o", file.Path + ".png", file.Path));
        File.Delete(file.Path + ".png");
        Assert.Contains("您于2026年11月23日申请", DebianTool.Check("pdftotext", file.Path, "-"), StringComparison.Ordinal);
        Assert.Matches(@"WenQuanYiMicroHei\s+CID TrueType\s+Identity-H\s+yes yes yes", DebianTool.Check("pdffonts", file.Path));
        Assert.DoesNotMatch("(?i)error|warning", DebianTool.Check("gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=nullpage", file.Path));
    }

    [Fact]
    public void The_same_calls_give_the_same_bytes() => Assert.Equal(Notice(), Notice());

    [Fact]
    public void It_says_that_it_is_pdf_a_3b_and_says_the_same_in_both_places()
    {
        using var notice = PdfDocument.Open(Notice());
        Assert.True(notice.TryGetXmpMetadata(out var metadata));
        var xmp = XDocument.Load(new MemoryStream(metadata.GetXmlBytes().ToArray()));

        XNamespace id = "http://www.aiim.org/pdfa/ns/id/", dc = "http://purl.org/dc/elements/1.1/", core = "http://ns.adobe.com/xap/1.0/";
        Assert.Equal(("3", "B"), (xmp.Descendants(id + "part").Single().Value, xmp.Descendants(id + "conformance").Single().Value));
        Assert.Equal(notice.Information.Title, xmp.Descendants(dc + "title").Single().Value);
        Assert.Equal(notice.Information.Author, xmp.Descendants(dc + "creator").Single().Value);
        Assert.Equal("2026-11-23T09:30:00+08:00", xmp.Descendants(core + "CreateDate").Single().Value);
        Assert.Equal("D:20261123093000+08'00'", notice.Information.CreationDate);
    }

    [Fact]
    public void The_output_intent_is_a_profile_that_other_programs_accept()
    {
        using var file = new TemporaryFile(Notice());

        Assert.Contains("GTS_PDFA1", DebianTool.Check("mutool", "show", file.Path, "trailer/Root/OutputIntents/1"), StringComparison.Ordinal);
        Assert.Matches("(?s)^.{36}acsp", Encoding.Latin1.GetString(SrgbProfile.Bytes));
    }

    [Fact]
    public void A_character_that_no_font_has_is_refused_by_name()
    {
        var writer = new PdfAWriter(Described, FontBook.Shipped);

        var refused = Assert.Throws<MissingGlyphsException>(() => writer.Paragraph("申请人：𠮷田㐂"));

        Assert.Equal(["𠮷 (U+20BB7)", "㐂 (U+3402)"], refused.Characters);
        Assert.Contains("𠮷", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rare_name_is_written_by_the_next_font()
    {
        Assert.SkipUnless(FontBook.Installed.FontOf(new Rune(0x20BB7)) is not null || Environment.GetEnvironmentVariable("CI") == "true", "fonts-lxgw-wenkai is not installed.");
        var writer = new PdfAWriter(Described, FontBook.Installed);
        writer.Paragraph("申请人：𠮷田㐂，固始县人。");

        using var read = PdfDocument.Open(writer.ToBytes());

        Assert.Contains("申请人：𠮷田㐂，固始县人。", string.Concat(read.GetPage(1).Letters.Select(letter => letter.Value)), StringComparison.Ordinal);
        Assert.Equal(2, read.GetPage(1).Letters.Select(letter => letter.FontName).Distinct().Count());
    }

    [Fact]
    public void Long_text_and_tables_go_on_on_the_next_page_with_their_header()
    {
        var writer = new PdfAWriter(Described);
        writer.Heading("材料清单");
        writer.Table([1, 3, 6], ["序号", "材料", "意见"], Enumerable.Range(1, 60).Select(number => (string[])[$"{number}", "身份证复印件", "须加盖公章，并注明与原件一致。"]));
        writer.Table([1, 1], ["说明", "长文"], [["一行", string.Concat(Enumerable.Repeat("这一行比一页还长。", 900))]]);

        using var read = PdfDocument.Open(writer.ToBytes());

        Assert.InRange(read.NumberOfPages, 5, 20);
        Assert.Contains("序号", string.Concat(read.GetPage(2).Letters.Select(letter => letter.Value)), StringComparison.Ordinal);
        Assert.All(read.GetPages(), page => Assert.All(page.Letters, letter => Assert.InRange(letter.StartBaseLine.Y, 20, 800)));
    }

    [Fact]
    public void Headings_are_bookmarks_in_their_order_and_depth()
    {
        var writer = new PdfAWriter(Described);
        foreach (var (text, level) in new[] { ("案卷", 1), ("申请", 2), ("材料", 3), ("意见", 2) }) writer.Heading(text, level);

        using var read = PdfDocument.Open(writer.ToBytes());

        Assert.True(read.TryGetBookmarks(out var bookmarks));
        Assert.Equal([("案卷", 0), ("申请", 1), ("材料", 2), ("意见", 1)], bookmarks.GetNodes().Select(node => (node.Title, node.Level)));
    }

    [Fact]
    public void Attached_files_come_out_as_they_went_in()
    {
        var signed = Producers.Make("own");
        var writer = new PdfAWriter(Described);
        writer.Attach(new AttachedFile("申请表.pdf", "application/pdf", signed, "申请人签名的原件", Now));
        writer.Attach(new AttachedFile("manifest.json", "application/json", "{}"u8.ToArray(), "清单", Now, AttachedAs.Data));
        var dossier = writer.ToBytes();

        using var read = PdfDocument.Open(dossier);
        using var file = new TemporaryFile(dossier);

        Assert.True(read.Advanced.TryGetEmbeddedFiles(out var files));
        Assert.Equal(signed, files.Single(attached => attached.Name == "申请表.pdf").Bytes.ToArray());
        Assert.Contains("2 embedded files", DebianTool.Check("pdfdetach", "-list", file.Path), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => writer.Attach(new AttachedFile("manifest.json", "application/json", default, "", Now)));
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg, true)]
    [InlineData(SKEncodedImageFormat.Png, false)]
    public void A_photograph_goes_in_as_it_is_and_shows_its_colours(SKEncodedImageFormat format, bool isKept)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(300, 200, SKColorType.Rgba8888, SKAlphaType.Opaque));
        bitmap.Erase(new SKColor(200, 30, 40));
        using var encoded = bitmap.Encode(format, 90);
        var photo = encoded.ToArray();
        var writer = new PdfAWriter(Described);
        writer.Picture(photo, "身份证正面");
        var pdf = writer.ToBytes();

        using var read = PdfDocument.Open(pdf);
        using var file = new TemporaryFile(pdf);

        Assert.Equal(isKept, pdf.AsSpan().IndexOf(photo) >= 0);
        Assert.Equal((300, 200), read.GetPage(1).GetImages().Select(image => (image.WidthInSamples, image.HeightInSamples)).Single());
        using var drawn = new TemporaryFile([], ".png");
        DebianTool.Check("pdftoppm", "-r", "72", "-singlefile", "-png", file.Path, drawn.Path[..^4]);
        using var page = SKBitmap.Decode(drawn.Path);
        var middle = page.GetPixel(page.Width / 2, 150);
        Assert.InRange(Math.Abs(middle.Red - 200) + Math.Abs(middle.Green - 30) + Math.Abs(middle.Blue - 40), 0, 12);
    }

    [Fact]
    public void A_font_file_of_the_subset_is_sound()
    {
        var subset = new FontSubset(FontBook.Shipped.Fonts[0]);
        foreach (var character in "固始县政务服务中心ABC".EnumerateRunes()) subset.Use(character);

        var read = new TrueTypeFont(WithMap(subset.ToFile()));

        Assert.Equal(subset.GlyphCount, read.GlyphCount);
        for (var glyph = 1; glyph < read.GlyphCount; glyph++) Assert.NotEmpty(GlyphOutline.Read(read, glyph));
    }

    /// <summary>An embedded subset has no table of characters, which a font file of its own must have: an empty one in the place of 'cvt '.</summary>
    private static byte[] WithMap(byte[] file)
    {
        var directory = file.AsSpan(0, 12 + 16 * file[5]);
        var entry = directory.IndexOf("cvt "u8);
        "cmap"u8.CopyTo(file.AsSpan(entry));
        file.AsSpan(System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(entry + 8)), 4).Clear();
        return file;
    }

    internal static byte[] Notice()
    {
        var writer = new PdfAWriter(Described);
        writer.Heading("受理通知书", 1);
        writer.Paragraph("张三：", ParagraphStyle.Flush);
        writer.Paragraph("您于2026年11月23日申请的“残疾人证办理”事项，经审查，材料齐全，符合法定形式，根据《中华人民共和国行政许可法》第三十二条，本机关决定予以受理。");
        writer.Table([1, 4, 3], ["序号", "材料", "意见"], [["1", "居民身份证", "齐全"], ["2", "残疾评定表", "齐全"]]);
        writer.QrCode("https://example.gov.cn/verify?case=GS2026112300017", "扫码核验 Scan to verify");
        writer.Paragraph("固始县政务服务中心\n2026年11月23日", ParagraphStyle.Flush with { Alignment = TextAlignment.Right });
        return writer.ToBytes();
    }
}
