using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Forms;
using VirtualWindow.Contracts.Signing;
using VirtualWindow.Domain.Seals;
using VirtualWindow.Seals;
using VirtualWindow.Testing.HubClients;

namespace VirtualWindow.Signaling.Tests;

/// <summary>Both in session, the form complete and submitted, the clerk's second factor set up: ready to sign and stamp.</summary>
internal sealed record SigningSitting(SignalingHost Host, ApplicantClient Applicant, DeskClient Desk, string Session)
{
    public const string ApprovalSeal = "gushi-approval";

    private static readonly byte[] Secret = [.. Enumerable.Range(1, TimeCode.SecretBytes).Select(i => (byte)i)];

    public static Dictionary<string, string?> WithSeals => new() { ["Seals:OwnAuthority"] = "true", ["Seals:Sm2"] = "true" };

    public static InkStroke[] Handwriting { get; } =
    [
        new([.. Enumerable.Range(0, 40).Select(i => new InkSample(i * 5, 60 + 40 * Math.Sin(i / 4.0), 0.5, i * 8))]),
        new([new InkSample(100, 10, 0.9, 400), new InkSample(104, 30, 0.9, 420)]),
    ];

    public static async Task<SigningSitting> BeginAsync(SignalingHost host)
    {
        var desk = await host.ReadyDeskAsync();
        var (applicant, session) = await Sittings.BeginAsync(host, desk);
        foreach (var (field, text) in FormTests.Complete) Assert.Null((await applicant.SetField(new SetFieldRequest(session, field, text, 0))).Refusal);
        Assert.Null((await applicant.SubmitForm(new SubmitFormRequest(session, Submitted: true))).Refusal);
        var clerk = await host.Store.ReadAsync((db, ct) => db.Sessions.Select(row => row.Clerk).SingleAsync(ct), default);
        await host.Services.GetRequiredService<SecondFactors>().EnrolAsync(clerk, Secret, default);
        return new SigningSitting(host, applicant, desk, session);
    }

    /// <summary>Identity, consent, and the form read to its end.</summary>
    public async Task<PaperView> ReadAsync()
    {
        Assert.Null((await Desk.ConfirmIdentity(new(Session, IdentityMethod.CardOnCamera))).Refusal);
        Assert.Null((await Applicant.AnswerSigning(new(Session, true))).Refusal);
        var paper = (await Desk.RequestSign(new(Session, []))).Value!.Papers.Single();
        Assert.Null((await Applicant.ReportRead(new(Session, paper.DocumentId, paper.Sha256))).Refusal);
        return paper;
    }

    public async Task<PaperView> SignAsync()
    {
        var paper = await ReadAsync();
        var signed = await Applicant.SignDocument(new(Session, paper.DocumentId, paper.Sha256, Handwriting));
        Assert.Null(signed.Refusal);
        return signed.Value!.Papers.Single(one => one.State == PaperState.SignedByHand);
    }

    public Task<Reply<SigningView>> StampAsync(PaperView paper) => Desk.StampDocuments(new(Session, ApprovalSeal, [Spot(paper)], true, Code(Host)));

    public static StampPaper Spot(PaperView paper) => new(paper.DocumentId, paper.Sha256, paper.SignaturePage, paper.SignatureX + 215, paper.SignatureY);

    public static string Code(SignalingHost host) => TimeCode.At(Secret, TimeCode.StepAt(host.Clock.GetUtcNow()));

    public void Deconstruct(out ApplicantClient applicant, out DeskClient desk, out string session) => (applicant, desk, session) = (Applicant, Desk, Session);
}
