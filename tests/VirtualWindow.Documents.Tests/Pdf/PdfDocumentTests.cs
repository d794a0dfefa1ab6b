using System.Text;
using VirtualWindow.Documents.Pdf;
using VirtualWindow.Documents.Tests.Bases;

namespace VirtualWindow.Documents.Tests.Pdf;

/// <summary>Reads what six producers wrote and refuses, with one kind of exception, what nobody should have written.</summary>
public sealed class PdfDocumentTests
{
    public static TheoryData<string> AllProducers => [.. Producers.Names];

    [Theory]
    [MemberData(nameof(AllProducers))]
    public void Two_pages_are_two_pages_whoever_wrote_them(string producer)
    {
        var document = PdfDocument.Read(Producers.Make(producer));

        Assert.Equal(2, document.PageCount);
        Assert.All(document.Pages, page => Assert.InRange(page.Box.Height, 700, 900));
        Assert.Matches("T[jJ]", Encoding.Latin1.GetString(FirstContent(document)));
    }

    [Theory]
    [MemberData(nameof(AllProducers))]
    public void Every_object_of_every_producer_can_be_read(string producer)
    {
        var document = PdfDocument.Read(Producers.Make(producer));

        foreach (var (number, entry) in document.Entries.Where(entry => entry.Value.Kind != EntryKind.Free))
            Assert.NotNull(document.Find(new PdfReference(number, entry.Kind == EntryKind.InFile ? entry.Detail : 0)));
    }

    [Fact]
    public void A_page_inherits_its_box_and_tells_its_rotation()
    {
        var pages = PdfDocument.Read(PlainPdf.TwoPages()).Pages;

        Assert.Equal(new PdfRectangle(0, 0, 595, 842), pages[1].Box);
        Assert.Equal((0, 90), (pages[0].Rotation, pages[1].Rotation));
    }

    [Theory]
    [InlineData("")]
    [InlineData("%PDF-1.7")]
    [InlineData("not a pdf at all")]
    [InlineData("%PDF-1.7\nstartxref\n0\n%%EOF")]
    [InlineData("%PDF-1.7\nstartxref\n99999999999999\n%%EOF")]
    [InlineData("%PDF-1.7\nxref\n0 1\ntrailer<</Prev 9>>\nstartxref\n9\n%%EOF")]
    [InlineData("%PDF-1.7\nxref\n0 4000000000\n")]
    public void Rubbish_is_refused(string file) => Assert.Throws<PdfException>(() => PdfDocument.Read(Encoding.Latin1.GetBytes(file)));

    [Fact]
    public void An_encrypted_file_is_refused_as_such()
    {
        using var plain = new TemporaryFile(PlainPdf.TwoPages());
        using var locked = new TemporaryFile([]);
        DebianTool.Check("qpdf", "--encrypt", "", "owner", "256", "--", plain.Path, locked.Path);

        var refused = Assert.Throws<PdfException>(() => PdfDocument.Read(File.ReadAllBytes(locked.Path)));

        Assert.Equal(PdfFault.Encrypted, refused.Fault);
    }

    [Fact]
    public void A_circle_of_sections_ends()
    {
        var file = Encoding.Latin1.GetString(PlainPdf.TwoPages());
        var start = file.IndexOf("xref\n", StringComparison.Ordinal);
        var circle = file.Replace("/Root 1 0 R", $"/Root 1 0 R/Prev {start}", StringComparison.Ordinal);

        Assert.Throws<PdfException>(() => PdfDocument.Read(Encoding.Latin1.GetBytes(circle)));
    }

    [Theory]
    [InlineData("<</Type/Pages/Kids[2 0 R]/Count 1>>")]
    [InlineData("<</Type/Pages/Kids[3 0 R]/Count 1>>")]
    [InlineData("<</Type/Pages/Kids[<</Type/Page>>]/Count 1>>")]
    [InlineData("3 0 R")]
    public void A_page_tree_in_circles_ends(string pages)
    {
        var document = PdfDocument.Read(PlainPdf.Build("<</Type/Catalog/Pages 2 0 R>>", pages, "<</Type/Pages/Kids[2 0 R]>>", "4 0 R"));

        Assert.Throws<PdfException>(() => document.PageCount);
    }

    [Theory]
    [InlineData("5 0 R")]
    [InlineData("4 0 R")]
    [InlineData("99999")]
    [InlineData("-1")]
    [InlineData("/Name")]
    public void A_stream_whose_length_makes_no_sense_is_refused(string length)
    {
        var document = PdfDocument.Read(PlainPdf.Build("<</Type/Catalog>>", "null", "null", $"<</Length {length}>>\nstream\nabc\nendstream", "4 0 R"));

        Assert.Throws<PdfException>(() => document.Find(new PdfReference(4)));
    }

    [Fact]
    public void Nesting_has_an_end() =>
        Assert.Equal(PdfFault.OverLimit, Assert.Throws<PdfException>(() => PdfDocument.Read(PlainPdf.Build(new string('[', 100_000)))).Fault);

    [Fact]
    public void A_bomb_is_not_inflated()
    {
        var bomb = PdfFilters.Deflate(new byte[100 << 20]);
        var document = PdfDocument.Read(PlainPdf.Build("<</Type/Catalog>>"));
        var stream = new PdfStream(new PdfDictionary().With("Filter", "FlateDecode"), bomb);

        Assert.Equal(PdfFault.OverLimit, Assert.Throws<PdfException>(() => document.Decode(stream)).Fault);
    }

    /// <summary>Each object is a string that holds all later objects: reading all of them would take the square of the file.</summary>
    [Fact]
    public void Objects_inside_each_other_are_not_read_for_ever()
    {
        const int count = 3_000;
        var file = new StringBuilder("%PDF-1.7\n1 0 obj <</Type/Catalog>> endobj\n");
        var table = new StringBuilder($"xref\n0 {count + 2}\n0000000000 65535 f \n0000000009 00000 n \n");
        for (var i = 2; i < count + 2; i++)
        {
            table.Append($"{file.Length:D10} 00000 n \n");
            file.Append($"{i} 0 obj (");
        }

        file.Append(new string(')', count)).Append(" endobj\n");
        var bytes = Encoding.Latin1.GetBytes($"{file}{table}trailer<</Size {count + 2}/Root 1 0 R>>\nstartxref\n{file.Length}\n%%EOF");
        var document = PdfDocument.Read(bytes, new PdfLimits { InflatedBytes = 1 << 16 });

        Assert.Throws<PdfException>(() =>
        {
            for (var i = 2; i < count + 2; i++) document.Find(new PdfReference(i));
        });
    }

    [Theory]
    [MemberData(nameof(AllProducers))]
    public void A_file_cut_short_anywhere_never_throws_anything_else(string producer)
    {
        var whole = Producers.Make(producer);
        for (var cut = 1; cut < 40; cut++) ReadAll(whole.AsMemory(0, whole.Length * cut / 40));
    }

    [Theory]
    [MemberData(nameof(AllProducers))]
    public void A_file_with_wrong_bytes_never_throws_anything_else(string producer)
    {
        var random = new Random(38540);
        for (var round = 0; round < 150; round++)
        {
            var bytes = (byte[])Producers.Make(producer).Clone();
            for (var i = 0; i < 5; i++) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            ReadAll(bytes);
        }
    }

    private static void ReadAll(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var document = PdfDocument.Read(bytes);
            foreach (var number in document.Entries.Keys)
                if (document.Find(new PdfReference(number)) is PdfStream stream && stream.Dictionary.IsNamed("Filter", "FlateDecode"))
                    document.Decode(stream);
            Assert.InRange(document.PageCount, 0, 100);
        }
        catch (PdfException refused)
        {
            Assert.NotEmpty(refused.Message);
        }
    }

    private static byte[] FirstContent(PdfDocument document)
    {
        var contents = document.Resolve(document.Pages[0].Dictionary["Contents"]);
        return document.Decode((PdfStream)(contents is PdfArray array ? document.Resolve(array.Items[0]) : contents));
    }
}
