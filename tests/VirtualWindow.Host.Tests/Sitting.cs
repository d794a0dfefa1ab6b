using System.Net;
using System.Net.Http.Json;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Applicant;
using VirtualWindow.Contracts.Cases;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Contracts.Staff;
using VirtualWindow.Testing.HubClients;

namespace VirtualWindow.Host.Tests;

/// <summary>A whole sitting with the running program, without sound and picture.</summary>
internal static class Sitting
{
    // One at a time: the pairing would else give one test's applicant to another one's clerk.
    private static readonly SemaphoreSlim Hall = new(1, 1);

    /// <summary>Somebody takes a ticket, the clerk accepts, both meet, the clerk ends; the case is filed when this returns.</summary>
    public static async Task<CaseView> HoldAsync(RunningHost host, string clerk, string item, SessionOutcome outcome, string notes = "材料齐全") =>
        (await HoldAsync(host, clerk, item, outcome, notes, null)).Case;

    /// <summary>The same with the query password from the receipt.</summary>
    public static async Task<(CaseView Case, string Password)> HoldAsync(RunningHost host, string clerk, string item, SessionOutcome outcome, string notes, string? phone)
    {
        await Hall.WaitAsync();
        try
        {
            return await HoldAloneAsync(host, clerk, item, outcome, notes, phone);
        }
        finally
        {
            Hall.Release();
        }
    }

    private static async Task<(CaseView Case, string Password)> HoldAloneAsync(RunningHost host, string clerk, string item, SessionOutcome outcome, string notes, string? phone)
    {
        await using var desk = await DeskClient.ConnectAsync(host.Process.Address, await CookiesOfAsync(host, clerk));
        await desk.Snapshot();
        await desk.ReadyAsync();
        await using var applicant = await ApplicantClient.ConnectAsync(host.Process.Address);
        var taken = (await applicant.TakeTicket(new(item, "411525", null, "张三", phone, "zh-CN", PriorityNeed.None, false))).Value!;
        (await applicant.JoinAsync(taken.JoinToken)).EnsureSuccessStatusCode();
        await desk.AcceptOffer(new((await desk.OfferAsync()).OfferId));
        var session = (await desk.InSessionAsync()).SessionId;
        await applicant.UntilAsync(ApplicantStage.Called);
        await applicant.JoinSession(new(session));
        await applicant.UntilAsync(ApplicantStage.InCall);
        if (outcome == SessionOutcome.SupplementNeeded) await desk.RejectFirstAsync(notes);
        Assert.Null((await desk.EndSession(new(session, outcome, notes))).Refusal);
        var receipt = (await applicant.States.UntilAsync(state => state.Receipt is { Filed: true }, "the filed case")).Receipt!;
        await desk.FinishWrapUp();
        await desk.SetPresence(new(Presence.Offline, null));
        return ((await desk.RecentCases()).Value!.Cases.Single(one => one.CaseNumber == receipt.CaseNumber), receipt.QueryPassword!);
    }

    private static async Task<CookieContainer> CookiesOfAsync(RunningHost host, string userName)
    {
        var cookies = new CookieContainer();
        using var http = new HttpClient(new HttpClientHandler { CookieContainer = cookies }) { BaseAddress = host.Process.Address };
        (await http.PostAsJsonAsync("/api/staff/sign-in", new SignInRequest(userName, RunningHost.Password))).EnsureSuccessStatusCode();
        return cookies;
    }
}
