using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using VirtualWindow.Documents.Pdf;
using VirtualWindow.Documents.Signing;
using VirtualWindow.Documents.Tests.Bases;
using VirtualWindow.Documents.Verifying;

namespace VirtualWindow.Documents.Tests.Verifying;

/// <summary>Accepts every file that this platform makes, and rejects every forgery with its name.</summary>
public sealed class PdfVerifierTests
{
    private static readonly TrustSettings Trust = new([Hall.Authority.Root]);

    /// <summary>Applicant and seal: the file that forgers start from.</summary>
    private static readonly Lazy<byte[]> Signed = new(() => Hall.Stamp(Hall.SignAsApplicant(Producers.Make("own"))));

    private static readonly Dictionary<string, (Func<byte[], byte[]> Forge, FindingKind Kind)> Forgeries = new()
    {
        ["content stream replaced"] = (Forgery.ReplaceContentStream, FindingKind.PageContentReplaced),
        ["generation changed"] = (Forgery.ChangeGeneration, FindingKind.DocumentChanged),
        ["page points elsewhere"] = (Forgery.PointPageElsewhere, FindingKind.PageContentReplaced),
        ["fonts taken away"] = (Forgery.SwapFont, FindingKind.PageContentReplaced),
        ["page removed"] = (Forgery.RemovePage, FindingKind.PageContentReplaced),
        ["text annotation added"] = (Forgery.AddTextAnnotation, FindingKind.TextAdded),
        ["picture of an unsigned field added"] = (Forgery.AddUnsignedFieldWithPicture, FindingKind.TextAdded),
        ["seal moved"] = (Forgery.MoveSeal, FindingKind.SealMoved),
        ["seal picture replaced"] = (Forgery.SwapPicture, FindingKind.SealPictureSwapped),
        ["seal points to another picture"] = (Forgery.PointSealToAnotherPicture, FindingKind.SealPictureSwapped),
        ["signature taken from the form"] = (Forgery.RemoveSignatureFromForm, FindingKind.SignatureRemoved),
        ["signature taken from the page"] = (Forgery.RemoveSignatureFromPage, FindingKind.SignatureRemoved),
        ["signature field emptied"] = (Forgery.EmptySignatureField, FindingKind.SignatureRemoved),
        ["all signatures removed"] = (Forgery.RemoveAllSignatures, FindingKind.SignatureRemoved),
        ["bytes appended"] = (Forgery.AppendBytes, FindingKind.BytesAppended),
        ["bytes and an end mark appended"] = (Forgery.AppendBytesAndMark, FindingKind.BytesAppended),
        ["bytes hidden in a revision"] = (Forgery.HideBytesInRevision, FindingKind.BytesAppended),
        ["hole widened"] = (Forgery.WidenHole, FindingKind.ByteRangeWidened),
        ["room filled"] = (Forgery.FillRoom, FindingKind.SignatureBroken),
        ["range shortened"] = (Forgery.ShortenRange, FindingKind.ByteRangeMalformed),
        ["byte flipped"] = (Forgery.FlipByteOfPage, FindingKind.SignatureBroken),
        ["action added"] = (Forgery.AddOpenAction, FindingKind.DocumentChanged),
        ["all signatures skipped"] = (Forgery.SkipAllSignatures, FindingKind.NotSigned),
        ["last signature skipped"] = (Forgery.SkipLastSignature, FindingKind.BytesAppended),
    };

    public static TheoryData<string> AllProducers => [.. Producers.Names];

    public static TheoryData<string> AllForgeries => [.. Forgeries.Keys];

    [Theory]
    [MemberData(nameof(AllProducers))]
    public void Everything_that_a_session_makes_is_accepted_at_every_step(string producer)
    {
        var unsigned = Producers.Make(producer);
        var signed = Hall.SignAsApplicant(unsigned);
        var stamped = Hall.StampAcross(Hall.Stamp(signed, Hall.RsaSeal));
        var stored = Hall.AddValidationData(stamped);
        var archived = PdfSigner.AddTimestamp(stored, "Timestamp1", Hall.Timestamps);

        Assert.True(Verify(unsigned).Has(FindingKind.NotSigned));
        foreach (var (pdf, level) in new[] { (signed, PadesLevel.T), (stamped, PadesLevel.T), (stored, PadesLevel.LT), (archived, PadesLevel.LTA) })
        {
            var report = Verify(pdf);
            Assert.True(report.IsValid, report.ToString());
            Assert.All(report.Signatures, signature => Assert.Equal(level, signature.Level));
        }
    }

    [Fact]
    public void The_report_names_who_signed_as_what_when_and_where()
    {
        var report = Verify(Hall.SignInFull(Producers.Make("own")));

        Assert.Equal(["Applicant1", "Seal1", "Across1", "Timestamp1"], report.Signatures.Select(signature => signature.Field));
        Assert.Equal([SignerRole.Applicant, SignerRole.Seal, SignerRole.Seal, SignerRole.Timestamp], report.Signatures.Select(signature => signature.Role));
        Assert.Equal(["张三", "固始县行政审批局", "固始县行政审批局", "测试时间戳"], report.Signatures.Select(signature => signature.Signer));
        Assert.Equal([1, 2], report.Signatures[2].SeenAt.Select(seen => seen.Page));
        Assert.Equal(Convert.ToHexStringLower(Hall.Handwriting.Hash), report.Signatures[0].InkSha256);
        Assert.All(report.Signatures, signature => Assert.Equal(Hall.Now.ToUnixTimeSeconds(), signature.ProvedAt?.ToUnixTimeSeconds()));
        Assert.Equal([false, false, false, true], report.Signatures.Select(signature => signature.CoversToEnd));
        Assert.Equal(400, (report.Signatures[1].SeenAt[0].Box.Left + report.Signatures[1].SeenAt[0].Box.Right) / 2, 0.01);
        Assert.StartsWith("有效 VALID", report.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(AllForgeries))]
    public void A_forgery_is_rejected_by_its_name(string forgery)
    {
        Assert.True(Verify(Signed.Value).IsValid, Verify(Signed.Value).ToString());
        var (forge, kind) = Forgeries[forgery];

        var report = Verify(forge(Signed.Value));

        Assert.False(report.IsValid);
        Assert.True(report.Has(kind), report.ToString());
    }

    [Theory]
    [MemberData(nameof(AllProducers))]
    public void Replaced_pages_are_found_whoever_wrote_them(string producer)
    {
        var signed = Hall.Stamp(Producers.Make(producer));

        Assert.True(Verify(Forgery.ReplaceContentStream(signed)).Has(FindingKind.PageContentReplaced));
    }

    /// <summary>Why this verifier exists: to others these forgeries are "valid".</summary>
    [Theory]
    [InlineData("content stream replaced")]
    [InlineData("text annotation added")]
    [InlineData("seal moved")]
    [InlineData("seal picture replaced")]
    public void Pdfsig_calls_the_forgery_valid(string forgery) => Oracles.Pdfsig(Forgeries[forgery].Forge(Signed.Value), valid: 2);

    [Fact]
    public void A_forgery_between_two_signatures_is_found_too()
    {
        var report = Verify(Hall.Stamp(Forgery.ReplaceContentStream(Hall.SignAsApplicant(Producers.Make("own")))));

        Assert.True(report.Has(FindingKind.PageContentReplaced), report.ToString());
    }

    [Fact]
    public void An_object_that_was_left_out_and_is_put_in_after_signing_is_a_change()
    {
        var shadow = PlainPdf.Build("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>", "<</Type/Page/Parent 2 0 R/Contents[4 0 R 40 0 R]>>", PlainPdf.Stream("n"));
        var signed = Hall.Stamp(shadow);
        var document = PdfDocument.Read(signed);
        var appender = new PdfAppender(document);
        appender.Set(new PdfReference(40), new PdfStream(new PdfDictionary(), "0 0 100 100 re f"u8.ToArray()));

        Assert.True(Verify(signed).IsValid, Verify(signed).ToString());
        Assert.True(Verify([.. signed, .. appender.Write()]).Has(FindingKind.DocumentChanged));
    }

    [Fact]
    public void A_waiting_field_may_be_signed_later()
    {
        var waiting = PlainPdf.Build("<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>>>", "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>",
            "<</Type/Page/Parent 2 0 R/Annots[4 0 R]>>", "<</Type/Annot/Subtype/Widget/FT/Sig/T(Waiting)/Rect[0 0 0 0]/P 3 0 R>>");

        Assert.True(Verify(Hall.Stamp(Hall.SignAsApplicant(waiting))).IsValid, Verify(Hall.Stamp(Hall.SignAsApplicant(waiting))).ToString());
    }

    [Fact]
    public void A_certificate_of_another_authority_is_not_trusted()
    {
        using var stranger = DevelopmentAuthority.Create("另一个根证书", Hall.Now.AddDays(-30));
        using var seal = stranger.IssueSeal("固始县行政审批局", Hall.Now.AddDays(-20), TimeSpan.FromDays(30));

        Assert.True(Verify(Hall.Stamp(Producers.Make("own"), seal)).Has(FindingKind.UntrustedCertificate));
    }

    [Fact]
    public void A_timestamp_of_another_authority_is_not_trusted()
    {
        using var stranger = DevelopmentAuthority.Create("另一个根证书", Hall.Now.AddDays(-30));
        using var key = stranger.IssueTimestamping("时间戳", Hall.Now.AddDays(-20), TimeSpan.FromDays(30));
        var timestamps = new LocalTimestampAuthority(key, new Hall.StandingClock(Hall.Now));

        Assert.True(Verify(Hall.Stamp(Producers.Make("own"), timestamps: timestamps)).Has(FindingKind.UntrustedTimestamp));
        Assert.True(Verify(PdfSigner.AddTimestamp(Signed.Value, "Timestamp1", timestamps)).Has(FindingKind.UntrustedTimestamp));
    }

    [Fact]
    public void A_timestamp_of_something_else_does_not_count()
    {
        var report = Verify(Hall.Stamp(Producers.Make("own"), timestamps: new WrongTimestamps()));

        Assert.True(report.Has(FindingKind.TimestampBroken), report.ToString());
    }

    [Fact]
    public void A_seal_revoked_before_it_was_used_is_rejected_whoever_brings_the_list()
    {
        var revoked = new RevokedCertificate(Hall.Seal.Certificate, Hall.Now.AddDays(-1), X509RevocationReason.KeyCompromise);

        Assert.True(Verify(Hall.AddValidationData(Signed.Value, revoked)).Has(FindingKind.CertificateRevoked));
        Assert.True(Verify(Signed.Value, Trust with { RevocationLists = [Hall.RevocationList(revoked)] }).Has(FindingKind.CertificateRevoked));
    }

    [Fact]
    public void A_seal_revoked_after_a_proved_use_still_counts_and_one_without_proof_does_not()
    {
        var lists = Trust with { RevocationLists = [Hall.RevocationList(new RevokedCertificate(Hall.Seal.Certificate, Hall.Now.AddDays(1), X509RevocationReason.CessationOfOperation))] };

        var proved = Verify(Signed.Value, lists);
        var unproved = Verify(Hall.Stamp(Producers.Make("own"), isTimestamped: false), lists, Hall.Now.AddDays(2));

        Assert.True(proved.IsValid && proved.Has(FindingKind.RevokedAfterSigning), proved.ToString());
        Assert.True(unproved.Has(FindingKind.CertificateRevoked), unproved.ToString());
    }

    [Fact]
    public void A_list_that_another_authority_signed_says_nothing()
    {
        using var stranger = DevelopmentAuthority.Create("固始县测试根证书", Hall.Now.AddDays(-30));
        var list = stranger.RevocationList([new RevokedCertificate(Hall.Seal.Certificate, Hall.Now.AddDays(-1), X509RevocationReason.KeyCompromise)], 1, Hall.Now, TimeSpan.FromDays(7));

        var report = Verify(Signed.Value, Trust with { RevocationLists = [list] });

        Assert.True(report.IsValid && report.Has(FindingKind.NoRevocationData), report.ToString());
    }

    [Theory]
    [InlineData(-30)]
    [InlineData(400)]
    public void A_stamp_outside_the_certificates_validity_is_rejected(int days)
    {
        using var key = Hall.Authority.IssueTimestamping("时间戳", Hall.Now.AddDays(-29), TimeSpan.FromDays(2000));
        var timestamps = new LocalTimestampAuthority(key, new Hall.StandingClock(Hall.Now.AddDays(days).AddHours(1)));
        using var seal = Hall.Authority.IssueSeal("固始县行政审批局", Hall.Now.AddDays(-10), TimeSpan.FromDays(20));

        var report = Verify(Hall.Stamp(Producers.Make("own"), seal, timestamps: days < 0 ? new LocalTimestampAuthority(key, new Hall.StandingClock(Hall.Now.AddDays(-15))) : timestamps));

        Assert.True(report.Has(FindingKind.StampOutsideValidity), report.ToString());
    }

    [Fact]
    public void Without_a_timestamp_the_certificate_must_be_good_now()
    {
        var pdf = Hall.Stamp(Producers.Make("own"), isTimestamped: false);

        Assert.True(Verify(pdf) is { IsValid: true } today && today.Has(FindingKind.NoTimestamp) && today.Signatures[0].Level == PadesLevel.B);
        Assert.True(Verify(pdf, now: Hall.Now.AddDays(400)).Has(FindingKind.StampOutsideValidity));
    }

    [Fact]
    public void A_document_timestamp_proves_what_has_none_of_its_own()
    {
        var pdf = PdfSigner.AddTimestamp(Hall.Stamp(Producers.Make("own"), isTimestamped: false), "Timestamp1", Hall.Timestamps);

        var report = Verify(pdf, now: Hall.Now.AddDays(400));

        Assert.True(report.IsValid, report.ToString());
    }

    [Fact]
    public void Another_certificate_of_the_same_key_is_told_by_the_signed_hash()
    {
        var report = Verify(Hall.Stamp(Producers.Make("own"), new TwoFacedKey()));

        Assert.True(report.Has(FindingKind.WrongCertificateHash), report.ToString());
        Assert.False(report.Has(FindingKind.SignatureBroken), report.ToString());
    }

    [Fact]
    public void Certificates_are_for_their_roles()
    {
        Assert.True(Verify(Hall.Stamp(Producers.Make("own"), Hall.Timestamping)).Has(FindingKind.RoleMismatch));
        var handwriting = new SignatureRequest("Applicant1", "张三", Hall.Now) { Picture = Hall.Handwriting, Placements = [new WidgetPlacement(0, new PdfRectangle(0, 0, 100, 50))], Timestamps = Hall.Timestamps };
        Assert.True(Verify(PdfSigner.Sign(Producers.Make("own"), handwriting, Hall.Seal)).Has(FindingKind.RoleMismatch));
    }

    [Fact]
    public void Rubbish_is_a_report_and_no_exception()
    {
        Assert.True(Verify([]).Has(FindingKind.Unreadable));
        var random = new Random(4);
        for (var round = 0; round < 300; round++)
        {
            var forged = (byte[])Signed.Value.Clone();
            for (var i = 0; i < 3; i++) forged[random.Next(forged.Length)] = (byte)random.Next(256);
            Assert.NotEmpty(Verify(forged).Sha256);
        }
    }

    [Fact]
    public void Every_finding_has_its_sentence_in_both_languages() =>
        Assert.All(Enum.GetValues<FindingKind>(), kind => Assert.Matches(@"^\p{IsCJKUnifiedIdeographs}.*。 [A-Z].*\.$", new Finding(kind).ToString()));

    private static VerificationReport Verify(byte[] pdf, TrustSettings? trust = null, DateTimeOffset? now = null) => PdfVerifier.Verify(pdf, trust ?? Trust, now ?? Hall.Now);

    private sealed class WrongTimestamps : ITimestampAuthority
    {
        public int TokenBytes => Hall.Timestamps.TokenBytes;

        public byte[] Stamp(ReadOnlySpan<byte> sha256) => Hall.Timestamps.Stamp(SHA256.HashData(sha256));
    }

    /// <summary>Signs the hash of one certificate and shows another of the same name, number and key.</summary>
    private sealed class TwoFacedKey : ISealKey
    {
        private readonly X509Certificate2 _other = SameKeyOtherCertificate();
        private bool _hasSigned;

        public X509Certificate2 Certificate => _hasSigned ? _other : Hall.Seal.Certificate;

        public IReadOnlyList<X509Certificate2> Issuers => Hall.Seal.Issuers;

        public SignatureScheme Scheme => SignatureScheme.Ecdsa;

        public byte[] SignHash(ReadOnlySpan<byte> sha256)
        {
            _hasSigned = true;
            return Hall.Seal.SignHash(sha256);
        }

        private static X509Certificate2 SameKeyOtherCertificate()
        {
            var seal = Hall.Seal.Certificate;
            var request = new CertificateRequest(new X500DistinguishedName("CN=Another office"), seal.GetECDsaPrivateKey()!, HashAlgorithmName.SHA256);
            return request.Create(Hall.Authority.Root.SubjectName, X509SignatureGenerator.CreateForECDsa(Hall.Authority.Root.GetECDsaPrivateKey()!), Hall.Now.AddDays(-1), Hall.Now.AddDays(1), seal.SerialNumberBytes.Span);
        }
    }
}
