using System.Security.Cryptography.X509Certificates;
using VirtualWindow.Documents.Tests.Bases;
using VirtualWindow.Documents.Verifying;

namespace VirtualWindow.Documents.Tests.Signing;

/// <summary>Somebody else's program (npm @libpdf/core) signs what we signed: all signatures stay valid, and our verifier takes its revision for a signature.</summary>
public sealed class FurtherSignatureTests
{
    private static readonly Lazy<string> Folder = new(Install);

    public static TheoryData<string> Bases => [.. Producers.Names];

    [Theory]
    [MemberData(nameof(Bases))]
    public void A_further_signature_by_another_program_leaves_all_valid(string producer)
    {
        var ours = Hall.Stamp(Hall.SignAsApplicant(Producers.Make(producer)));

        var theirs = SignAgain(ours);

        Assert.True(theirs.AsSpan().StartsWith(ours));
        Oracles.Pdfsig(theirs, valid: 3);
        var report = PdfVerifier.Verify(theirs, new TrustSettings([Hall.Authority.Root]), Hall.Now.AddMinutes(30));
        Assert.True(report.IsValid, report.ToString());
        Assert.Equal(["Applicant1", "Seal1", "Further1"], report.Signatures.Select(signature => signature.Field));
    }

    private static byte[] SignAgain(byte[] pdf)
    {
        using var source = new TemporaryFile(pdf);
        using var target = new TemporaryFile([]);
        // The library takes the file's first certificate for the signer's, so there is only one.
        using var key = new TemporaryFile(Hall.RsaSeal.Certificate.Export(X509ContentType.Pkcs12, "secret"), ".p12");
        DebianTool.Check("node", Path.Combine(Folder.Value, "sign.mjs"), source.Path, target.Path, key.Path, "secret");
        return File.ReadAllBytes(target.Path);
    }

    /// <summary>The library lies beside the built test, as its lock file says.</summary>
    private static string Install()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "LibPdf");
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "@libpdf"))) DebianTool.Check("npm", "ci", "--prefix", folder, "--no-audit", "--no-fund", "--ignore-scripts");
        return folder;
    }
}
