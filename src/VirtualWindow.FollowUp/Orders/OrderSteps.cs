using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Orders;
using VirtualWindow.FollowUp.Messages;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Calendar;
using VirtualWindow.Storage.Messages;
using VirtualWindow.Storage.Orders;
using VirtualWindow.Storage.Outbox;
using VirtualWindow.Storage.Papers;

namespace VirtualWindow.FollowUp.Orders;

/// <summary>One step of an order. It waits until people or the courier have done their part; their acts wake it.</summary>
internal abstract class OrderStep(IWindowStore store, string name, bool mayBeSkipped) : IFollowUpStep
{
    /// <summary>Looked at again even if nobody wakes it.</summary>
    protected static readonly TimeSpan Meanwhile = TimeSpan.FromHours(1);

    public string Kind => FollowUpEntry.FulfilOrder;
    public string Name => name;
    public bool MayBeSkipped => mayBeSkipped;

    public async ValueTask<StepPlan> PrepareAsync(Guid subject, CancellationToken ct)
    {
        var order = await store.ReadAsync((db, token) => db.OrderAsync(new(subject), token), ct);
        return order!.State == OrderState.Cancelled ? StepPlan.Skip(StepReasons.Cancelled) : await PrepareAsync(order, ct);
    }

    protected abstract ValueTask<StepPlan> PrepareAsync(Order order, CancellationToken ct);

    protected static StepPlan Do(OrderId id, Func<WindowDb, Order, DateTimeOffset, CancellationToken, Task> apply) =>
        StepPlan.Do(async (StepWork work, CancellationToken ct) => await apply(work.Db, (await work.Db.OrderAsync(id, ct))!, work.Now, ct));
}

/// <summary>Copies are made, a seal is engraved, a result is packed: by people, who say when it is done.</summary>
internal sealed class AwaitMaking(IWindowStore store) : OrderStep(store, "make-order", mayBeSkipped: false)
{
    protected override ValueTask<StepPlan> PrepareAsync(Order order, CancellationToken ct) => new(
        order.State is OrderState.Placed or OrderState.Making ? StepPlan.NotYet(StepReasons.BeingMade, Meanwhile) : StepPlan.Do((_, _) => Task.CompletedTask));
}

/// <summary>Books the courier, under the order's id as the key; without one it waits for a clerk's waybill.</summary>
internal sealed class SendOrder(IWindowStore store, OrderReceivers receivers, IEnumerable<ICourier> couriers) : OrderStep(store, "send-order", mayBeSkipped: false)
{
    private readonly ICourier? _courier = couriers.LastOrDefault();

    protected override async ValueTask<StepPlan> PrepareAsync(Order order, CancellationToken ct)
    {
        if (order.Delivery == OrderDelivery.PickUp) return StepPlan.Skip(StepReasons.PickUp);
        if (order.State != OrderState.Ready) return StepPlan.Do((_, _) => Task.CompletedTask);
        if (_courier is null) return StepPlan.NotYet(StepReasons.BeingMade, Meanwhile);
        var receiver = await receivers.OpenAsync(order, ct);
        var waybill = await _courier.BookAsync(new($"{order.Id}-{order.Acts}", receiver.Name, receiver.Phone, receiver.Address!, OrderWords.Of(order.Kind)), ct);
        return Do(order.Id, async (db, ready, now, token) =>
        {
            if (ready.State == OrderState.Ready) await db.SendAsync(ready, _courier.Name, waybill, _courier.Name, now, token);
        });
    }
}

/// <summary>Tells the applicant once that it can be fetched, or that it is on its way.</summary>
internal sealed class TellOfOrder(IWindowStore store, OrderReceivers receivers) : OrderStep(store, "tell-of-order", mayBeSkipped: true)
{
    protected override async ValueTask<StepPlan> PrepareAsync(Order order, CancellationToken ct)
    {
        var receiver = await receivers.OpenAsync(order, ct);
        return Do(order.Id, (db, ready, now, token) => TellAsync(db, ready, receiver, now, token));
    }

    private static async Task TellAsync(WindowDb db, Order order, OrderReceiver receiver, DateTimeOffset now, CancellationToken ct)
    {
        var purpose = $"order-{order.Id}";
        if (await db.Messages.AnyAsync(row => row.Case == order.Case && row.Purpose == purpose, ct)) return;
        var number = await db.Cases.Where(row => row.Id == order.Case).Select(row => row.Number).SingleAsync(ct);
        var text = OrderWords.Text(order, number!);
        db.Tell(order.Case, purpose, receiver.Phone, text, now);
        if (receiver.Mail is { } address) db.TellByMail(order.Case, purpose, address, $"{OrderWords.Of(order.Kind)}（{number}）", text, now);
    }
}

/// <summary>Until the applicant has it: the courier is asked where it is, or a clerk hands it out.</summary>
internal sealed class AwaitReceipt(IWindowStore store, IEnumerable<ICourier> couriers, CourierOptions options, TimeProvider time)
    : OrderStep(store, "await-receipt", mayBeSkipped: true)
{
    private readonly ICourier? _courier = couriers.LastOrDefault();
    private readonly IWindowStore _store = store;

    protected override async ValueTask<StepPlan> PrepareAsync(Order order, CancellationToken ct)
    {
        if (order.State == OrderState.Received) return StepPlan.Do((_, _) => Task.CompletedTask);
        if (order.State != OrderState.Sent) return StepPlan.NotYet(StepReasons.NotFetchedYet, Meanwhile);
        if (_courier is null || order.Courier != _courier.Name) return StepPlan.NotYet(StepReasons.OnItsWay, Meanwhile);
        var news = await _courier.TrackAsync(order.Waybill!, ct);
        if (news.Any(one => one.Delivered)) return Do(order.Id, (db, sent, now, token) => db.TrackAsync(sent, news, _courier.Name, now, token));
        await _store.WriteAsync(async (db, token) => await db.TrackAsync((await db.OrderAsync(order.Id, token))!, news, _courier.Name, time.GetUtcNow(), token), ct);
        return StepPlan.NotYet(StepReasons.OnItsWay, options.TrackEvery);
    }
}

/// <summary>A result that came by mail is delivered in the authority's procedure too: its term has been kept.</summary>
internal sealed class NoteDelivery(IWindowStore store) : OrderStep(store, "note-delivery", mayBeSkipped: true)
{
    protected override ValueTask<StepPlan> PrepareAsync(Order order, CancellationToken ct) =>
        new(order.Kind == OrderKind.ResultByMail ? Do(order.Id, DeliverAsync) : StepPlan.Skip(StepReasons.NothingApplied));

    private static async Task DeliverAsync(WindowDb db, Order order, DateTimeOffset now, CancellationToken ct)
    {
        if (await db.Procedures.SingleOrDefaultAsync(row => row.Id == order.Case, ct) is not { State: ProcedureState.Decided } procedure) return;
        var (site, calendar) = await db.CalendarOfAsync(procedure.Authority, ct);
        procedure.Deliver(new(null, now, site.Today(now), $"邮寄送达：{order.Courier} {order.Waybill}"));
        procedure.LookAt(calendar, site.Today(now));
        var filed = await db.Cases.SingleAsync(row => row.Id == order.Case, ct);
        db.CallForNotices(procedure, filed.Number!, now);
        await db.TellOfMoveAsync(filed, procedure, now, ct);
    }
}
