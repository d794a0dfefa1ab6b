using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Applicant;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Testing.HubClients;

namespace VirtualWindow.Signaling.Tests;

/// <summary>材料预审 over real connections: findings reach both sides, and a notice is complete or there is none.</summary>
public sealed class MaterialBoardTests
{
    [Fact]
    public async Task A_finding_reaches_clerk_and_applicant()
    {
        await using var host = await SignalingHost.StartAsync();
        var desk = await host.ReadyDeskAsync();
        var (applicant, session) = await Sittings.BeginAsync(host, desk);
        Assert.All(desk.States.Latest!.Session!.Materials, row => Assert.Equal(MaterialVerdict.Unchecked, row.Verdict));

        Assert.Null((await desk.JudgeMaterial(new(session, 1, MaterialVerdict.Rejected, "照片不清", 0))).Refusal);

        var row = (await desk.States.UntilAsync(state => state.Session!.Materials[0].Verdict == MaterialVerdict.Rejected, "the finding")).Session!.Materials[0];
        Assert.Equal((1, "照片不清", 1), (row.Serial, row.Reason, row.Revision));
        await applicant.States.UntilAsync(state => state.Call!.Materials[0] is { Verdict: MaterialVerdict.Rejected, Reason: "照片不清" }, "the finding at the applicant");
    }

    [Fact]
    public async Task What_cannot_be_found_is_refused()
    {
        await using var host = await SignalingHost.StartAsync();
        var desk = await host.ReadyDeskAsync();
        var (_, session) = await Sittings.BeginAsync(host, desk);
        Assert.Equal(RefusalCodes.ReasonMissing, await JudgeAsync(1, MaterialVerdict.Rejected, " ", 0));
        Assert.Equal(RefusalCodes.TooLarge, await JudgeAsync(1, MaterialVerdict.Rejected, new string('长', 501), 0));
        Assert.Equal(RefusalCodes.NotFound, await JudgeAsync(99, MaterialVerdict.Accepted, null, 0));
        Assert.Equal(RefusalCodes.BadInput, await JudgeAsync(0, MaterialVerdict.Accepted, null, 0));
        Assert.Null(await JudgeAsync(1, MaterialVerdict.Accepted, null, 0));
        Assert.Equal(RefusalCodes.Stale, await JudgeAsync(1, MaterialVerdict.Rejected, "旧页面", 0));

        async Task<string?> JudgeAsync(int serial, MaterialVerdict verdict, string? reason, int revision) =>
            (await desk.JudgeMaterial(new(session, serial, verdict, reason, revision))).Refusal?.Code;
    }

    [Fact]
    public async Task A_supplement_is_told_once_and_complete()
    {
        await using var host = await SignalingHost.StartAsync();
        var desk = await host.ReadyDeskAsync();
        var (applicant, session) = await Sittings.BeginAsync(host, desk);
        Assert.Equal(RefusalCodes.MaterialsUnchecked, await EndAsync(SessionOutcome.SupplementNeeded));

        var materials = desk.States.Latest!.Session!.Materials;
        foreach (var row in materials) Assert.Null((await desk.JudgeMaterial(new(session, row.Serial, MaterialVerdict.Accepted, null, 0))).Refusal);
        Assert.Equal(RefusalCodes.NothingMissing, await EndAsync(SessionOutcome.SupplementNeeded));
        await desk.JudgeMaterial(new(session, 2, MaterialVerdict.Rejected, "已过有效期", 1));
        Assert.Equal(RefusalCodes.MaterialsRejected, await EndAsync(SessionOutcome.Accepted));
        Assert.Null(await EndAsync(SessionOutcome.SupplementNeeded));

        var told = (await applicant.UntilAsync(ApplicantStage.Finished)).Receipt!.Supplement!;
        Assert.Equal([new SupplementItemView(materials[1].Name, "已过有效期")], told.Items);
        Assert.Equal("测试gushi01", told.ClerkName);
        Assert.Equal(told.Items, (await desk.RecentCases()).Value!.Cases.Single().Supplement!.Items);

        async Task<string?> EndAsync(SessionOutcome outcome) => (await desk.EndSession(new(session, outcome, null))).Refusal?.Code;
    }

    [Fact]
    public async Task Other_outcomes_tell_no_supplement()
    {
        await using var host = await SignalingHost.StartAsync();
        var desk = await host.ReadyDeskAsync();
        var (applicant, session) = await Sittings.BeginAsync(host, desk);
        await desk.RejectFirstAsync("照片不清");
        Assert.Null((await desk.EndSession(new(session, SessionOutcome.Refused, "不属于本机关职权"))).Refusal);
        Assert.Null((await applicant.UntilAsync(ApplicantStage.Finished)).Receipt!.Supplement);
        Assert.Equal(0, await host.Store.ReadAsync((db, ct) => db.SupplementNotices.CountAsync(ct), CancellationToken.None));
    }

    [Fact]
    public async Task Canned_answers_come_with_their_keys_first()
    {
        await using var host = await SignalingHost.StartAsync();
        var desk = await host.DeskAsync();
        var answers = (await desk.CannedAnswers()).Value!.Answers;
        Assert.Equal(Enumerable.Range(1, 9), answers.Take(9).Select(answer => answer.Key!.Value));
        Assert.All(answers, answer => Assert.NotEmpty(answer.Text));
    }
}
