using Microsoft.Extensions.DependencyInjection;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Documents;
using VirtualWindow.Contracts.Signing;
using VirtualWindow.Documents.Pages;
using VirtualWindow.Documents.Verifying;
using VirtualWindow.Documents.Signing;
using VirtualWindow.Domain;
using VirtualWindow.Seals;
using VirtualWindow.Storage.Documents;
using static VirtualWindow.Signaling.Tests.SigningSitting;

namespace VirtualWindow.Signaling.Tests;

/// <summary>What was uploaded is read, signed and stamped by the same gate as the form: a PDF as its safe copy, a picture as a PDF made of it.</summary>
public sealed class OtherPapersTests
{
    [Fact]
    public async Task An_uploaded_pdf_is_signed_where_the_clerk_put_the_signature_and_stamped()
    {
        await using var host = await SignalingHost.StartAsync(WithSeals);
        var sitting = await BeginAsync(host);
        var contract = await UploadAsync(sitting, "委托书.pdf", TwoPages());
        await IdentifyAsync(sitting);
        var asked = await sitting.Desk.RequestSign(new(sitting.Session, [new SignPaper(contract.DocumentId, new SignPlace(0, 400, 500))]));
        Assert.Null(asked.Refusal);
        var paper = Assert.Single(asked.Value!.Papers);
        Assert.Equal((contract.Sha256, 2, 0, 400.0, 500.0, false), (paper.Sha256, paper.Pages, paper.SignaturePage, paper.SignatureX, paper.SignatureY, paper.FromForm));

        var stamped = await SignAndStampAsync(sitting, paper);

        await AssertValidAsync(host, await ReadAsync(host, stamped));
    }

    [Fact]
    public async Task A_picture_becomes_a_pdf_with_room_for_signature_and_seal()
    {
        await using var host = await SignalingHost.StartAsync(WithSeals);
        var sitting = await BeginAsync(host);
        var photo = await UploadAsync(sitting, "户口簿.png", SamplePicture.Png(300, 200));
        await IdentifyAsync(sitting);
        var paper = Assert.Single((await sitting.Desk.RequestSign(new(sitting.Session, [new SignPaper(photo.DocumentId, null)]))).Value!.Papers);
        Assert.Equal("户口簿.pdf", paper.Name);
        Assert.NotEqual(photo.DocumentId, paper.DocumentId);

        await AssertValidAsync(host, await ReadAsync(host, await SignAndStampAsync(sitting, paper)));
    }

    [Fact]
    public async Task Form_and_papers_of_one_session_go_their_own_ways_and_are_stamped_in_one_batch()
    {
        await using var host = await SignalingHost.StartAsync(WithSeals);
        var sitting = await BeginAsync(host);
        var contract = await UploadAsync(sitting, "委托书.pdf", TwoPages());
        await IdentifyAsync(sitting);
        await sitting.Desk.RequestSign(new(sitting.Session, []));
        var papers = (await sitting.Desk.RequestSign(new(sitting.Session, [new SignPaper(contract.DocumentId, null)]))).Value!.Papers;
        var first = await SignAsync(sitting, papers[0]);
        Assert.Equal(RefusalCodes.SignFirst, (await sitting.Desk.StampDocuments(new(sitting.Session, ApprovalSeal, [Spot(first), Spot(papers[1])], false, Code(host)))).Refusal?.Code);
        var second = await SignAsync(sitting, papers[1]);
        var stamped = await sitting.Desk.StampDocuments(new(sitting.Session, ApprovalSeal, [Spot(first), Spot(second)], true, Code(host)));
        Assert.Null(stamped.Refusal);
        foreach (var one in stamped.Value!.Papers) await AssertValidAsync(host, await ReadAsync(host, one));
    }

    [Fact]
    public async Task A_place_beside_the_page_somebody_elses_document_and_a_second_request_are_refused()
    {
        await using var host = await SignalingHost.StartAsync(WithSeals);
        var sitting = await BeginAsync(host);
        var contract = await UploadAsync(sitting, "委托书.pdf", TwoPages());
        await IdentifyAsync(sitting);
        Assert.Equal(RefusalCodes.BadInput, await AskAsync(new SignPaper(contract.DocumentId, new SignPlace(2, 100, 100))));
        Assert.Equal(RefusalCodes.BadInput, await AskAsync(new SignPaper(contract.DocumentId, new SignPlace(0, 100, 9_000))));
        Assert.Equal(RefusalCodes.NotFound, await AskAsync(new SignPaper(Guid.NewGuid().ToString("N"), null)));
        Assert.Null(await AskAsync(new SignPaper(contract.DocumentId, null)));
        Assert.Equal(RefusalCodes.Stale, await AskAsync(new SignPaper(contract.DocumentId, null)));
        Assert.Null((await sitting.Applicant.WithdrawPaper(new(sitting.Session, contract.DocumentId))).Refusal);
        Assert.Null(await AskAsync(new SignPaper(contract.DocumentId, null)));

        async Task<string?> AskAsync(SignPaper paper) => (await sitting.Desk.RequestSign(new(sitting.Session, [paper]))).Refusal?.Code;
    }

    private static async Task IdentifyAsync(SigningSitting sitting)
    {
        Assert.Null((await sitting.Desk.ConfirmIdentity(new(sitting.Session, IdentityMethod.CardOnCamera))).Refusal);
        Assert.Null((await sitting.Applicant.AnswerSigning(new(sitting.Session, true))).Refusal);
    }

    private static async Task<DocumentView> UploadAsync(SigningSitting sitting, string name, byte[] bytes)
    {
        (await sitting.Applicant.Documents.UploadAsync(sitting.Session, name, bytes)).EnsureSuccessStatusCode();
        var view = await sitting.Applicant.Documents.UntilAsync(sitting.Session, seen => seen.Documents.Any(one => one.Name == name && one.Stage == DocumentStage.Shown));
        return view.Documents.Single(one => one.Name == name);
    }

    private static async Task<PaperView> SignAsync(SigningSitting sitting, PaperView paper)
    {
        Assert.Null((await sitting.Applicant.ReportRead(new(sitting.Session, paper.DocumentId, paper.Sha256))).Refusal);
        var signed = await sitting.Applicant.SignDocument(new(sitting.Session, paper.DocumentId, paper.Sha256, Handwriting));
        Assert.Null(signed.Refusal);
        return signed.Value!.Papers.Single(one => one.DocumentId == paper.DocumentId);
    }

    private static async Task<PaperView> SignAndStampAsync(SigningSitting sitting, PaperView paper)
    {
        var signed = await SignAsync(sitting, paper);
        var stamped = await sitting.Desk.StampDocuments(new(sitting.Session, ApprovalSeal, [new(signed.DocumentId, signed.Sha256, 0, 300, 300)], true, Code(sitting.Host)));
        Assert.Null(stamped.Refusal);
        return stamped.Value!.Papers.Single(one => one.DocumentId == paper.DocumentId);
    }

    private static Task<byte[]> ReadAsync(SignalingHost host, PaperView paper) => host.Services.GetRequiredService<SessionDocuments>().ReadAsync(DocumentId.Parse(paper.CurrentId), default);

    private static async Task AssertValidAsync(SignalingHost host, byte[] pdf)
    {
        var report = PdfVerifier.Verify(pdf, await host.Services.GetRequiredService<HallAuthority>().TrustAsync(default), host.Clock.GetUtcNow());
        Assert.True(report.IsValid, report.ToString());
        Assert.Equal([SignerRole.Applicant, SignerRole.Seal], report.Signatures.Where(signature => !signature.IsDocumentTimestamp).Select(signature => signature.Role).Distinct());
    }

    private static byte[] TwoPages()
    {
        var writer = new PdfAWriter(new PdfADescription("委托书", "张小明", new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero)));
        writer.Heading("委托书", 1);
        writer.NewPage();
        writer.Paragraph("委托人签名：");
        return writer.ToBytes();
    }
}
