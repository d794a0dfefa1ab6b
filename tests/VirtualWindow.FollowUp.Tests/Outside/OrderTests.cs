using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Orders;
using VirtualWindow.Domain.Papers;
using VirtualWindow.FollowUp.Messages;
using VirtualWindow.FollowUp.Orders;
using VirtualWindow.FollowUp.Outside;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Messages;
using VirtualWindow.Storage.Orders;
using VirtualWindow.Storage.Outbox;
using VirtualWindow.Testing;
using VirtualWindow.Testing.Outside;

namespace VirtualWindow.FollowUp.Tests.Outside;

/// <summary>Copies, seals and mailings, from the order until the applicant has it.</summary>
public abstract class OrderTests : OutsideSpecification, IAsyncLifetime
{
    private const string Clerk = "李敏 GS01";
    private static readonly OrderReceiver Fetches = new("张三", "13812345678", null, null);
    private static readonly OrderReceiver ByCourier = new("张三", "13812345678", "苏州市姑苏区人民路1号", "zhangsan@example.com");
    private readonly List<object> _news = [];
    private Receiver _courier = null!;

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        _courier = await Receiver.StartAsync();
        _courier.Answer = (request, answer) => request.Method == "POST"
            ? answer.WriteAsJsonAsync(new { waybill = "EA" + request.Headers["idempotency-key"].GetHashCode(StringComparison.Ordinal).ToString("X8", null) + "CN" })
            : answer.WriteAsJsonAsync(new { news = _news });
        await InitializeAsync();
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await DisposeAsync();
        await _courier.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Copies_are_made_fetched_and_told_of_once()
    {
        var order = await PlaceAsync(OrderKind.CertifiedCopy, Fetches);
        Assert.Equal((FollowUpState.Waiting, StepReasons.BeingMade), await StandsAtAsync(order, "make-order"));
        await MoveAsync(order, OrderMove.Begin);
        Assert.Empty(await MessagesAsync());
        await MoveAsync(order, OrderMove.Finish);
        Assert.Equal((FollowUpState.Waiting, StepReasons.NotFetchedYet), await StandsAtAsync(order, "await-receipt"));
        var told = Assert.Single(await MessagesAsync());
        Assert.Equal((MessageChannel.Sms, "13812345678"), (told.Channel, told.Receiver));
        Assert.Contains("领取", told.Text, StringComparison.Ordinal);
        await MoveAsync(order, OrderMove.Receive);
        Assert.Equal(FollowUpState.Done, (await RunAsync(order)).State);
        Assert.Single(await MessagesAsync());
        Assert.Empty(_courier.Requests);
    }

    [Fact]
    public async Task A_seal_goes_by_courier_who_is_booked_once_and_asked_until_it_arrives()
    {
        var order = await PlaceAsync(OrderKind.SealEngraving, ByCourier);
        await MoveAsync(order, OrderMove.Begin);
        await MoveAsync(order, OrderMove.Finish);
        var sent = await OrderAsync(order);
        Assert.Equal((OrderState.Sent, "测试快递"), (sent.State, sent.Courier));
        Assert.Equal([MessageChannel.Sms, MessageChannel.Mail], (await MessagesAsync()).Select(told => told.Channel).Order());
        Assert.All(await MessagesAsync(), told => Assert.Contains(sent.Waybill!, told.Text, StringComparison.Ordinal));

        _news.Add(new { at = Now.AddHours(1), text = "已揽收", delivered = false });
        Time.Advance(TimeSpan.FromHours(1.1));
        await RunDueAsync();
        Time.Advance(TimeSpan.FromHours(1.1));
        await RunDueAsync();
        Assert.Single((await OrderAsync(order)).Record, line => line.Text == "已揽收");
        _news.Add(new { at = Now.AddHours(3), text = "已签收", delivered = true });
        Time.Advance(TimeSpan.FromHours(1.1));
        await RunDueAsync();
        Assert.Equal((OrderState.Received, FollowUpState.Done), ((await OrderAsync(order)).State, (await RunAsync(order)).State));
        var booking = Assert.Single(_courier.Requests, request => request.Method == "POST");
        Assert.Equal("印章刻制", JsonDocument.Parse(booking.Body).RootElement.GetProperty("contents").GetString());
    }

    [Fact]
    public async Task A_result_that_came_by_mail_is_delivered_in_the_procedure_too()
    {
        var filed = await FileAsync();
        await Store.WriteAsync(async (db, ct) =>
        {
            var procedure = await db.Procedures.SingleAsync(row => row.Id == filed.Id, ct);
            var reviewer = new Official(new("r1"), "赵", "R1", Gushi);
            Assert.Null(procedure.Review(reviewer, new(reviewer, Now, Today)));
            Assert.Null(procedure.Decide("certificate", "准予", new(reviewer, Now, Today)));
        }, Ct);
        var order = await PlaceAsync(OrderKind.ResultByMail, ByCourier, filed);
        await MoveAsync(order, OrderMove.Begin);
        _news.Add(new { at = Now.AddHours(3), text = "已签收", delivered = true });
        await MoveAsync(order, OrderMove.Finish);
        var procedure = await Store.ReadAsync((db, ct) => db.Procedures.Include(row => row.Record).SingleAsync(ct), Ct);
        Assert.Equal(ProcedureState.Delivered, procedure.State);
        var delivery = procedure.Record.Single(line => line.Move == ProcedureMove.Deliver);
        Assert.Contains((await OrderAsync(order)).Waybill!, delivery.Reason, StringComparison.Ordinal);
        Assert.True(await Store.ReadAsync((db, ct) => db.CaseNotices.AnyAsync(
            notice => notice.Case == filed.Id && notice.Kind == NoticeKind.DeliveryReceipt && notice.Line == delivery.Serial, ct), Ct));
    }

    [Fact]
    public async Task A_cancelled_order_ends_quietly()
    {
        var order = await PlaceAsync(OrderKind.CertifiedCopy, ByCourier);
        await MoveAsync(order, OrderMove.Cancel);
        Assert.Equal(FollowUpState.Done, (await RunAsync(order)).State);
        Assert.Empty(await MessagesAsync());
        Assert.Empty(_courier.Requests);
    }

    protected override Task<(MessageOptions Messages, WebhookOptions Webhooks, CourierOptions Courier)> OptionsAsync() =>
        Task.FromResult((new MessageOptions(), new WebhookOptions(), new CourierOptions { Name = "测试快递", Url = _courier.Address }));

    private async Task<Order> PlaceAsync(OrderKind kind, OrderReceiver receiver, Case? about = null)
    {
        var filed = about ?? await FileAsync();
        await Store.WriteAsync((db, ct) => db.Messages.ExecuteDeleteAsync(ct), Ct);
        var kept = await Process.GetRequiredService<OrderReceivers>().SealAsync(filed.Id, receiver, Ct);
        var order = await Store.WriteAsync((db, ct) => db.PlaceOrderAsync(filed, kind, 2, "全部材料", kept, Time.GetUtcNow(), Clerk, ct), Ct);
        await RunDueAsync();
        return order;
    }

    private async Task MoveAsync(Order order, OrderMove move)
    {
        await Store.WriteAsync(async (db, ct) =>
        {
            var row = (await db.OrderAsync(order.Id, ct))!;
            await db.MoveAsync(row, move, Clerk, null, Time.GetUtcNow(), ct);
            await db.WakeOrderAsync(row, Time.GetUtcNow(), ct);
        }, Ct);
        await RunDueAsync();
    }

    private Task<Order> OrderAsync(Order order) => Store.ReadAsync(async (db, ct) => (await db.OrderAsync(order.Id, ct))!, Ct);

    private Task<FollowUpEntry> RunAsync(Order order) => Store.ReadAsync((db, ct) => db.FollowUps.SingleAsync(row => row.Subject == order.Id.Value, ct), Ct);

    private async Task<(FollowUpState State, string? Note)> StandsAtAsync(Order order, string step)
    {
        var run = await RunAsync(order);
        return (run.State, await Store.ReadAsync((db, ct) => db.FollowUpSteps.Where(mark => mark.FollowUp == run.Id && mark.Name == step).Select(mark => mark.Note).SingleAsync(ct), Ct));
    }

    private Task<List<OutboundMessage>> MessagesAsync() => Store.ReadAsync((db, ct) => db.Messages.Where(row => row.Purpose.StartsWith("order-")).ToListAsync(ct), Ct);
}

public sealed class SqliteOrderTests : OrderTests
{
    protected override Task<Action<IServiceCollection>> DatabaseAsync() => SqliteDatabases.FreshAsync();
}

public sealed class PostgresOrderTests : OrderTests
{
    protected override Task<Action<IServiceCollection>> DatabaseAsync() => PostgresDatabases.FreshAsync();
}
