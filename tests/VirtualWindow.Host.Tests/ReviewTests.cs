using System.Net;
using System.Net.Http.Json;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Cases;
using VirtualWindow.Contracts.Departments;
using VirtualWindow.Contracts.Reviews;
using VirtualWindow.Testing.HubClients;
using static VirtualWindow.Host.Tests.RunningHost;

namespace VirtualWindow.Host.Tests;

/// <summary>A case that is over is rated once by number and password; a bad review goes to the desk and is handled there.</summary>
public sealed class ReviewTests(RunningHost host)
{
    [Fact]
    public async Task A_bad_review_of_a_finished_case_is_called_back_confirmed_appealed_and_found_mistaken_by_somebody_else()
    {
        var (filed, password) = await Sitting.HoldAsync(host, "gushi02", "GA-05", SessionOutcome.Refused, "不属于本机关职权", "13812345678");
        using var applicant = host.CreateClient();
        Assert.True((await LookUpAsync(applicant, filed, password)).MayRate);
        Assert.Equal(HttpStatusCode.NotFound, (await RateAsync(applicant, filed, "AAAAAAAA", 1)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await RateAsync(applicant, filed, password, 0)).StatusCode);
        (await RateAsync(applicant, filed, password, 1)).EnsureSuccessStatusCode();
        Assert.Equal(RefusalCodes.AlreadyRated, (await RefusalOf(await RateAsync(applicant, filed, password, 5))).Code);
        Assert.False((await LookUpAsync(applicant, filed, password)).MayRate);

        using var lead = await host.SignedInAsync("lead01");
        var review = await FindAsync(lead, filed);
        Assert.Equal((ReviewStage.Open, 1, "13812345678"), (review.Stage, review.Level, review.Phone));
        Assert.Equal([ReviewAct.CallBack], review.Acts);
        Assert.Equal(HttpStatusCode.BadRequest, (await ActAsync(lead, review, ReviewAct.CallBack, " ")).StatusCode);
        (await ActAsync(lead, review, ReviewAct.CallBack, "已致歉，申请人说等候过久")).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.Conflict, (await ActAsync(lead, review, ReviewAct.Confirm, "属实")).StatusCode);
        (await ActAsync(lead, await FindAsync(lead, filed), ReviewAct.Confirm, "属实")).EnsureSuccessStatusCode();

        using var clerk = await host.SignedInAsync("gushi02");
        var own = await FindAsync(clerk, filed);
        Assert.Null(own.Phone);
        Assert.Equal([ReviewAct.Appeal], own.Acts);
        (await ActAsync(clerk, own, ReviewAct.Appeal, "系统故障所致")).EnsureSuccessStatusCode();

        Assert.Equal(HttpStatusCode.Forbidden, (await ActAsync(lead, await FindAsync(lead, filed), ReviewAct.Exclude, "误评")).StatusCode);
        using var admin = await host.SignedInAsync("admin");
        var last = await ActAsync(admin, await FindAsync(admin, filed), ReviewAct.Exclude, "查明系统停机，认定误评");
        last.EnsureSuccessStatusCode();
        Assert.DoesNotContain((await last.Content.ReadFromJsonAsync<ReviewList>(WindowConnection.Json))!.Reviews, one => one.ReviewId == review.ReviewId);
    }

    [Fact]
    public async Task A_case_that_is_not_over_is_not_rated_yet_and_others_clerks_see_nothing()
    {
        var (filed, password) = await Sitting.HoldAsync(host, "gushi02", "GA-05", SessionOutcome.Accepted, "", null);
        using var applicant = host.CreateClient();
        Assert.False((await LookUpAsync(applicant, filed, password)).MayRate);
        Assert.Equal(HttpStatusCode.Conflict, (await RateAsync(applicant, filed, password, 1)).StatusCode);
        using var reviewer = await host.SignedInAsync("review01");
        Assert.Equal(HttpStatusCode.Forbidden, (await reviewer.GetAsync(Path("/api/reviews"))).StatusCode);
        using var other = await host.SignedInAsync("suzhou01");
        Assert.Empty((await other.GetFromJsonAsync<ReviewList>(Path("/api/reviews"), WindowConnection.Json))!.Reviews);
    }

    private static async Task<ReviewView> FindAsync(HttpClient who, CaseView filed) =>
        (await who.GetFromJsonAsync<ReviewList>(Path("/api/reviews"), WindowConnection.Json))!.Reviews.Single(one => one.CaseNumber == filed.CaseNumber);

    private static Task<HttpResponseMessage> ActAsync(HttpClient who, ReviewView seen, ReviewAct act, string text) =>
        who.PostAsJsonAsync(Path($"/api/reviews/{seen.ReviewId}"), new ReviewActRequest(act, seen.Version, text), WindowConnection.Json);

    private static Task<HttpResponseMessage> RateAsync(HttpClient who, CaseView filed, string password, int level) =>
        who.PostAsJsonAsync(Path("/api/cases/rate"), new CaseRatingRequest(filed.CaseNumber!, password, level, "等太久"), WindowConnection.Json);

    private static async Task<CaseView> LookUpAsync(HttpClient who, CaseView filed, string password) =>
        (await (await who.PostAsJsonAsync(Path("/api/cases/lookup"), new CaseLookupRequest(filed.CaseNumber!, password), WindowConnection.Json))
            .Content.ReadFromJsonAsync<CaseView>(WindowConnection.Json))!;
}
