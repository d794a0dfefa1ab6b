using System.Security.Cryptography.X509Certificates;
using VirtualWindow.Documents.Pdf;
using VirtualWindow.Documents.Signing;

namespace VirtualWindow.Documents.Tests.Bases;

/// <summary>An authority, a seal, an applicant and a clock that stands: all that signs in these tests, made once.</summary>
internal static class Hall
{
    public static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    public static readonly DevelopmentAuthority Authority = DevelopmentAuthority.Create("固始县测试根证书", Now.AddDays(-30));
    public static readonly SoftwareSealKey Seal = Authority.IssueSeal("固始县行政审批局", Now.AddDays(-20), TimeSpan.FromDays(365));
    public static readonly SoftwareSealKey RsaSeal = Authority.IssueSeal("苏州市行政审批局", Now.AddDays(-20), TimeSpan.FromDays(365), KeyKind.Rsa3072);
    public static readonly SoftwareSealKey Applicant = Authority.IssueEvent("张三", Now, TimeSpan.FromHours(1));
    public static readonly SoftwareSealKey Archive = Authority.IssueArchiveSeal("固始县档案馆", Now.AddDays(-20), TimeSpan.FromDays(365));
    public static readonly SoftwareSealKey Timestamping = Authority.IssueTimestamping("测试时间戳", Now.AddDays(-20), TimeSpan.FromDays(365));
    public static readonly LocalTimestampAuthority Timestamps = new(Timestamping, new StandingClock(Now));
    public static readonly SealPicture RedSeal = new("固始县行政审批局", "行政审批专用章", "4115250012345");

    public static readonly HandwritingPicture Handwriting = new([
        [.. Enumerable.Range(0, 40).Select(i => new InkPoint(i * 5, 60 + 40 * Math.Sin(i / 4.0), i / 40.0, TimeSpan.FromMilliseconds(i * 8)))],
        [new InkPoint(100, 10, 0.9, TimeSpan.FromMilliseconds(400))],
    ]);

    /// <summary>The applicant's signature by hand, at the lower left of the first page.</summary>
    public static byte[] SignAsApplicant(byte[] pdf, string field = "Applicant1") => PdfSigner.Sign(pdf, new SignatureRequest(field, "张三", Now)
    {
        Reason = "本人确认以上内容", Picture = Handwriting, Placements = [new WidgetPlacement(0, new PdfRectangle(72, 72, 192, 132))], Timestamps = Timestamps,
    }, Applicant);

    public static byte[] Stamp(byte[] pdf, ISealKey? key = null, string field = "Seal1", ITimestampAuthority? timestamps = null, bool isTimestamped = true) => PdfSigner.Sign(pdf, new SignatureRequest(field, "固始县行政审批局", Now)
    {
        Picture = RedSeal, Placements = [WidgetPlacement.Around(RedSeal, 0, 400, 200)], Timestamps = isTimestamped ? timestamps ?? Timestamps : null,
    }, key ?? Seal);

    public static byte[] StampAcross(byte[] pdf) => PdfSigner.Sign(pdf, new SignatureRequest("Across1", "固始县行政审批局", Now)
    {
        Picture = RedSeal, Placements = WidgetPlacement.AcrossPages(PdfDocument.Read(pdf), RedSeal, 400), Timestamps = Timestamps,
    }, Seal);

    public static byte[] AddValidationData(byte[] pdf, params RevokedCertificate[] revoked) =>
        PdfSigner.AddValidationData(pdf, [Authority.Root.RawData], [RevocationList(revoked)]);

    public static byte[] RevocationList(params RevokedCertificate[] revoked) => Authority.RevocationList(revoked, 1, Now, TimeSpan.FromDays(7));

    /// <summary>Applicant, seal, cross-page seal, validation data, document timestamp: what a session makes.</summary>
    public static byte[] SignInFull(byte[] pdf) =>
        PdfSigner.AddTimestamp(AddValidationData(StampAcross(Stamp(SignAsApplicant(pdf)))), "Timestamp1", Timestamps);

    /// <summary>For programs that read certificates as text.</summary>
    public static string RootPem => Authority.Root.ExportCertificatePem();

    internal sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
