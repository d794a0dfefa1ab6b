using VirtualWindow.Documents.Pdf;
using VirtualWindow.Documents.Tests.Bases;

namespace VirtualWindow.Documents.Tests.Pdf;

public sealed class PdfAppenderTests
{
    public static TheoryData<string> AllProducers => [.. Producers.Names];

    [Theory]
    [MemberData(nameof(AllProducers))]
    public void Revisions_leave_every_earlier_byte_and_other_readers_read_them(string producer)
    {
        var original = Producers.Make(producer);

        var twice = Append(Append(original, "first"), "second");

        Assert.True(twice.AsSpan().StartsWith(original));
        Assert.Equal("second", ((PdfString)PdfDocument.Read(twice).Catalog["Note"]!).ToText());
        using var file = new TemporaryFile(twice);
        DebianTool.Check("qpdf", "--check", file.Path);
        Assert.Contains("second", DebianTool.Check("mutool", "show", file.Path, "trailer/Root"), StringComparison.Ordinal);
        using var independent = UglyToad.PdfPig.PdfDocument.Open(twice);
        Assert.Equal(2, independent.NumberOfPages);
    }

    [Theory]
    [InlineData("own", false)]
    [InlineData("linearised", false)]
    [InlineData("object-streams", true)]
    public void A_revision_keeps_the_style_of_cross_references(string producer, bool isStream)
    {
        var document = PdfDocument.Read(Producers.Make(producer));

        Assert.Equal(isStream, document.Sections[0].IsStream);
        Assert.Equal(isStream, PdfDocument.Read(Append(document.Bytes.ToArray(), "note")).Sections[0].IsStream);
    }

    private static byte[] Append(byte[] pdf, string note)
    {
        var document = PdfDocument.Read(pdf);
        var appender = new PdfAppender(document);
        appender.Set(document.CatalogReference, new PdfDictionary(document.Catalog).With("Note", PdfString.Text(note)));
        appender.Add(new PdfStream(new PdfDictionary().With("Filter", "FlateDecode"), PdfFilters.Deflate("hello"u8)));
        return [.. pdf, .. appender.Write()];
    }
}
