using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VirtualWindow.FollowUp.Outside;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Outbox;
using VirtualWindow.Storage.Outside;
using VirtualWindow.Testing;
using VirtualWindow.Testing.Outside;

namespace VirtualWindow.FollowUp.Tests.Outside;

/// <summary>Outside systems hear of each event: signed, again until they took it, and under one id.</summary>
public abstract class WebhookTests : OutsideSpecification, IAsyncLifetime
{
    private readonly string _secret = WebhookSecrets.Make();
    private Receiver _receiver = null!;

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        _receiver = await Receiver.StartAsync();
        await InitializeAsync();
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await DisposeAsync();
        await _receiver.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_filed_case_is_told_once_signed_and_without_personal_data()
    {
        await SubscribeAsync();
        var filed = await FileAsync();
        var told = Assert.Single(_receiver.Requests);
        Assert.True(VerifiesWith(_secret, told));
        using var body = JsonDocument.Parse(told.Body);
        Assert.Equal(("case.filed", filed.Number), (body.RootElement.GetProperty("type").GetString(), body.RootElement.GetProperty("data").GetProperty("caseNumber").GetString()));
        Assert.DoesNotContain(filed.ApplicantName!, told.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(filed.ApplicantPhone!, told.Body, StringComparison.Ordinal);
        Assert.Equal(DeliveryState.Delivered, (await DeliveryAsync()).State);
    }

    [Fact]
    public async Task An_endpoint_in_trouble_is_asked_again_with_the_same_id_and_a_new_time_until_it_takes_it()
    {
        await SubscribeAsync();
        _receiver.Answer = (_, answer) => { answer.StatusCode = _receiver.Requests.Count < 3 ? 503 : 204; return Task.CompletedTask; };
        await FileAsync();
        Assert.Single(_receiver.Requests);
        Time.Advance(TimeSpan.FromSeconds(4));
        await RunDueAsync();
        Assert.Single(_receiver.Requests);
        Time.Advance(TimeSpan.FromSeconds(3));
        await RunDueAsync();
        Assert.Equal((2, DeliveryState.Waiting, 503), (_receiver.Requests.Count, (await DeliveryAsync()).State, (await DeliveryAsync()).LastStatus));
        Time.Advance(TimeSpan.FromMinutes(6));
        await RunDueAsync();
        Assert.Equal((3, DeliveryState.Delivered), (_receiver.Requests.Count, (await DeliveryAsync()).State));
        Assert.Single(_receiver.Requests.Select(told => told.Headers[WebhookSignature.IdHeader]).Distinct());
        Assert.Equal(3, _receiver.Requests.Select(told => told.Headers[WebhookSignature.TimestampHeader]).Distinct().Count());
        Assert.True(VerifiesWith(_secret, _receiver.Requests.Last()));
    }

    [Fact]
    public async Task After_the_last_attempt_it_is_given_up_and_shown_and_a_person_sends_it_again()
    {
        await SubscribeAsync();
        _receiver.Answer = (_, answer) => { answer.StatusCode = 500; return Task.CompletedTask; };
        await FileAsync();
        for (var i = 0; i < 12; i++)
        {
            Time.Advance(TimeSpan.FromHours(30));
            await RunDueAsync();
        }

        var delivery = await DeliveryAsync();
        Assert.Equal((10, DeliveryState.GivenUp), (_receiver.Requests.Count, delivery.State));
        var run = await Store.ReadAsync((db, ct) => db.FollowUps.SingleAsync(row => row.Subject == delivery.Id, ct), Ct);
        Assert.Equal(FollowUpState.Done, run.State);
    }

    [Fact]
    public async Task Each_attempt_is_kept_with_what_the_answer_began_with_and_only_the_newest_are()
    {
        await SubscribeAsync();
        _receiver.Answer = (_, answer) =>
        {
            answer.StatusCode = 503;
            return answer.WriteAsync($"第 {_receiver.Requests.Count} 次：维护中\r\n" + new string('x', 5_000));
        };
        await FileAsync();
        var delivery = await DeliveryAsync();
        var run = await Store.ReadAsync((db, ct) => db.FollowUps.SingleAsync(row => row.Subject == delivery.Id, ct), Ct);
        for (var again = 0; again < WebhookAttempt.MostKept + 4; again++)
        {
            Time.Advance(TimeSpan.FromDays(3));
            Assert.Equal(Intervened.Done, await Process.GetRequiredService<Interventions>().ReplayAsync(run.Id, "deliver-webhook", null, "admin", Ct));
            await RunDueAsync();
        }

        var log = await Store.ReadAsync((db, ct) => db.WebhookAttempts.OrderBy(row => row.Serial).ToListAsync(ct), Ct);
        Assert.Equal(WebhookAttempt.MostKept, log.Count);
        Assert.Equal(_receiver.Requests.Count, log[^1].Serial);
        Assert.All(log, attempt => Assert.Equal((503, null), (attempt.Status, attempt.Error)));
        Assert.StartsWith($"第 {log[^1].Serial} 次：维护中  xxx", log[^1].Answer, StringComparison.Ordinal);
        Assert.InRange(log[^1].Answer!.Length, 100, WebhookAttempt.LongestAnswer);
    }

    [Fact]
    public async Task Whoever_answers_gone_hears_nothing_any_more()
    {
        var endpoint = await SubscribeAsync();
        _receiver.Answer = (_, answer) => { answer.StatusCode = 410; return Task.CompletedTask; };
        await FileAsync();
        await FileAsync();
        Assert.Single(_receiver.Requests);
        var row = await Store.ReadAsync((db, ct) => db.WebhookEndpoints.SingleAsync(one => one.Id == endpoint, ct), Ct);
        Assert.Equal((false, "gone"), (row.Enabled, row.DisabledBecause));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await SubscribeAsync();
        _receiver.Answer = (_, answer) => { (answer.StatusCode, answer.Headers.Location) = (302, $"{_receiver.Address}/elsewhere"); return Task.CompletedTask; };
        await FileAsync();
        Assert.Equal((1, 302), (_receiver.Requests.Count, (await DeliveryAsync()).LastStatus));
    }

    [Fact]
    public async Task Only_wanted_types_are_told()
    {
        await SubscribeAsync("order.moved");
        await FileAsync();
        Assert.Empty(_receiver.Requests);
    }

    [Fact]
    public async Task Both_secrets_sign_while_one_is_being_changed_and_the_former_no_longer_afterwards()
    {
        var endpoint = await SubscribeAsync();
        var fresh = WebhookSecrets.Make();
        var kept = Process.GetRequiredService<WebhookSecrets>().Protect(fresh);
        await Store.WriteAsync(async (db, ct) =>
        {
            var row = await db.WebhookEndpoints.SingleAsync(one => one.Id == endpoint, ct);
            (row.ProtectedFormerSecret, row.ProtectedSecret, row.FormerUntil) = (row.ProtectedSecret, kept, Now.AddDays(1));
        }, Ct);
        await FileAsync();
        Assert.True(VerifiesWith(fresh, _receiver.Requests.Last()) && VerifiesWith(_secret, _receiver.Requests.Last()));
        Time.Advance(TimeSpan.FromDays(2));
        await FileAsync();
        Assert.True(VerifiesWith(fresh, _receiver.Requests.Last()));
        Assert.False(VerifiesWith(_secret, _receiver.Requests.Last()));
    }

    [Fact]
    public async Task An_address_of_the_own_network_is_never_called_unless_that_is_allowed()
    {
        using var sender = new WebhookSender(new());
        var answer = await sender.PostAsync(_receiver.Address, "msg_1", "{}", Now, [_secret], Ct);
        Assert.Equal((null, "refused-address"), (answer.Status, answer.Error));
        Assert.Empty(_receiver.Requests);
    }

    private async Task<Guid> SubscribeAsync(string types = "")
    {
        var kept = Process.GetRequiredService<WebhookSecrets>().Protect(_secret);
        var endpoint = new WebhookEndpoint
        {
            Id = Guid.NewGuid(), Name = "部门系统", Url = $"{_receiver.Address}/hall", Types = types, ProtectedSecret = kept, CreatedAt = Now, CreatedBy = "系统管理员 GS99",
        };
        await Store.WriteAsync((db, _) =>
        {
            db.WebhookEndpoints.Add(endpoint);
            return Task.CompletedTask;
        }, Ct);
        return endpoint.Id;
    }

    private Task<WebhookDelivery> DeliveryAsync() => Store.ReadAsync((db, ct) => db.WebhookDeliveries.SingleAsync(ct), Ct);

    private bool VerifiesWith(string secret, Received told) => WebhookSignature.Verify(
        told.Headers[WebhookSignature.IdHeader], told.Headers[WebhookSignature.TimestampHeader], told.Headers[WebhookSignature.SignatureHeader], told.Body, secret,
        Time.GetUtcNow());
}

public sealed class SqliteWebhookTests : WebhookTests
{
    protected override Task<Action<IServiceCollection>> DatabaseAsync() => SqliteDatabases.FreshAsync();
}

public sealed class PostgresWebhookTests : WebhookTests
{
    protected override Task<Action<IServiceCollection>> DatabaseAsync() => PostgresDatabases.FreshAsync();
}
