using System.Text;
using VirtualWindow.Documents.Pdf;
using VirtualWindow.Documents.Sanitising;
using VirtualWindow.Documents.Tests.Bases;

namespace VirtualWindow.Documents.Tests.Sanitising;

public sealed class PdfRebuildTests
{
    /// <summary>What acts, leads out or hides, each in the place where readers look for it.</summary>
    private static readonly byte[] Active = PlainPdf.Build(
        "<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>/AA<</WC 9 0 R>>/Names<</JavaScript<</Names[(a)9 0 R]>>/EmbeddedFiles<</Names[(virus.exe)10 0 R]>>>>/AcroForm<</XFA(xfa)/Fields[]>>>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]/Resources<</Font 6 0 R/XObject<</A 12 0 R>>>>>>",
        "<</Type/Page/Parent 2 0 R/AA<</O 9 0 R>>/Contents 4 0 R/Annots[5 0 R 7 0 R 8 0 R 13 0 R]>>",
        PlainPdf.Stream("BT /B 24 Tf 72 700 Td (Visible text) Tj ET /A Do"),
        "<</Type/Annot/Subtype/Link/Rect[0 0 100 100]/A<</S/URI/URI(http://evil.example/)>>>>",
        "<</B<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>",
        "<</Type/Annot/Subtype/RichMedia/Rect[0 0 100 100]/RichMediaContent<<>>>>",
        "<</Type/Annot/Subtype/Widget/FT/Btn/Rect[100 100 200 120]/A<</S/Launch/F(cmd.exe)>>/AP<</N<</On 12 0 R/Off null>>>>/AS/On>>",
        "<</S/JavaScript/JS(app.launchURL\\('http://evil.example/'\\))>>",
        "<</Type/Filespec/F(virus.exe)/EF<</F 11 0 R>>>>",
        "<</Type/EmbeddedFile/Length 2>>\nstream\nMZ\nendstream",
        "<</Type/XObject/Subtype/Form/BBox[0 0 100 20]/PieceInfo<</X<</Private(secret)>>>>/Length 14>>\nstream\n0 0 9 9 re f  \nendstream",
        "<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/F 2/AP<</N 12 0 R>>>>");

    private static readonly string[] Forbidden = ["JavaScript", "/JS", "OpenAction", "/AA", "Launch", "URI", "EmbeddedFile", "virus", "XFA", "RichMedia", "evil", "secret", "AcroForm"];

    public static TheoryData<string> AllProducers => [.. Producers.Names];

    [Fact]
    public void What_acts_is_gone_and_what_is_seen_stays()
    {
        var original = UglyToad.PdfPig.PdfDocument.Open(Active).GetPage(1).Text;

        var safe = UploadSanitiser.Sanitise(Active);

        var text = Encoding.Latin1.GetString(safe.Bytes);
        Assert.All(Forbidden, word => Assert.DoesNotContain(word, text, StringComparison.Ordinal));
        using var read = UglyToad.PdfPig.PdfDocument.Open(safe.Bytes);
        Assert.Equal(original, read.GetPage(1).Text);
        Assert.Contains("/Stamp", text, StringComparison.Ordinal);
        Assert.Equal(("application/pdf", 1, false), (safe.MediaType, safe.Pages, safe.WasSigned));
        Oracles.Qpdf(safe.Bytes);
    }

    [Theory]
    [MemberData(nameof(AllProducers))]
    public void Every_producers_pages_look_as_they_did(string producer)
    {
        var original = Producers.Make(producer);

        var safe = UploadSanitiser.Sanitise(original);

        Assert.Equal(2, safe.Pages);
        Oracles.Qpdf(safe.Bytes);
        Assert.Equal(Rendered(original), Rendered(safe.Bytes));
    }

    [Fact]
    public void A_signed_upload_says_so_and_its_seal_is_still_seen()
    {
        var signed = Hall.Stamp(Producers.Make("own"));

        var safe = UploadSanitiser.Sanitise(signed);

        Assert.True(safe.WasSigned);
        Assert.Equal(Rendered(signed), Rendered(safe.Bytes));
    }

    [Fact]
    public void The_same_upload_gives_the_same_copy() => Assert.Equal(UploadSanitiser.Sanitise(Active).Bytes, UploadSanitiser.Sanitise(Active).Bytes);

    [Fact]
    public void A_page_that_inflates_without_end_is_refused()
    {
        var bomb = PdfFilters.Deflate(new byte[80 << 20]);
        var file = PlainPdf.Build("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>", "<</Type/Page/Parent 2 0 R/Contents 4 0 R>>", "null");
        var document = PdfDocument.Read(file);
        var appender = new PdfAppender(document);
        appender.Set(new PdfReference(4), new PdfStream(new PdfDictionary().With("Filter", "FlateDecode"), bomb));

        Assert.Equal(UploadRefusal.TooLarge, Refused([.. file, .. appender.Write()]));
    }

    [Fact]
    public void A_picture_of_a_page_that_declares_too_much_is_refused() => Assert.Equal(UploadRefusal.TooManyPixels, Refused(PlainPdf.Build(
        "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>", "<</Type/Page/Parent 2 0 R/Resources<</XObject<</I 4 0 R>>>>>>",
        "<</Type/XObject/Subtype/Image/Width 30000/Height 30000/Length 1>>\nstream\nx\nendstream")));

    [Theory]
    [InlineData("%PDF-1.7 nothing else", UploadRefusal.Damaged)]
    [InlineData("MZ an executable", UploadRefusal.UnknownType)]
    [InlineData("<html><script>alert(1)</script>", UploadRefusal.UnknownType)]
    [InlineData("\0\0\0\u0018ftypheic", UploadRefusal.HeifUnsupported)]
    [InlineData("", UploadRefusal.UnknownType)]
    public void What_is_not_allowed_is_refused_by_its_content(string content, UploadRefusal refusal) => Assert.Equal(refusal, Refused(Encoding.Latin1.GetBytes(content)));

    [Fact]
    public void An_encrypted_upload_is_refused_as_such()
    {
        using var plain = new TemporaryFile(PlainPdf.TwoPages());
        using var locked = new TemporaryFile([]);
        DebianTool.Check("qpdf", "--encrypt", "", "owner", "256", "--", plain.Path, locked.Path);

        Assert.Equal(UploadRefusal.Encrypted, Refused(File.ReadAllBytes(locked.Path)));
    }

    private static UploadRefusal Refused(byte[] upload) => Assert.Throws<UploadRefusedException>(() => UploadSanitiser.Sanitise(upload)).Refusal;

    /// <summary>Both pages as poppler draws them.</summary>
    private static byte[] Rendered(byte[] pdf)
    {
        using var file = new TemporaryFile(pdf);
        var target = Path.Combine(Path.GetTempPath(), $"vw-{Guid.NewGuid():N}");
        DebianTool.Check("pdftoppm", "-r", "50", file.Path, target);
        var pages = Directory.GetFiles(Path.GetTempPath(), Path.GetFileName(target) + "*").Order(StringComparer.Ordinal).ToArray();
        var pixels = pages.SelectMany(File.ReadAllBytes).ToArray();
        foreach (var page in pages) File.Delete(page);
        return pixels;
    }
}
