using System.Net;
using System.Net.Http.Json;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Pipeline;
using VirtualWindow.Testing;
using VirtualWindow.Testing.HubClients;
using static VirtualWindow.Host.Tests.RunningHost;

namespace VirtualWindow.Host.Tests;

/// <summary>An admin looks at the follow-up and takes it in hand.</summary>
public sealed class PipelineTests(RunningHost host)
{
    [Fact]
    public async Task An_admin_sees_every_step_of_a_run_and_replays_it_without_changing_the_case()
    {
        var filed = await Sitting.HoldAsync(host, "gushi02", "GA-05", SessionOutcome.Accepted);
        using var admin = await host.SignedInAsync("admin");
        var run = (await admin.GetFromJsonAsync<RunList>(Path("/api/admin/pipeline?filter=all"), WindowConnection.Json))!.Runs.Single(one => one.Subject == filed.CaseNumber);
        Assert.Equal(("file-case", RunState.Done), (run.Kind, run.State));
        var details = await FindAsync(admin, run.RunId);
        Assert.Equal(("close-evidence", "done"), (details.Steps[0].Name, details.Steps[0].State));
        Assert.Equal(("skipped", "no-recording"), details.Steps.Where(step => step.Name == "request-film").Select(step => (step.State, step.Note)).Single());

        (await PostAsync(admin, run.RunId, "replay", new RunStepRequest("assign-number", "核对编号"))).EnsureSuccessStatusCode();
        await Eventually.HoldsAsync(async () => (await FindAsync(admin, run.RunId)).Run is { State: RunState.Done }, TestContext.Current.CancellationToken);

        var after = await FindAsync(admin, run.RunId);
        Assert.Equal(filed.CaseNumber, after.Run.Subject);
        Assert.Equal((1, 2), (after.Steps[0].Attempts, after.Steps[1].Attempts));
        Assert.Equal(("replay", "assign-number", "核对编号", "系统管理员 GS99"), after.Acts.Select(act => (act.Act, act.Step, act.Reason, act.By)).Single());
    }

    [Fact]
    public async Task What_a_case_cannot_be_without_is_not_skipped_and_a_reason_is_asked_for()
    {
        var filed = await Sitting.HoldAsync(host, "gushi02", "GA-05", SessionOutcome.Consulted);
        using var admin = await host.SignedInAsync("admin");
        var run = (await admin.GetFromJsonAsync<RunList>(Path("/api/admin/pipeline?filter=all"), WindowConnection.Json))!.Runs.Single(one => one.Subject == filed.CaseNumber);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(admin, run.RunId, "skip", new RunStepRequest("file-case", " "))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await PostAsync(admin, run.RunId, "skip", new RunStepRequest("file-case", "不要"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(admin, run.RunId, "replay", new RunStepRequest("no-such-step", null))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(admin, "0", "retry", null)).StatusCode);
    }

    [Fact]
    public async Task Only_an_admin_gets_in()
    {
        using var lead = await host.SignedInAsync("lead01");
        Assert.Equal(HttpStatusCode.Forbidden, (await lead.GetAsync(Path("/api/admin/pipeline"))).StatusCode);
        using var nobody = host.CreateClient();
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync(Path("/api/admin/pipeline"))).StatusCode);
    }

    private static async Task<RunDetails> FindAsync(HttpClient admin, string runId) =>
        (await admin.GetFromJsonAsync<RunDetails>(Path($"/api/admin/pipeline/{runId}"), WindowConnection.Json))!;

    private static Task<HttpResponseMessage> PostAsync(HttpClient admin, string runId, string act, RunStepRequest? body) =>
        admin.PostAsJsonAsync(Path($"/api/admin/pipeline/{runId}/{act}"), body, WindowConnection.Json);
}
