using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Cases;
using VirtualWindow.Contracts.Orders;
using VirtualWindow.Contracts.Outside;
using VirtualWindow.FollowUp.Outside;
using VirtualWindow.Testing;
using VirtualWindow.Testing.HubClients;
using static VirtualWindow.Host.Tests.RunningHost;

namespace VirtualWindow.Host.Tests;

/// <summary>Outside systems with tokens and webhooks, and orders, through the running program.</summary>
public sealed class OutsideTests(RunningHost host)
{
    [Fact]
    public async Task A_token_reads_filed_cases_page_by_page_and_sees_persons_only_when_it_may()
    {
        for (var i = 0; i < 3; i++) await Sitting.HoldAsync(host, "gushi02", "GA-05", SessionOutcome.Accepted);
        using var blind = await WithTokenAsync(OutsideScopes.Cases);
        var seen = new List<string>();
        string? after = null;
        do
        {
            var answer = await blind.GetAsync(Path($"/api/outside/v1/cases?limit=2{(after is null ? "" : $"&after={after}")}"));
            var page = (await answer.Content.ReadFromJsonAsync<OutsideCasePage>(WindowConnection.Json))!;
            Assert.InRange(page.Cases.Count, 0, 2);
            Assert.All(page.Cases, one => Assert.Null(one.ApplicantName));
            Assert.Equal(page.Next is not null, answer.Headers.TryGetValues("Link", out var link) && link.Single().EndsWith("rel=\"next\"", StringComparison.Ordinal));
            seen.AddRange(page.Cases.Select(one => one.CaseNumber));
            after = page.Next;
        }
        while (after is not null);
        Assert.True(seen.Count >= 3);
        Assert.Equal(seen.Distinct(), seen);

        using var trusted = await WithTokenAsync(OutsideScopes.Cases, OutsideScopes.Personal);
        var found = await trusted.GetFromJsonAsync<OutsideCase>(Path($"/api/outside/v1/cases/{seen[0]}"), WindowConnection.Json);
        Assert.Equal("张三", found!.ApplicantName);
    }

    [Fact]
    public async Task A_case_that_has_not_changed_is_not_sent_again_and_one_that_has_is()
    {
        var filed = await Sitting.HoldAsync(host, "gushi02", "GA-05", SessionOutcome.Accepted);
        using var outside = await WithTokenAsync(OutsideScopes.Cases);
        var first = await outside.GetAsync(Path($"/api/outside/v1/cases/{filed.FullNumber}"));
        var tag = first.Headers.ETag!;
        Assert.Equal(HttpStatusCode.NotModified, (await AskAgainAsync(outside, filed.CaseNumber!, tag)).StatusCode);
        using var reviewer = await host.SignedInAsync("review01");
        var details = await reviewer.GetFromJsonAsync<Contracts.Departments.ProcedureDetails>(Path($"/api/department/cases/{filed.CaseId}"), WindowConnection.Json);
        (await reviewer.PostAsJsonAsync(Path($"/api/department/cases/{filed.CaseId}"),
            new Contracts.Departments.ProcedureActRequest(Contracts.Departments.ProcedureAct.Review, details!.Version, null, null, null, null), WindowConnection.Json)).EnsureSuccessStatusCode();
        var changed = await AskAgainAsync(outside, filed.CaseNumber!, tag);
        Assert.Equal((HttpStatusCode.OK, "underReview"), (changed.StatusCode, (await changed.Content.ReadFromJsonAsync<OutsideCase>(WindowConnection.Json))!.State));
        Assert.NotEqual(tag, changed.Headers.ETag);
    }

    [Fact]
    public async Task Without_the_right_token_nobody_gets_in_and_a_revoked_one_is_out_at_once()
    {
        using var nobody = host.CreateClient();
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync(Path("/api/outside/v1/cases"))).StatusCode);
        using var admin = await host.SignedInAsync("admin");
        Assert.Equal(HttpStatusCode.Unauthorized, (await admin.GetAsync(Path("/api/outside/v1/cases"))).StatusCode);
        using var courier = await WithTokenAsync(OutsideScopes.Tracking);
        Assert.Equal(HttpStatusCode.Forbidden, (await courier.GetAsync(Path("/api/outside/v1/cases"))).StatusCode);

        var made = await MakeTokenAsync(admin, "将被吊销", OutsideScopes.Cases);
        using var outside = WithToken(made.Token);
        Assert.Equal(HttpStatusCode.OK, (await outside.GetAsync(Path("/api/outside/v1/cases"))).StatusCode);
        Assert.DoesNotContain(made.Token, await admin.GetStringAsync(Path("/api/admin/outside/tokens")), StringComparison.Ordinal);
        (await admin.PostAsync(Path($"/api/admin/outside/tokens/{made.View.TokenId}/revoke"), null)).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.Unauthorized, (await outside.GetAsync(Path("/api/outside/v1/cases"))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await (await WithTokenAsync(OutsideScopes.Cases)).GetAsync(Path("/api/outside/v1/cases?after=%21"))).StatusCode);
    }

    [Fact]
    public async Task A_webhook_hears_of_a_filed_case_signed_and_an_admin_sends_it_again()
    {
        var heard = new ConcurrentQueue<(string Id, string Timestamp, string Signature, string Body)>();
        await using var receiver = await ListenAsync(heard);
        using var admin = await host.SignedInAsync("admin");
        var added = await admin.PostAsJsonAsync(Path("/api/admin/outside/webhooks"), new WebhookRequest("部门系统", $"{receiver.Urls.Single()}/hall", ["case.filed"], true), WindowConnection.Json);
        var saved = (await added.Content.ReadFromJsonAsync<WebhookSaved>(WindowConnection.Json))!;
        var filed = await Sitting.HoldAsync(host, "gushi02", "GA-05", SessionOutcome.Accepted);
        bool Ours((string, string, string, string Body) one) => one.Body.Contains(filed.CaseNumber!, StringComparison.Ordinal);
        await Eventually.HoldsAsync(() => Task.FromResult(heard.Any(Ours)), TestContext.Current.CancellationToken);
        var first = heard.First(Ours);
        Assert.True(WebhookSignature.Verify(first.Id, first.Timestamp, first.Signature, first.Body, saved.Secret!, DateTimeOffset.UtcNow));

        DeliveryView? delivery = null;
        await Eventually.HoldsAsync(async () =>
        {
            var list = await admin.GetFromJsonAsync<DeliveryList>(Path("/api/admin/outside/deliveries"), WindowConnection.Json);
            delivery = list!.Deliveries.SingleOrDefault(one => one.EventId == first.Id && one.Stage == DeliveryStage.Delivered);
            return delivery is not null;
        }, TestContext.Current.CancellationToken);
        (await admin.PostAsync(Path($"/api/admin/outside/deliveries/{delivery!.DeliveryId}/again"), null)).EnsureSuccessStatusCode();
        await Eventually.HoldsAsync(() => Task.FromResult(heard.Count(one => one.Id == first.Id) == 2), TestContext.Current.CancellationToken);
        (await admin.PostAsJsonAsync(Path($"/api/admin/outside/webhooks/{saved.Webhook.WebhookId}"),
            new WebhookRequest("部门系统", saved.Webhook.Url, [], false), WindowConnection.Json)).EnsureSuccessStatusCode();
    }

    [Theory]
    [InlineData("ftp://example.com/")]
    [InlineData("https://user:secret@example.com/")]
    [InlineData("nowhere")]
    public async Task An_address_that_cannot_be_a_webhooks_is_refused(string url)
    {
        using var admin = await host.SignedInAsync("admin");
        Assert.Equal(HttpStatusCode.BadRequest,
            (await admin.PostAsJsonAsync(Path("/api/admin/outside/webhooks"), new WebhookRequest("x", url, [], true), WindowConnection.Json)).StatusCode);
    }

    [Fact]
    public async Task Only_an_admin_sees_what_leaves_the_hall()
    {
        using var clerk = await host.SignedInAsync("gushi01");
        foreach (var what in (string[])["messages", "webhooks", "deliveries", "tokens"])
            Assert.Equal(HttpStatusCode.Forbidden, (await clerk.GetAsync(Path($"/api/admin/outside/{what}"))).StatusCode);
    }

    [Fact]
    public async Task A_clerk_orders_copies_an_outside_shop_makes_them_and_the_applicant_sees_it()
    {
        var (filed, password) = await Sitting.HoldAsync(host, "gushi02", "GA-05", SessionOutcome.Accepted, "材料齐全", "13812345678");
        using var clerk = await host.SignedInAsync("gushi02");
        var answer = await clerk.PostAsJsonAsync(Path("/api/orders"),
            new OrderRequest(filed.CaseNumber!, OrderKind.CertifiedCopy, 2, "户口簿首页", "张三", "13812345678", "苏州市姑苏区人民路1号", null), WindowConnection.Json);
        var order = (await answer.Content.ReadFromJsonAsync<OrderView>(WindowConnection.Json))!;
        Assert.Equal(OrderStage.Placed, order.Stage);
        Assert.Equal([OrderAct.Begin, OrderAct.Cancel], order.MayDo);

        using var shop = await WithTokenAsync(OutsideScopes.Orders, OutsideScopes.Tracking);
        foreach (var act in (OrderActRequest[])[new(OrderAct.Begin, null, null, null), new(OrderAct.Finish, null, null, null), new(OrderAct.Send, null, "中国邮政EMS", $"E{order.OrderId[..8]}CN")])
            (await shop.PostAsJsonAsync(Path($"/api/outside/v1/orders/{order.OrderId}"), act, WindowConnection.Json)).EnsureSuccessStatusCode();
        (await shop.PostAsJsonAsync(Path($"/api/outside/v1/shipments/E{order.OrderId[..8]}CN/news"), new ShipmentNewsRequest(DateTimeOffset.UtcNow, "已到达苏州", false), WindowConnection.Json)).EnsureSuccessStatusCode();
        var progress = Assert.Single(await ProgressAsync(filed, password));
        Assert.Equal((OrderStage.Sent, "张*", "138****5678"), (progress.Stage, progress.ReceiverName, progress.ReceiverPhone));
        Assert.DoesNotContain("人民路", progress.ReceiverAddress!, StringComparison.Ordinal);
        Assert.Contains(progress.Record, line => line.Text == "已到达苏州");
        (await shop.PostAsJsonAsync(Path($"/api/outside/v1/shipments/E{order.OrderId[..8]}CN/news"), new ShipmentNewsRequest(DateTimeOffset.UtcNow, "已签收", true), WindowConnection.Json)).EnsureSuccessStatusCode();
        Assert.Equal(OrderStage.Received, Assert.Single(await ProgressAsync(filed, password)).Stage);

        using var nobody = host.CreateClient();
        Assert.Equal(HttpStatusCode.NotFound, (await nobody.PostAsJsonAsync(Path("/api/cases/orders"), new CaseLookupRequest(filed.CaseNumber!, "AAAAAAAA"), WindowConnection.Json)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await clerk.PostAsJsonAsync(Path($"/api/orders/{order.OrderId}"), new OrderActRequest(OrderAct.Finish, null, null, null), WindowConnection.Json)).StatusCode);
        using var elsewhere = await host.SignedInAsync("review03");
        Assert.Equal(HttpStatusCode.Forbidden, (await elsewhere.GetAsync(Path("/api/orders"))).StatusCode);
    }

    [Fact]
    public async Task The_description_names_what_outside_systems_may_ask()
    {
        using var nobody = host.CreateClient();
        using var document = JsonDocument.Parse(await nobody.GetStringAsync(Path("/openapi/v1.json")));
        var paths = document.RootElement.GetProperty("paths");
        foreach (var path in (string[])["/api/outside/v1/cases", "/api/outside/v1/cases/{number}", "/api/outside/v1/orders/{orderId}", "/api/outside/v1/shipments/{waybill}/news"])
            Assert.True(paths.TryGetProperty(path, out _), path);
    }

    private async Task<IReadOnlyList<OrderView>> ProgressAsync(CaseView filed, string password)
    {
        using var nobody = host.CreateClient();
        var answer = await nobody.PostAsJsonAsync(Path("/api/cases/orders"), new CaseLookupRequest(filed.CaseNumber!, password), WindowConnection.Json);
        return (await answer.Content.ReadFromJsonAsync<OrderList>(WindowConnection.Json))!.Orders;
    }

    private static async Task<HttpResponseMessage> AskAgainAsync(HttpClient outside, string number, EntityTagHeaderValue tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Path($"/api/outside/v1/cases/{number}"));
        request.Headers.IfNoneMatch.Add(tag);
        return await outside.SendAsync(request);
    }

    private async Task<HttpClient> WithTokenAsync(params string[] scopes)
    {
        using var admin = await host.SignedInAsync("admin");
        return WithToken((await MakeTokenAsync(admin, "部门系统", scopes)).Token);
    }

    private HttpClient WithToken(string token)
    {
        var client = host.CreateClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }

    private static async Task<OutsideTokenMade> MakeTokenAsync(HttpClient admin, string name, params string[] scopes)
    {
        var answer = await admin.PostAsJsonAsync(Path("/api/admin/outside/tokens"), new OutsideTokenRequest(name, scopes, 30), WindowConnection.Json);
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<OutsideTokenMade>(WindowConnection.Json))!;
    }

    private static async Task<WebApplication> ListenAsync(ConcurrentQueue<(string, string, string, string)> heard)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var receiver = builder.Build();
        receiver.Urls.Add("http://127.0.0.1:0");
        receiver.Run(async http =>
        {
            using var reader = new StreamReader(http.Request.Body);
            heard.Enqueue((http.Request.Headers["webhook-id"]!, http.Request.Headers["webhook-timestamp"]!, http.Request.Headers["webhook-signature"]!, await reader.ReadToEndAsync()));
        });
        await receiver.StartAsync();
        return receiver;
    }
}
