using System.Text;
using System.Text.RegularExpressions;
using VirtualWindow.Documents.Pdf;

namespace VirtualWindow.Documents.Tests.Bases;

/// <summary>What programs of other houses say about our signatures; each trusts the test's root and nothing else.</summary>
internal static class Oracles
{
    private static readonly Lazy<string> NssFolder = new(MakeNssFolder);

    /// <summary>The root as a file, for openssl.</summary>
    private static readonly Lazy<string> RootFile = new(() =>
    {
        var path = Path.Combine(NssFolder.Value, "root.pem");
        File.WriteAllText(path, Hall.RootPem);
        return path;
    });

    /// <summary>Poppler's pdfsig finds so many signatures valid, and none invalid.</summary>
    public static void Pdfsig(byte[] pdf, int valid)
    {
        using var file = new TemporaryFile(pdf);
        var said = DebianTool.Check("pdfsig", "-nssdir", NssFolder.Value, file.Path);
        Assert.Equal(valid, Regex.Count(said, "Signature Validation: Signature is Valid"));
        Assert.DoesNotContain("Signature is Invalid", said, StringComparison.Ordinal);
        Assert.DoesNotContain("not signed", said, StringComparison.Ordinal);
    }

    /// <summary>How many signers pdfsig trusts.</summary>
    public static int TrustedByPdfsig(byte[] pdf)
    {
        using var file = new TemporaryFile(pdf);
        return Regex.Count(DebianTool.Check("pdfsig", "-nssdir", NssFolder.Value, file.Path), "Certificate Validation: Certificate is Trusted");
    }

    public static void Qpdf(byte[] pdf)
    {
        using var file = new TemporaryFile(pdf);
        Assert.DoesNotContain("WARNING", DebianTool.Check("qpdf", "--check", file.Path), StringComparison.Ordinal);
    }

    /// <summary>mutool's own verifier; it knows nothing of our root, so it judges the digests alone.</summary>
    public static string Mutool(byte[] pdf)
    {
        using var file = new TemporaryFile(pdf);
        return DebianTool.Run("mutool", "sign", "-v", file.Path).Output;
    }

    /// <summary>openssl cms -verify -cades of one signature, over the bytes that its ByteRange names.</summary>
    public static void OpensslCades(byte[] pdf, string field)
    {
        var (cms, covered) = Signature(pdf, field);
        using var signature = new TemporaryFile(cms, ".der");
        using var content = new TemporaryFile(covered, ".bin");
        var said = DebianTool.Check("openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", signature.Path, "-content", content.Path, "-CAfile", RootFile.Value, "-purpose", "any", "-out", "/dev/null");
        Assert.Contains("erification successful", said, StringComparison.Ordinal);
    }

    /// <summary>openssl ts -verify of a timestamp token over these bytes.</summary>
    public static void OpensslTimestamp(byte[] token, byte[] stamped)
    {
        using var tokenFile = new TemporaryFile(token, ".tst");
        using var content = new TemporaryFile(stamped, ".bin");
        Assert.Contains("Verification: OK", DebianTool.Check("openssl", "ts", "-verify", "-token_in", "-in", tokenFile.Path, "-data", content.Path, "-CAfile", RootFile.Value), StringComparison.Ordinal);
    }

    /// <summary>A signature's CMS and the bytes it covers, found without our verifier.</summary>
    public static (byte[] Cms, byte[] Covered) Signature(byte[] pdf, string field)
    {
        var document = PdfDocument.Read(pdf);
        var form = document.Get<PdfDictionary>(document.Catalog, "AcroForm")!;
        var found = document.Get<PdfArray>(form, "Fields")!.Items.Select(item => (PdfDictionary)document.Resolve(item)).Single(item => ((PdfString)item["T"]!).ToText() == field);
        var signature = document.Get<PdfDictionary>(found, "V")!;
        var range = ((PdfArray)signature["ByteRange"]!).Items.Select(item => (int)((PdfNumber)item).Value).ToArray();
        var padded = ((PdfString)signature["Contents"]!).Bytes;
        System.Formats.Asn1.AsnDecoder.ReadSequence(padded, System.Formats.Asn1.AsnEncodingRules.BER, out _, out _, out var length);
        return (padded[..length], [.. pdf.AsSpan(range[0], range[1]), .. pdf.AsSpan(range[2], range[3])]);
    }

    private static string MakeNssFolder()
    {
        var folder = Directory.CreateTempSubdirectory("vw-nss-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        DebianTool.Check("certutil", "-N", "-d", $"sql:{folder}", "--empty-password");
        using var root = new TemporaryFile(Encoding.ASCII.GetBytes(Hall.RootPem), ".pem");
        DebianTool.Check("certutil", "-A", "-d", $"sql:{folder}", "-n", "test-root", "-t", "CT,CT,CT", "-i", root.Path);
        return folder;
    }
}
