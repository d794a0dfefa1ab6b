using System.Net;
using System.Net.Http.Json;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Applicant;
using VirtualWindow.Contracts.Staff;
using VirtualWindow.Testing.HubClients;

namespace VirtualWindow.Signaling.Tests;

public sealed class IdentityTests
{
    [Fact]
    public async Task A_join_token_works_once()
    {
        await using var host = await SignalingHost.StartAsync();
        var applicant = await host.ApplicantAsync();
        var token = (await applicant.TakeTicket(Requests.Gushi())).Value!.JoinToken;

        var first = await applicant.JoinAsync(token);
        var second = await applicant.JoinAsync(token);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        var cookie = first.Headers.GetValues("Set-Cookie").Single();
        Assert.StartsWith("vw-applicant=", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.Gone, second.StatusCode);
        Assert.Equal(RefusalCodes.TokenSpent, (await second.Content.ReadFromJsonAsync<Refusal>(WindowConnection.Json))!.Code);
    }

    [Fact]
    public async Task A_kiosk_that_forgets_its_visitor_shows_the_next_one_nothing()
    {
        await using var host = await SignalingHost.StartAsync();
        var visitor = await host.WaitingAsync();
        var copied = new CookieContainer();
        copied.Add(host.Address, visitor.Cookies.GetCookies(host.Address));

        var forgotten = await visitor.ForgetAsync();

        Assert.Equal(HttpStatusCode.OK, forgotten.StatusCode);
        Assert.Empty(visitor.Cookies.GetCookies(host.Address));
        var next = await host.ApplicantAsync(copied);
        Assert.Equal(ApplicantStage.NoTicket, (await next.Snapshot()).Value!.Stage);
        Assert.Equal(HttpStatusCode.OK, (await next.ForgetAsync()).StatusCode);
    }

    [Fact]
    public async Task A_join_token_expires()
    {
        await using var host = await SignalingHost.StartAsync();
        var applicant = await host.ApplicantAsync();
        var token = (await applicant.TakeTicket(Requests.Gushi())).Value!.JoinToken;

        host.Clock.Advance(TimeSpan.FromMinutes(11));

        Assert.Equal(HttpStatusCode.Gone, (await applicant.JoinAsync(token)).StatusCode);
    }

    [Fact]
    public async Task Of_two_who_spend_one_token_at_once_one_wins()
    {
        await using var host = await SignalingHost.StartAsync();
        var applicant = await host.ApplicantAsync();
        var token = (await applicant.TakeTicket(Requests.Gushi())).Value!.JoinToken;

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => applicant.JoinAsync(token)));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/hubs/desk", StaffRoles.Supervisor)]
    [InlineData("/hubs/wall", StaffRoles.Clerk)]
    public async Task Staff_hubs_say_why_they_stay_closed(string hub, string wrongRole)
    {
        await using var host = await SignalingHost.StartAsync();
        using var stranger = new HttpClient { BaseAddress = host.Address };
        using var handler = new HttpClientHandler { CookieContainer = await host.SignInAsync("other", wrongRole, "gushi") };
        using var other = new HttpClient(handler) { BaseAddress = host.Address };

        Assert.Equal(RefusalCodes.SignInRequired, (await RefusalOfAsync(stranger, hub)).Code);
        Assert.Equal(RefusalCodes.NotAllowed, (await RefusalOfAsync(other, hub)).Code);
    }

    [Fact]
    public async Task Whoever_asks_too_often_is_slowed_down_and_served_again_later()
    {
        await using var host = await SignalingHost.StartAsync(new() { ["Signaling:RequestBurst"] = "5", ["Signaling:RequestsPerSecond"] = "0.001" });
        var applicant = await host.ApplicantAsync();
        for (var i = 0; i < 5; i++) Assert.Null((await applicant.Snapshot()).Refusal);

        Assert.Equal(RefusalCodes.TooOften, (await applicant.Snapshot()).Refusal!.Code);
        host.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Null((await applicant.Snapshot()).Refusal);
    }

    [Fact]
    public async Task One_address_cannot_take_all_tickets()
    {
        await using var host = await SignalingHost.StartAsync(new() { ["Signaling:TicketBurstPerAddress"] = "2" });
        await host.WaitingAsync();
        await host.WaitingAsync();
        var third = await host.ApplicantAsync();

        Assert.Equal(RefusalCodes.TooOften, (await third.TakeTicket(Requests.Gushi())).Refusal!.Code);
    }

    private static async Task<Refusal> RefusalOfAsync(HttpClient http, string hub) =>
        (await (await http.GetAsync(hub)).Content.ReadFromJsonAsync<Refusal>(WindowConnection.Json))!;
}
