using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Orders;
using VirtualWindow.FollowUp.Outside;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.FollowUp.Orders;

/// <summary>Orders and what follows from each move, in the running transaction: the record, the outside systems, the follow-up that waits.</summary>
public static class OrderBook
{
    public static async Task<Order> PlaceOrderAsync(
        this WindowDb db, Case about, OrderKind kind, int copies, string subject, OrderReceiver receiver, DateTimeOffset now, string by, CancellationToken ct)
    {
        var order = Order.Place(new(Guid.CreateVersion7(now)), about, kind, copies, subject, receiver, now, by);
        db.Orders.Add(order);
        db.Promise(FollowUpEntry.FulfilOrder, order.Id.Value, now);
        await db.PublishMovedAsync(order, about.Number!, now, ct);
        return order;
    }

    /// <summary>Loads an order with its record, so that moves may be made.</summary>
    public static Task<Order?> OrderAsync(this WindowDb db, OrderId id, CancellationToken ct) =>
        db.Orders.Include(row => row.Record).SingleOrDefaultAsync(row => row.Id == id, ct);

    /// <exception cref="IllegalMoveException">The caller saw an older state.</exception>
    public static Task MoveAsync(this WindowDb db, Order order, OrderMove move, string by, string? text, DateTimeOffset now, CancellationToken ct)
    {
        order.Make(move, now, by, text);
        return PublishAsync(db, order, now, ct);
    }

    /// <exception cref="IllegalMoveException">The caller saw an older state.</exception>
    public static Task SendAsync(this WindowDb db, Order order, string courier, string waybill, string by, DateTimeOffset now, CancellationToken ct)
    {
        order.Send(courier, waybill, now, by);
        return PublishAsync(db, order, now, ct);
    }

    /// <summary>News of a parcel: what is new is written down, and its arrival ends the order.</summary>
    public static async Task TrackAsync(this WindowDb db, Order order, IReadOnlyList<TrackingNews> news, string by, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var one in news) order.Track(one.At, by, one.Text);
        if (order.State == OrderState.Sent && news.Any(one => one.Delivered)) await db.MoveAsync(order, OrderMove.Receive, by, null, now, ct);
    }

    /// <summary>After an act of a person or an outside system: the follow-up that waits for it goes on at once.</summary>
    public static Task WakeOrderAsync(this WindowDb db, Order order, DateTimeOffset now, CancellationToken ct) =>
        db.WakeAsync(FollowUpEntry.FulfilOrder, order.Id.Value, now, ct);

    private static async Task PublishAsync(WindowDb db, Order order, DateTimeOffset now, CancellationToken ct)
    {
        var number = await db.Cases.Where(row => row.Id == order.Case).Select(row => row.Number).SingleAsync(ct);
        await db.PublishMovedAsync(order, number!, now, ct);
    }
}
