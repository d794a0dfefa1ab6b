using System.Formats.Asn1;
using System.Text;
using Org.BouncyCastle.Asn1.GM;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using VirtualWindow.Documents.Sm2;
using VirtualWindow.Documents.Tests.Bases;

namespace VirtualWindow.Documents.Tests.Sm2;

/// <summary>SM2 and SM3 by the vectors of their standards and by openssl; the structure by its own reader and openssl's.</summary>
public sealed class SesSignatureTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 1, 0, 0, TimeSpan.Zero);
    private static readonly Sm2Authority Authority = new("SM2 测试根证书", Now.AddDays(-30), TimeSpan.FromDays(3650));
    private static readonly Sm2SoftwareKey Maker = Authority.Issue("制章人", Now.AddDays(-20), TimeSpan.FromDays(365));
    private static readonly Sm2SoftwareKey Signer = Authority.Issue("固始县行政审批局", Now.AddDays(-20), TimeSpan.FromDays(365));
    private static readonly byte[] Document = PlainPdf.TwoPages();
    private static readonly SesSeal Seal = MakeSeal();

    /// <summary>GB/T 32905-2016 appendix A.</summary>
    [Theory]
    [InlineData("abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0")]
    [InlineData("abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd", "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732")]
    public void Sm3_gives_the_standards_digests(string message, string digest) => Assert.Equal(digest, Convert.ToHexStringLower(Sm2Algorithm.Sm3(Encoding.ASCII.GetBytes(message))));

    /// <summary>GB/T 32918.5-2017 appendix A.2: the recommended curve, "message digest", identity 1234567812345678.</summary>
    [Theory]
    [InlineData("message digest", true)]
    [InlineData("message digesT", false)]
    public void Sm2_takes_the_standards_signature_and_no_other(string message, bool isSigned)
    {
        var curve = GMNamedCurves.GetByName("sm2p256v1");
        var point = curve.Curve.CreatePoint(new BigInteger("09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020", 16), new BigInteger("CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13", 16));
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteIntegerUnsigned(Convert.FromHexString("F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3"));
            writer.WriteIntegerUnsigned(Convert.FromHexString("B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA"));
        }

        Assert.Equal(isSigned, Sm2Algorithm.IsSigned(new ECPublicKeyParameters(point, new ECDomainParameters(curve)), Encoding.ASCII.GetBytes(message), writer.Encode()));
    }

    [Fact]
    public void A_signature_says_what_was_signed_with_which_seal_when()
    {
        var signature = SesSignature.Read(Sign());

        Assert.Equal(("固始县行政审批局", "41152500123450", "case/form.pdf", Now), (signature.Seal.Info.Name, signature.Seal.Info.Id, signature.Property, signature.SignedAt));
        Assert.Equal(SesFault.None, Verify(Sign()));
    }

    [Fact]
    public void Openssl_takes_the_hash_the_signature_and_the_certificate()
    {
        var parts = new AsnReader(Sign(), AsnEncodingRules.DER).ReadSequence();
        using var signed = new TemporaryFile(parts.ReadEncodedValue().Span, ".der");
        using var certificate = new TemporaryFile(Encoding.ASCII.GetBytes(new string(System.Security.Cryptography.PemEncoding.Write("CERTIFICATE", parts.ReadOctetString()))), ".pem");
        using var root = new TemporaryFile(Encoding.ASCII.GetBytes(new string(System.Security.Cryptography.PemEncoding.Write("CERTIFICATE", Authority.Root.Span))), ".pem");
        _ = parts.ReadObjectIdentifier();
        using var signature = new TemporaryFile(parts.ReadBitString(out _), ".sig");
        using var document = new TemporaryFile(Document);

        Assert.Contains("OK", DebianTool.Check("openssl", "verify", "-vfyopt", "distid:1234567812345678", "-CAfile", root.Path, certificate.Path), StringComparison.Ordinal);
        Assert.Contains("Verified Successfully", DebianTool.Check("openssl", "pkeyutl", "-verify", "-rawin", "-digest", "sm3", "-pkeyopt", "distid:1234567812345678", "-certin", "-inkey", certificate.Path, "-in", signed.Path, "-sigfile", signature.Path), StringComparison.Ordinal);
        Assert.Contains(Convert.ToHexStringLower(SesSignature.Read(Sign()).DataHash.Span), DebianTool.Check("openssl", "dgst", "-sm3", document.Path), StringComparison.Ordinal);
    }

    /// <summary>Times without fraction (GB/T 38540-2020 §5), version 4, header "ES", as openssl lists them.</summary>
    [Fact]
    public void Openssl_reads_the_structure_of_the_standard()
    {
        using var file = new TemporaryFile(Sign(), ".der");

        var listed = DebianTool.Check("openssl", "asn1parse", "-inform", "DER", "-in", file.Path);

        Assert.Matches(@"IA5STRING\s+:ES\b", listed);
        Assert.Matches(@"GENERALIZEDTIME\s+:20261123010000Z", listed);
        Assert.Matches(@"OBJECT\s+:SM2-with-SM3", listed);
    }

    [Fact]
    public void Another_document_another_signer_another_time_and_another_root_are_told_apart()
    {
        var stranger = new Sm2Authority("另一个根证书", Now.AddDays(-30), TimeSpan.FromDays(365));
        var unlisted = Authority.Issue("苏州市行政审批局", Now.AddDays(-20), TimeSpan.FromDays(365));

        Assert.Equal(SesFault.OtherDocument, SesSignature.Verify(Sign(), "other"u8, Authority.Root.Span));
        Assert.Equal(SesFault.SignerNotListed, Verify(SesSignature.Sign(Document, Seal, unlisted, Now, "p")));
        Assert.Equal(SesFault.SealOutsideValidity, Verify(SesSignature.Sign(Document, Seal, Signer, Now.AddDays(90), "p")));
        Assert.Equal(SesFault.UntrustedCertificate, SesSignature.Verify(Sign(), Document, stranger.Root.Span));
    }

    [Fact]
    public void No_wrong_byte_passes_and_none_throws()
    {
        var signature = Sign();
        for (var i = 0; i < signature.Length; i += 5)
        {
            var forged = (byte[])signature.Clone();
            forged[i] ^= 0x01;
            Assert.NotEqual(SesFault.None, Verify(forged));
        }

        for (var length = 0; length < signature.Length; length += 7) Assert.Equal(SesFault.Malformed, Verify(signature[..length]));
    }

    private static byte[] Sign() => SesSignature.Sign(Document, Seal, Signer, Now, "case/form.pdf");

    private static SesFault Verify(byte[] signature) => SesSignature.Verify(signature, Document, Authority.Root.Span);

    private static SesSeal MakeSeal() => SesSeal.Make(new SesSealInfo("41152500123450", "固始县行政审批局", [Signer.Certificate], new byte[] { 1, 2, 3 }, "PNG", 42, 42, Now.AddDays(-10), Now.AddDays(-10), Now.AddDays(80)), Maker);
}
