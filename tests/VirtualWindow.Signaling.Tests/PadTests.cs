using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Applicant;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Contracts.Signing;
using VirtualWindow.Documents.Verifying;
using VirtualWindow.Domain;
using VirtualWindow.Seals;
using VirtualWindow.Storage.Documents;
using VirtualWindow.Testing.HubClients;
using static VirtualWindow.Signaling.Tests.SigningSitting;

namespace VirtualWindow.Signaling.Tests;

/// <summary>A phone signs for the applicant by a one-time token: these bytes, this session, once, while the picture counts.</summary>
public sealed class PadTests
{
    [Fact]
    public async Task A_phone_signs_what_was_read_and_its_token_is_spent()
    {
        await using var host = await SignalingHost.StartAsync(WithSeals);
        var sitting = await BeginAsync(host);
        var paper = await sitting.ReadAsync();
        var token = await OpenAsync(sitting, paper);
        var seen = await LookAsync(host, token);
        Assert.Equal((paper.Name, paper.Sha256), (seen.Value!.Document, seen.Value.Sha256));

        Assert.Null(await SignAsync(host, token));

        var signed = (await sitting.Applicant.OpenSigning(new(sitting.Session))).Value!.Papers.Single();
        Assert.Equal(PaperState.SignedByHand, signed.State);
        var pdf = await host.Services.GetRequiredService<SessionDocuments>().ReadAsync(DocumentId.Parse(signed.CurrentId), default);
        var report = PdfVerifier.Verify(pdf, await host.Services.GetRequiredService<HallAuthority>().TrustAsync(default), host.Clock.GetUtcNow());
        Assert.True(report.IsValid, report.ToString());
        var kept = await host.Store.ReadAsync((db, ct) => db.KeptHandwritings.SingleAsync(ct), default);
        Assert.Equal(kept.Sha256, report.Signatures.Single().InkSha256);
        AssertSaid("已经用过", await SignAsync(host, token));
        AssertSaid("已经用过", (await LookAsync(host, token)).Refusal);
        Assert.Null((await sitting.StampAsync(signed)).Refusal); // the gate goes on as if the page had signed
    }

    [Fact]
    public async Task A_token_is_given_only_when_the_paper_may_be_signed()
    {
        await using var host = await SignalingHost.StartAsync(WithSeals);
        var (applicant, desk, session) = await BeginAsync(host);
        Assert.Null((await desk.ConfirmIdentity(new(session, IdentityMethod.CardOnCamera))).Refusal);
        var paper = (await desk.RequestSign(new(session, []))).Value!.Papers.Single();
        Assert.Equal(RefusalCodes.ConsentFirst, (await applicant.OpenPad(new(session, paper.DocumentId, paper.Sha256))).Refusal?.Code);
        Assert.Null((await applicant.AnswerSigning(new(session, true))).Refusal);
        Assert.Equal(RefusalCodes.ReadFirst, (await applicant.OpenPad(new(session, paper.DocumentId, paper.Sha256))).Refusal?.Code);
        Assert.Null((await applicant.ReportRead(new(session, paper.DocumentId, paper.Sha256))).Refusal);
        Assert.Equal(RefusalCodes.OtherBytes, (await applicant.OpenPad(new(session, paper.DocumentId, new string('0', 64)))).Refusal?.Code);
        Assert.Equal(RefusalCodes.NotYours, (await (await host.WaitingAsync()).OpenPad(new(session, paper.DocumentId, paper.Sha256))).Refusal?.Code);
    }

    [Fact]
    public async Task An_expired_a_replaced_and_an_unknown_token_are_refused_with_their_sentence()
    {
        await using var host = await SignalingHost.StartAsync(WithSeals);
        var sitting = await BeginAsync(host);
        var paper = await sitting.ReadAsync();
        var replaced = await OpenAsync(sitting, paper);
        var token = await OpenAsync(sitting, paper);
        AssertSaid("已换新", await SignAsync(host, replaced));
        AssertSaid("无效", await SignAsync(host, new string('A', 43)));
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        AssertSaid("已过期", await SignAsync(host, token));
        AssertSaid("已过期", (await LookAsync(host, token)).Refusal);
        Assert.Equal(PaperState.Read, (await sitting.Applicant.OpenSigning(new(sitting.Session))).Value!.Papers.Single().State);
    }

    [Fact]
    public async Task A_token_of_a_session_that_is_over_opens_nothing_in_the_next_one()
    {
        await using var host = await SignalingHost.StartAsync(WithSeals);
        var sitting = await BeginAsync(host);
        var token = await OpenAsync(sitting, await sitting.ReadAsync());
        Assert.Null((await sitting.Desk.EndSession(new EndSessionRequest(sitting.Session, SessionOutcome.Consulted, null))).Refusal);
        AssertSaid("已经结束", await SignAsync(host, token));
        Assert.Equal(0, await host.Store.ReadAsync((db, ct) => db.KeptHandwritings.CountAsync(ct), default));
    }

    [Fact]
    public async Task A_form_changed_since_and_a_paper_taken_back_cannot_be_signed_by_phone()
    {
        await using var host = await SignalingHost.StartAsync(WithSeals);
        var sitting = await BeginAsync(host);
        var paper = await sitting.ReadAsync();
        var token = await OpenAsync(sitting, paper);
        Assert.Null((await sitting.Applicant.SubmitForm(new(sitting.Session, Submitted: false))).Refusal);
        Assert.Equal(RefusalCodes.OtherBytes, (await SignAsync(host, token))?.Code);
        Assert.Null((await sitting.Desk.WithdrawPaper(new(sitting.Session, paper.DocumentId))).Refusal);
        Assert.Equal(RefusalCodes.Stale, (await SignAsync(host, token))?.Code);
    }

    [Fact]
    public async Task Of_two_phones_that_sign_at_once_one_wins()
    {
        await using var host = await SignalingHost.StartAsync(WithSeals);
        var sitting = await BeginAsync(host);
        var token = await OpenAsync(sitting, await sitting.ReadAsync());
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SignAsync(host, token)));
        Assert.Single(answers, answer => answer is null);
        Assert.Equal(1, await host.Store.ReadAsync((db, ct) => db.KeptHandwritings.CountAsync(ct), default));
    }

    [Fact]
    public async Task The_token_lies_nowhere_in_clear_and_a_scribble_costs_it_nothing()
    {
        await using var host = await SignalingHost.StartAsync(WithSeals);
        var sitting = await BeginAsync(host);
        var token = await OpenAsync(sitting, await sitting.ReadAsync());
        Assert.True(Convert.FromBase64String(token.Replace('-', '+').Replace('_', '/') + "=").Length >= 16);
        var row = await host.Store.ReadAsync((db, ct) => db.PadPasses.SingleAsync(ct), default);
        Assert.DoesNotContain(token, string.Join(' ', Convert.ToBase64String(row.Hash), Convert.ToHexString(row.Hash)), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(RefusalCodes.BadInput, (await SignAsync(host, token, [new([new InkSample(1, 1, 0.5, 0)])]))?.Code);
        Assert.Null(await SignAsync(host, token));
    }

    private static async Task<string> OpenAsync(SigningSitting sitting, PaperView paper)
    {
        var opened = await sitting.Applicant.OpenPad(new(sitting.Session, paper.DocumentId, paper.Sha256));
        Assert.Null(opened.Refusal);
        return opened.Value!.Token;
    }

    private static async Task<Reply<PadView>> LookAsync(SignalingHost host, string token)
    {
        using var phone = new HttpClient { BaseAddress = host.Address };
        var answer = await phone.PostAsJsonAsync("/api/pad", new PadRequest(token), WindowConnection.Json);
        return answer.IsSuccessStatusCode
            ? (await answer.Content.ReadFromJsonAsync<PadView>(WindowConnection.Json))!
            : (await answer.Content.ReadFromJsonAsync<Refusal>(WindowConnection.Json))!;
    }

    private static async Task<Refusal?> SignAsync(SignalingHost host, string token, InkStroke[]? strokes = null)
    {
        using var phone = new HttpClient { BaseAddress = host.Address };
        var answer = await phone.PostAsJsonAsync("/api/pad/signature", new SignOnPadRequest(token, strokes ?? Handwriting), WindowConnection.Json);
        return answer.IsSuccessStatusCode ? null : await answer.Content.ReadFromJsonAsync<Refusal>(WindowConnection.Json);
    }

    private static void AssertSaid(string words, Refusal? refusal)
    {
        Assert.Equal(RefusalCodes.TokenSpent, refusal?.Code);
        Assert.Contains(words, refusal!.Message, StringComparison.Ordinal);
        Assert.Equal((int)HttpStatusCode.Gone, Refusals.HttpStatus(refusal.Code));
    }
}
