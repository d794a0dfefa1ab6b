using System.Net;
using System.Net.Http.Json;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Departments;
using VirtualWindow.Testing;
using VirtualWindow.Testing.HubClients;
using static VirtualWindow.Host.Tests.RunningHost;

namespace VirtualWindow.Host.Tests;

/// <summary>From a sitting to an archived case with the running program: windows accept, departments decide, the head gives more time.</summary>
public sealed class DepartmentTests(RunningHost host)
{
    [Fact]
    public async Task A_case_is_reviewed_decided_delivered_and_archived_and_the_record_says_by_whom()
    {
        var filed = await Sitting.HoldAsync(host, "gushi02", "GA-05", SessionOutcome.Accepted);
        using var reviewer = await host.SignedInAsync("review01");
        var row = (await ListAsync(reviewer)).Cases.Single(one => one.CaseId == filed.CaseId);
        Assert.Equal((ProcedureStage.Accepted, ClockName.Decision, WarningLevel.None), (row.Stage, row.Clock!.Name, row.Clock.Warning));

        var details = await ActAsync(reviewer, await FindAsync(reviewer, filed.CaseId), ProcedureAct.Review);
        Assert.True(details.Case.Yours);
        details = await ActAsync(reviewer, details, ProcedureAct.Decide, "符合条件，准予迁移", "granted");
        details = await ActAsync(reviewer, details, ProcedureAct.Deliver, "当面领取");
        details = await ActAsync(reviewer, details, ProcedureAct.Archive);

        Assert.Equal((ProcedureStage.Archived, "granted"), (details.Case.Stage, details.Decision!.Code));
        Assert.Empty(details.Acts);
        Assert.Equal(
            [ProcedureAct.Receive, ProcedureAct.Accept, ProcedureAct.Review, ProcedureAct.Decide, ProcedureAct.Deliver, ProcedureAct.Archive],
            details.Record.Select(line => line.Act));
        Assert.Equal(["王建国 GS02", "赵志强 GS51"], details.Record.Select(line => line.By).Distinct());
        Assert.DoesNotContain((await ListAsync(reviewer)).Cases, one => one.CaseId == filed.CaseId);
    }

    [Fact]
    public async Task Who_accepted_may_not_review_and_is_told_so()
    {
        var filed = await Sitting.HoldAsync(host, "gushi02", "GA-05", SessionOutcome.SupplementNeeded, "缺户口簿");
        using var first = await host.SignedInAsync("review01");
        var details = await ActAsync(first, await FindAsync(first, filed.CaseId), ProcedureAct.Supplement);
        details = await ActAsync(first, details, ProcedureAct.Accept);

        Assert.True(details.AcceptedByYou);
        Assert.DoesNotContain(ProcedureAct.Review, details.Acts);
        var refused = await PostAsync(first, filed.CaseId, Request(details, ProcedureAct.Review));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("审受分离", (await RefusalOf(refused)).Message, StringComparison.Ordinal);

        using var second = await host.SignedInAsync("review02");
        Assert.Equal(ProcedureStage.UnderReview, (await ActAsync(second, details, ProcedureAct.Review)).Case.Stage);
    }

    [Fact]
    public async Task Of_two_who_saw_the_same_state_the_second_is_told_that_it_has_changed()
    {
        var filed = await Sitting.HoldAsync(host, "gushi02", "GA-05", SessionOutcome.Accepted);
        using var first = await host.SignedInAsync("review01");
        using var second = await host.SignedInAsync("review02");
        var seen = await FindAsync(second, filed.CaseId);
        await ActAsync(first, await FindAsync(first, filed.CaseId), ProcedureAct.Review);

        var late = await PostAsync(second, filed.CaseId, Request(seen, ProcedureAct.Review));

        Assert.Equal((HttpStatusCode.Conflict, RefusalCodes.Stale), (late.StatusCode, (await RefusalOf(late)).Code));
    }

    [Fact]
    public async Task More_time_is_given_by_the_head_alone_and_a_clerk_decides_nothing()
    {
        var filed = await Sitting.HoldAsync(host, "gushi02", "GA-05", SessionOutcome.Accepted);
        using var reviewer = await host.SignedInAsync("review01");
        var details = await ActAsync(reviewer, await FindAsync(reviewer, filed.CaseId), ProcedureAct.Review);
        var extend = Request(details, ProcedureAct.Extend) with { Text = "情况复杂", Days = 10 };
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(reviewer, filed.CaseId, extend)).StatusCode);

        using var head = await host.SignedInAsync("lead01");
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(head, filed.CaseId, extend with { Days = 16 })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(head, filed.CaseId, extend with { Text = " " })).StatusCode);
        var longer = await ActAsync(head, details, extend);
        Assert.Equal((10, details.Case.Clock!.Days + 10), (longer.ExtensionDays, longer.Case.Clock!.Days));

        using var clerk = await host.SignedInAsync("gushi01");
        var seen = await FindAsync(clerk, filed.CaseId);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(clerk, filed.CaseId, Request(seen, ProcedureAct.Decide) with { Code = "granted", Text = "准予" })).StatusCode);
    }

    [Fact]
    public async Task Another_site_does_not_see_the_case_and_an_admin_has_no_business_here()
    {
        var filed = await Sitting.HoldAsync(host, "gushi02", "GA-05", SessionOutcome.Accepted);
        using var elsewhere = await host.SignedInAsync("review03");
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.GetAsync(Path($"/api/department/cases/{filed.CaseId}"))).StatusCode);
        using var admin = await host.SignedInAsync("admin");
        Assert.Equal(HttpStatusCode.Forbidden, (await admin.GetAsync(Path("/api/department/cases"))).StatusCode);
        using var nobody = host.CreateClient();
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync(Path("/api/department/cases"))).StatusCode);
    }

    [Fact]
    public async Task What_was_collected_in_Suzhou_is_taken_over_and_accepted_in_Gushi()
    {
        var filed = await Sitting.HoldAsync(host, "suzhou02", "GA-01", SessionOutcome.Accepted);
        using var gushi = await host.SignedInAsync("review01");
        var details = await FindAsync(gushi, filed.CaseId);
        Assert.Equal((ProcedureStage.Collected, "异地代收代办"), (details.Case.Stage, details.CrossProvinceMode));
        Assert.NotEqual(details.AuthorityName, details.HolderName);
        Assert.Equal([ProcedureAct.TakeOver], details.Acts);

        details = await ActAsync(gushi, details, ProcedureAct.TakeOver);
        Assert.Equal(details.AuthorityName, details.HolderName);
        Assert.Equal(ProcedureStage.Accepted, (await ActAsync(gushi, details, ProcedureAct.Accept)).Case.Stage);
    }

    [Fact]
    public async Task A_linked_case_is_numbered_and_filed_by_itself_and_both_know_of_each_other()
    {
        var filed = await Sitting.HoldAsync(host, "gushi02", "GA-05", SessionOutcome.Accepted);
        using var reviewer = await host.SignedInAsync("review01");
        (await reviewer.PostAsJsonAsync(Path($"/api/department/cases/{filed.CaseId}/links"), new LinkCaseRequest("RS-01"))).EnsureSuccessStatusCode();
        await Eventually.HoldsAsync(
            async () => (await FindAsync(reviewer, filed.CaseId)).Linked is [{ Stage: not null }], TestContext.Current.CancellationToken);
        var linked = Assert.Single((await FindAsync(reviewer, filed.CaseId)).Linked);
        Assert.NotEqual(filed.CaseNumber, linked.CaseNumber);
        Assert.Equal(filed.CaseNumber, Assert.Single((await FindAsync(reviewer, linked.CaseId)).Linked).CaseNumber);
        var again = await reviewer.PostAsJsonAsync(Path($"/api/department/cases/{filed.CaseId}/links"), new LinkCaseRequest("RS-01"));
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
    }

    private static async Task<ProcedureList> ListAsync(HttpClient who) =>
        (await who.GetFromJsonAsync<ProcedureList>(Path("/api/department/cases"), WindowConnection.Json))!;

    private static async Task<ProcedureDetails> FindAsync(HttpClient who, string caseId) =>
        (await who.GetFromJsonAsync<ProcedureDetails>(Path($"/api/department/cases/{caseId}"), WindowConnection.Json))!;

    private static Task<ProcedureDetails> ActAsync(HttpClient who, ProcedureDetails seen, ProcedureAct act, string? text = null, string? code = null) =>
        ActAsync(who, seen, Request(seen, act) with { Text = text, Code = code });

    private static async Task<ProcedureDetails> ActAsync(HttpClient who, ProcedureDetails seen, ProcedureActRequest request)
    {
        var answer = await PostAsync(who, seen.Case.CaseId, request);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<ProcedureDetails>(WindowConnection.Json))!;
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient who, string caseId, ProcedureActRequest request) =>
        who.PostAsJsonAsync(Path($"/api/department/cases/{caseId}"), request, WindowConnection.Json);

    private static ProcedureActRequest Request(ProcedureDetails seen, ProcedureAct act) => new(act, seen.Version, null, null, null, null);
}
