using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Forms;
using VirtualWindow.Contracts.Signing;
using VirtualWindow.Documents.Signing;
using VirtualWindow.Documents.Sm2;
using VirtualWindow.Documents.Verifying;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Seals;
using VirtualWindow.Seals;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Documents;
using VirtualWindow.Storage.Seals;
using static VirtualWindow.Signaling.Tests.SigningSitting;

namespace VirtualWindow.Signaling.Tests;

/// <summary>Identity → consent → read → sign → stamp, over real connections: nobody takes a step before its turn, and what comes out verifies.</summary>
public sealed class SigningTests
{
    [Fact]
    public async Task A_form_is_filled_read_signed_stamped_and_verified()
    {
        await using var host = await SignalingHost.StartAsync(WithSeals);
        var sitting = await BeginAsync(host);
        var paper = await sitting.SignAsync();
        var stamped = await sitting.StampAsync(paper);

        Assert.Null(stamped.Refusal);
        var done = Assert.Single(stamped.Value!.Papers);
        Assert.Equal((SigningStep.Done, PaperState.Stamped, $"{ApprovalSeal}-000002"), (stamped.Value.Step, done.State, done.LedgerNumber));
        var pdf = await host.Services.GetRequiredService<SessionDocuments>().ReadAsync(DocumentId.Parse(done.CurrentId), default);
        Assert.Equal(done.Sha256, Convert.ToHexStringLower(SHA256.HashData(pdf)));
        var report = PdfVerifier.Verify(pdf, await host.Services.GetRequiredService<HallAuthority>().TrustAsync(default), host.Clock.GetUtcNow());
        Assert.True(report.IsValid, report.ToString());
        Assert.Equal([SignerRole.Applicant, SignerRole.Seal], report.Signatures.Where(signature => !signature.IsDocumentTimestamp).Select(signature => signature.Role).Distinct());
        Assert.Equal("张小明", report.Signatures[0].Signer);
        Assert.Equal(PadesLevel.LTA, report.Signatures[0].Level);
        Assert.False(report.Has(FindingKind.NoRevocationData), report.ToString());
        await LedgerHoldsAsync(host, [SealAct.Registered, SealAct.Intended, SealAct.Used]);
    }

    [Fact]
    public async Task The_handwriting_is_kept_encrypted_and_bound_by_its_hash()
    {
        await using var host = await SignalingHost.StartAsync(WithSeals);
        var sitting = await BeginAsync(host);
        var paper = await sitting.SignAsync();
        var kept = await host.Store.ReadAsync((db, ct) => db.KeptHandwritings.SingleAsync(ct), default);
        var samples = await host.Services.GetRequiredService<SessionSecrets>().RevealAsync(kept.Session, kept.Protected, default);
        var pdf = await host.Services.GetRequiredService<SessionDocuments>().ReadAsync(DocumentId.Parse(paper.CurrentId), default);
        var report = PdfVerifier.Verify(pdf, await host.Services.GetRequiredService<HallAuthority>().TrustAsync(default), host.Clock.GetUtcNow());

        Assert.Equal(kept.Sha256, Convert.ToHexStringLower(SHA256.HashData(samples)));
        Assert.Equal(kept.Sha256, report.Signatures.Single().InkSha256);
        Assert.Equal(-1, kept.Protected.AsSpan().IndexOf(samples.AsSpan(0, 24)));
    }

    [Fact]
    public async Task An_sm2_signature_lies_beside_the_stamped_document_where_the_hall_wants_it()
    {
        await using var host = await SignalingHost.StartAsync(WithSeals);
        var sitting = await BeginAsync(host);
        var done = (await sitting.StampAsync(await sitting.SignAsync())).Value!.Papers[0];
        var sm2 = host.Services.GetRequiredService<Sm2Seals>();
        var pdf = await host.Services.GetRequiredService<SessionDocuments>().ReadAsync(DocumentId.Parse(done.CurrentId), default);
        var signature = (await sm2.FindAsync(done.Sha256, default))!;
        var root = (await sm2.RootAsync(default))!;

        Assert.Equal(SesFault.None, SesSignature.Verify(signature, pdf, root));
        pdf[200] ^= 1;
        Assert.Equal(SesFault.OtherDocument, SesSignature.Verify(signature, pdf, root));
    }

    [Fact]
    public async Task Nobody_takes_a_step_before_its_turn()
    {
        await using var host = await SignalingHost.StartAsync(WithSeals);
        var (applicant, desk, session) = await BeginAsync(host);
        Assert.Equal(RefusalCodes.IdentityFirst, (await applicant.AnswerSigning(new(session, true))).Refusal?.Code);
        Assert.Equal(RefusalCodes.IdentityFirst, (await desk.RequestSign(new(session, []))).Refusal?.Code);
        Assert.Null((await desk.ConfirmIdentity(new(session, IdentityMethod.CardOnCamera))).Refusal);
        var paper = (await desk.RequestSign(new(session, []))).Value!.Papers.Single();
        Assert.Equal(RefusalCodes.ConsentFirst, (await applicant.SignDocument(new(session, paper.DocumentId, paper.Sha256, Handwriting))).Refusal?.Code);
        Assert.Null((await applicant.AnswerSigning(new(session, true))).Refusal);
        Assert.Equal(RefusalCodes.ReadFirst, (await applicant.SignDocument(new(session, paper.DocumentId, paper.Sha256, Handwriting))).Refusal?.Code);
        Assert.Equal(RefusalCodes.SignFirst, (await desk.StampDocuments(new(session, ApprovalSeal, [Spot(paper)], false, Code(host)))).Refusal?.Code);
        Assert.Equal(RefusalCodes.OtherBytes, (await applicant.ReportRead(new(session, paper.DocumentId, new string('0', 64)))).Refusal?.Code);
        Assert.Equal(1, await host.Store.ReadAsync((db, ct) => db.SealLedger.CountAsync(line => line.Seal == new SealId(ApprovalSeal), ct), default));
    }

    [Fact]
    public async Task A_form_changed_since_cannot_be_signed_and_is_made_anew()
    {
        await using var host = await SignalingHost.StartAsync(WithSeals);
        var sitting = await BeginAsync(host);
        var (applicant, desk, session) = sitting;
        var paper = await sitting.ReadAsync();
        Assert.Null((await applicant.SubmitForm(new SubmitFormRequest(session, Submitted: false))).Refusal);
        Assert.Equal(RefusalCodes.OtherBytes, (await applicant.SignDocument(new(session, paper.DocumentId, paper.Sha256, Handwriting))).Refusal?.Code);
        Assert.Equal(RefusalCodes.FormIncomplete, (await desk.RequestSign(new(session, []))).Refusal?.Code);
        Assert.Null((await applicant.SubmitForm(new SubmitFormRequest(session, Submitted: true))).Refusal);
        var anew = (await desk.RequestSign(new(session, []))).Value!;
        Assert.Equal([PaperState.Withdrawn, PaperState.Asked], anew.Papers.Select(one => one.State));
    }

    [Fact]
    public async Task A_stamp_needs_the_code_of_the_moment_once()
    {
        await using var host = await SignalingHost.StartAsync(WithSeals);
        var sitting = await BeginAsync(host);
        var paper = await sitting.SignAsync();
        Assert.Equal(RefusalCodes.CodeWrong, (await sitting.Desk.StampDocuments(new(sitting.Session, ApprovalSeal, [Spot(paper)], false, "000000"))).Refusal?.Code);
        var code = Code(host);
        Assert.Null((await sitting.Desk.StampDocuments(new(sitting.Session, ApprovalSeal, [Spot(paper)], true, code))).Refusal);
        Assert.Equal(RefusalCodes.Stale, (await sitting.Desk.StampDocuments(new(sitting.Session, ApprovalSeal, [Spot(paper)], false, code))).Refusal?.Code);
    }

    [Theory]
    [InlineData("gushi-archive", RefusalCodes.SealNotYours)]
    [InlineData("suzhou-approval", RefusalCodes.SealNotYours)]
    [InlineData("nobody's", RefusalCodes.SealNotYours)]
    public async Task A_seal_is_not_for_everybody(string seal, string code)
    {
        await using var host = await SignalingHost.StartAsync(WithSeals);
        var sitting = await BeginAsync(host);
        var paper = await sitting.SignAsync();
        Assert.Equal(code, (await sitting.Desk.StampDocuments(new(sitting.Session, seal, [Spot(paper)], false, Code(host)))).Refusal?.Code);
    }

    [Fact]
    public async Task A_revoked_seal_is_refused_and_what_it_stamped_before_stays_valid()
    {
        await using var host = await SignalingHost.StartAsync(WithSeals);
        var sitting = await BeginAsync(host);
        var stamped = (await sitting.StampAsync(await sitting.SignAsync())).Value!.Papers[0];
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        await host.Store.WriteAsync(async (db, ct) => db.SealLedger.Add((await db.Seals.SingleAsync(seal => seal.Id == new SealId(ApprovalSeal), ct)).Make(SealMove.Revoke, host.Clock.GetUtcNow(), "GS99", "遗失")), default);

        Assert.DoesNotContain(ApprovalSeal, (await sitting.Desk.OpenSigning(new(sitting.Session))).Value!.Seals.Select(choice => choice.SealId));
        var paper = (await sitting.Desk.RequestSign(new(sitting.Session, []))).Value!.Papers[^1];
        await sitting.Applicant.ReportRead(new(sitting.Session, paper.DocumentId, paper.Sha256));
        var signed = (await sitting.Applicant.SignDocument(new(sitting.Session, paper.DocumentId, paper.Sha256, Handwriting))).Value!.Papers[^1];
        Assert.Equal(RefusalCodes.SealNotActive, (await sitting.Desk.StampDocuments(new(sitting.Session, ApprovalSeal, [Spot(signed)], false, Code(host)))).Refusal?.Code);
        var pdf = await host.Services.GetRequiredService<SessionDocuments>().ReadAsync(DocumentId.Parse(stamped.CurrentId), default);
        var report = PdfVerifier.Verify(pdf, await host.Services.GetRequiredService<HallAuthority>().TrustAsync(default), host.Clock.GetUtcNow());
        Assert.True(report.IsValid && report.Has(FindingKind.RevokedAfterSigning), report.ToString());
    }

    [Fact]
    public async Task Several_papers_are_stamped_under_one_code()
    {
        await using var host = await SignalingHost.StartAsync(WithSeals);
        var sitting = await BeginAsync(host);
        var first = await sitting.SignAsync();
        var second = (await sitting.Desk.RequestSign(new(sitting.Session, []))).Value!.Papers[^1];
        await sitting.Applicant.ReportRead(new(sitting.Session, second.DocumentId, second.Sha256));
        var signed = (await sitting.Applicant.SignDocument(new(sitting.Session, second.DocumentId, second.Sha256, Handwriting))).Value!.Papers[^1];

        var reply = await sitting.Desk.StampDocuments(new(sitting.Session, ApprovalSeal, [Spot(first), Spot(signed)], true, Code(host)));

        Assert.Null(reply.Refusal);
        Assert.Equal([$"{ApprovalSeal}-000002", $"{ApprovalSeal}-000004"], reply.Value!.Papers.Select(paper => paper.LedgerNumber));
        await LedgerHoldsAsync(host, [SealAct.Registered, SealAct.Intended, SealAct.Used, SealAct.Intended, SealAct.Used]);
    }

    [Fact]
    public async Task The_clerk_sees_the_number_masked_and_the_applicant_sees_no_seals()
    {
        await using var host = await SignalingHost.StartAsync(WithSeals);
        var (applicant, desk, session) = await BeginAsync(host);
        var mine = (await applicant.OpenSigning(new(session))).Value!;
        var theirs = (await desk.OpenSigning(new(session))).Value!;
        Assert.Equal(("张小明", "11010519491231002X", 0), (mine.Applicant, mine.IdentityNumber, mine.Seals.Count));
        Assert.Equal(("1101**********002X", ApprovalSeal, true), (theirs.IdentityNumber, theirs.Seals.Single().SealId, theirs.FactorEnrolled));
    }

    private static async Task LedgerHoldsAsync(SignalingHost host, SealAct[] acts)
    {
        var lines = await host.Store.ReadAsync((db, ct) => db.SealLedger.Where(line => line.Seal == new SealId(ApprovalSeal)).OrderBy(line => line.Sequence).ToListAsync(ct), default);
        Assert.Equal(acts, lines.Select(line => line.Act));
        Assert.Null(SealLedgerLine.FirstBroken(new(ApprovalSeal), lines));
    }
}
