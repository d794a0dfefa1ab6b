using System.Net.Http.Json;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Applicant;
using VirtualWindow.Contracts.Cases;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Testing;
using VirtualWindow.Testing.HubClients;
using VirtualWindow.Testing.Processes;

namespace VirtualWindow.Scenarios;

/// <summary>The whole house with its records and jobs on PostgreSQL: from the ticket to the filed case, looked up by number and password.</summary>
public sealed class HouseOnPostgresTests
{
    private const string Password = "house-on-postgres";

    [Fact]
    public async Task A_ticket_becomes_a_session_becomes_a_case_that_number_and_password_open()
    {
        var database = await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync();
        await using var host = await HostProcess.StartAsync(OnPostgres.Launch(new HostLaunch { StaffPassword = Password }, database), TestContext.Current.CancellationToken);
        await using var desk = await DeskClient.ConnectAsync(host.Address, await StaffCookies.OfAsync(host, "gushi01", Password));
        await using var applicant = await ApplicantClient.ConnectAsync(host.Address);
        Assert.Null((await desk.ReadyAsync()).Refusal);

        var taken = (await applicant.TakeTicket(new("GA-01", "411525", "suzhou", "张三", null, "zh-CN", PriorityNeed.None, true))).Value!;
        (await applicant.JoinAsync(taken.JoinToken)).EnsureSuccessStatusCode();
        var offer = await desk.OfferAsync();
        Assert.Null((await desk.AcceptOffer(new(offer.OfferId))).Refusal);
        var call = (await applicant.UntilAsync(ApplicantStage.Called)).Call!;
        Assert.Null((await applicant.JoinSession(new(call.SessionId))).Refusal);
        await desk.States.UntilAsync(state => state.Session?.ApplicantJoined == true, "the applicant");
        Assert.Null((await desk.EndSession(new(call.SessionId, SessionOutcome.Accepted, "材料齐全"))).Refusal);

        var receipt = (await applicant.States.UntilAsync(state => state.Receipt is { Filed: true }, "the filed case", TimeSpan.FromSeconds(60))).Receipt!;
        using var client = host.CreateClient();
        using var found = await client.PostAsJsonAsync("/api/cases/lookup", new CaseLookupRequest(receipt.CaseNumber!, receipt.QueryPassword!), WindowConnection.Json);
        using var wrong = await client.PostAsJsonAsync("/api/cases/lookup", new CaseLookupRequest(receipt.CaseNumber!, "AAAAAAAA"), WindowConnection.Json);
        var seen = (await found.Content.ReadFromJsonAsync<CaseView>(WindowConnection.Json))!;

        Assert.Equal(receipt.CaseNumber, seen.CaseNumber);
        Assert.Equal(SessionOutcome.Accepted, seen.Outcome);
        Assert.Equal(404, (int)wrong.StatusCode);
    }
}
