using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text.RegularExpressions;
using VirtualWindow.Documents.Pdf;
using VirtualWindow.Documents.Signing;
using VirtualWindow.Documents.Tests.Bases;

namespace VirtualWindow.Documents.Tests.Signing;

/// <summary>Signatures on bases of six producers, judged by pdfsig, qpdf, mutool and openssl.</summary>
public sealed class PdfSignerTests
{
    public static TheoryData<string> AllProducers => [.. Producers.Names];

    [Theory]
    [MemberData(nameof(AllProducers))]
    public void Everything_that_a_session_makes_is_valid_to_others(string producer)
    {
        var original = Producers.Make(producer);

        var signed = Hall.SignInFull(original);

        Assert.True(signed.AsSpan().StartsWith(original));
        Oracles.Qpdf(signed);
        // Both programs count the cross-page seal once for each of its two widgets; neither judges document timestamps.
        Oracles.Pdfsig(signed, valid: 4);
        Assert.Equal(4, Regex.Count(Oracles.Mutool(signed), "The signature is valid"));
        foreach (var field in (string[])["Applicant1", "Seal1", "Across1"]) Oracles.OpensslCades(signed, field);
    }

    [Fact]
    public void Pdfsig_trusts_the_applicant_and_the_seal() => Assert.Equal(2, Oracles.TrustedByPdfsig(Hall.Stamp(Hall.SignAsApplicant(Producers.Make("own")))));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Both_kinds_of_key_make_signatures_that_openssl_takes_for_cades(bool isRsa)
    {
        var signed = Hall.Stamp(Producers.Make("own"), isRsa ? Hall.RsaSeal : Hall.Seal);

        Oracles.Pdfsig(signed, valid: 1);
        Oracles.OpensslCades(signed, "Seal1");
    }

    [Fact]
    public void The_signed_attributes_are_those_of_pades_baseline()
    {
        var signer = Decode(Hall.Stamp(Producers.Make("own"))).SignerInfos[0];

        var attributes = signer.SignedAttributes.Cast<CryptographicAttributeObject>().Select(attribute => attribute.Oid.Value);
        Assert.Equal([Oids.SigningCertificateV2, Oids.ContentType, Oids.MessageDigest], attributes.Order(StringComparer.Ordinal));
        signer.CheckSignature(verifySignatureOnly: true);
    }

    [Fact]
    public void The_timestamp_is_over_the_signature_and_openssl_takes_it()
    {
        var signer = Decode(Hall.Stamp(Producers.Make("own"))).SignerInfos[0];

        var token = signer.UnsignedAttributes.Cast<CryptographicAttributeObject>().Single(attribute => attribute.Oid.Value == Oids.SignatureTimestamp).Values[0].RawData;

        Oracles.OpensslTimestamp(token, signer.GetSignature());
    }

    /// <summary>One random serial number in 512 began with nine equal bits, which DER forbids, and no token came.</summary>
    [Fact]
    public void A_timestamp_never_fails_for_its_serial_number()
    {
        for (var i = 0; i < 4_000; i++) Assert.NotEmpty(Hall.Timestamps.Stamp(SHA256.HashData([])));
    }

    [Fact]
    public void The_document_timestamp_is_over_the_whole_file_and_openssl_takes_it()
    {
        var (token, covered) = Oracles.Signature(Hall.SignInFull(Producers.Make("own")), "Timestamp1");

        Oracles.OpensslTimestamp(token, covered);
    }

    [Fact]
    public void The_pages_show_what_they_showed_and_the_seal_on_top()
    {
        var original = Producers.Make("own");
        using var before = new TemporaryFile(original);
        using var after = new TemporaryFile(Hall.Stamp(Hall.SignAsApplicant(original)));

        var (plain, stamped) = (Render(before.Path), Render(after.Path));

        Assert.Equal(0, Reddish(plain));
        Assert.InRange(Reddish(stamped), 500, 20_000);
        Assert.DoesNotMatch("(?i)error|warning: (?!ICC support is not available)", DebianTool.Check("mutool", "draw", "-o", "/dev/null", "-F", "pbm", after.Path));
    }

    [Fact]
    public void A_cross_page_seal_is_one_field_with_a_slice_on_every_page()
    {
        var document = PdfDocument.Read(Hall.StampAcross(Producers.Make("chromium")));

        var form = document.Get<PdfDictionary>(document.Catalog, "AcroForm")!;
        var field = (PdfDictionary)document.Resolve(document.Get<PdfArray>(form, "Fields")!.Items.Single());
        var kids = document.Get<PdfArray>(field, "Kids")!.Items.Select(kid => (PdfDictionary)document.Resolve(kid)).ToArray();
        var appearances = kids.Select(kid => (PdfStream)document.Resolve(((PdfDictionary)kid["AP"]!)["N"])).ToArray();
        Assert.Equal(2, kids.Length);
        Assert.Equal(document.Pages.Select(page => page.Reference.Number), kids.Select(kid => ((PdfReference)kid["P"]!).Number));
        Assert.Single(appearances.Select(appearance => ((PdfReference)((PdfDictionary)((PdfDictionary)appearance.Dictionary["Resources"]!)["XObject"]!)["Picture"]!).Number).Distinct());
        var boxes = appearances.Select(appearance => PdfRectangle.From(document, appearance.Dictionary["BBox"])!.Value).ToArray();
        Assert.Equal((0, boxes[0].Right, Math.Round(Hall.RedSeal.Width, 6)), (boxes[0].Left, boxes[1].Left, Math.Round(boxes[1].Right, 6)));
    }

    [Fact]
    public void On_a_turned_page_the_seal_stands_where_it_is_seen()
    {
        using var file = new TemporaryFile(PdfSigner.Sign(PlainPdf.TwoPages(), new SignatureRequest("Seal1", "章", Hall.Now)
        {
            Picture = Hall.RedSeal, Placements = [WidgetPlacement.Around(Hall.RedSeal, 1, 100, 100)],
        }, Hall.Seal));

        // The page is shown 842 × 595; the seal's middle is 100 points from its lower left corner.
        var (width, height, pixels) = Render(file.Path, page: 2);
        var red = Enumerable.Range(0, width * height).Where(i => IsRed(pixels, i)).Select(i => (X: i % width, Y: i / width)).ToArray();
        Assert.True(width > height);
        Assert.InRange((red.Min(point => point.X) + red.Max(point => point.X)) / 2.0, 98, 102);
        Assert.InRange(height - (red.Min(point => point.Y) + red.Max(point => point.Y)) / 2.0, 98, 102);
    }

    [Fact]
    public void A_field_that_exists_and_a_page_that_does_not_are_refused()
    {
        var signed = Hall.Stamp(Producers.Make("own"));

        Assert.Throws<ArgumentException>(() => Hall.Stamp(signed));
        Assert.Throws<ArgumentException>(() => PdfSigner.Sign(signed, new SignatureRequest("Seal2", "章", Hall.Now) { Picture = Hall.RedSeal, Placements = [WidgetPlacement.Around(Hall.RedSeal, 7, 0, 0)] }, Hall.Seal));
    }

    [Fact]
    public void Validation_data_is_added_to_what_is_there_and_never_twice()
    {
        var once = Hall.AddValidationData(Hall.Stamp(Producers.Make("own")));
        var twice = PdfSigner.AddValidationData(once, [Hall.Authority.Root.RawData, Hall.Seal.Certificate.RawData], []);

        var document = PdfDocument.Read(twice);
        var store = document.Get<PdfDictionary>(document.Catalog, "DSS")!;
        Assert.Equal((2, 1), (document.Get<PdfArray>(store, "Certs")!.Items.Count, document.Get<PdfArray>(store, "CRLs")!.Items.Count));
        Oracles.Pdfsig(twice, valid: 1);
    }

    [Fact]
    public void A_key_comes_back_from_its_file()
    {
        using var again = SoftwareSealKey.FromPkcs12(Hall.Seal.ToPkcs12("secret"), "secret");

        Assert.Equal(Hall.Seal.Certificate.Thumbprint, again.Certificate.Thumbprint);
        Oracles.OpensslCades(Hall.Stamp(Producers.Make("own"), again), "Seal1");
    }

    private static SignedCms Decode(byte[] pdf)
    {
        var (cms, covered) = Oracles.Signature(pdf, "Seal1");
        var decoded = new SignedCms(new ContentInfo(covered), detached: true);
        decoded.Decode(cms);
        return decoded;
    }

    private static (int Width, int Height, byte[] Pixels) Render(string path, int page = 1)
    {
        var target = Path.Combine(Path.GetTempPath(), $"vw-{Guid.NewGuid():N}");
        DebianTool.Check("pdftoppm", "-r", "72", "-f", $"{page}", "-l", $"{page}", "-singlefile", path, target);
        var bytes = File.ReadAllBytes(target + ".ppm");
        File.Delete(target + ".ppm");
        var header = System.Text.Encoding.ASCII.GetString(bytes, 0, 20).Split('\n');
        var size = header[1].Split(' ').Select(int.Parse).ToArray();
        return (size[0], size[1], bytes[(header[0].Length + header[1].Length + header[2].Length + 3)..]);
    }

    private static int Reddish((int Width, int Height, byte[] Pixels) picture) => Enumerable.Range(0, picture.Width * picture.Height).Count(i => IsRed(picture.Pixels, i));

    private static bool IsRed(byte[] pixels, int index) => pixels[3 * index] > 150 && pixels[3 * index + 1] < 120 && pixels[3 * index + 2] < 120;
}
