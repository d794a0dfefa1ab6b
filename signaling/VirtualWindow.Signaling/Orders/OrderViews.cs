using VirtualWindow.Contracts.Orders;
using VirtualWindow.Domain.Orders;
using VirtualWindow.Domain.People;

namespace VirtualWindow.Signaling.Orders;

/// <summary>Orders as staff and outside systems see them, and as whoever holds number and password does: without a whole name, number or address.</summary>
public static class OrderViews
{
    private const int AddressBeginning = 6;

    /// <param name="receiver">Decrypted.</param>
    public static OrderView ForStaff(Order order, string caseNumber, OrderReceiver receiver) => View(order, caseNumber, receiver, [.. MayDo(order)]);

    /// <inheritdoc cref="ForStaff"/>
    public static OrderView ForApplicant(Order order, string caseNumber, OrderReceiver receiver) => View(order, caseNumber, Masked(receiver), []);

    public static IEnumerable<OrderAct> MayDo(Order order) => Enum.GetValues<OrderMove>().Where(move => Order.Legal.Allows(order.State, move) && Fits(order, move)).Select(ActOf);

    public static OrderMove MoveOf(OrderAct act) => Enum.Parse<OrderMove>(act.ToString());

    // What is fetched is not sent, and what is sent is not handed out.
    private static bool Fits(Order order, OrderMove move) => (order.Delivery, order.State, move) switch
    {
        (Domain.Orders.OrderDelivery.PickUp, _, OrderMove.Send) => false,
        (Domain.Orders.OrderDelivery.Courier, OrderState.Ready, OrderMove.Receive) => false,
        _ => true,
    };

    private static OrderReceiver Masked(OrderReceiver receiver) => new(
        PersonName.Mask(receiver.Name), MobileNumber.Mask(receiver.Phone), receiver.Address is { } address ? address[..Math.Min(AddressBeginning, address.Length)] + "…" : null, null);

    private static OrderView View(Order order, string caseNumber, OrderReceiver receiver, IReadOnlyList<OrderAct> mayDo) => new(
        order.Id.ToString(), caseNumber, Enum.Parse<Contracts.Orders.OrderKind>(order.Kind.ToString()), Enum.Parse<OrderStage>(order.State.ToString()),
        Enum.Parse<Contracts.Orders.OrderDelivery>(order.Delivery.ToString()), order.Copies, order.Subject, receiver.Name, receiver.Phone, receiver.Address, order.PlacedAt, order.Courier,
        order.Waybill, [.. order.Record.OrderBy(line => line.Serial).Select(line => new OrderLine(line.At, line.Move is { } move ? ActOf(move) : null, line.By, line.Text))],
        mayDo);

    private static OrderAct ActOf(OrderMove move) => Enum.Parse<OrderAct>(move.ToString());
}
