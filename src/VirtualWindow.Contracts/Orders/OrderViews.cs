namespace VirtualWindow.Contracts.Orders;

public enum OrderKind { CertifiedCopy, SealEngraving, ResultByMail }

public enum OrderDelivery { PickUp, Courier }

public enum OrderStage { Placed, Making, Ready, Sent, Received, Cancelled }

public enum OrderAct { Begin, Finish, Send, Receive, Cancel, Return }

/// <param name="Act">Null for news that move nothing.</param>
public sealed record OrderLine(DateTimeOffset At, OrderAct? Act, string By, string? Text);

/// <summary>Copies, seals or a result by mail.</summary>
/// <param name="ReceiverName">Masked for the applicant's page; <paramref name="ReceiverPhone"/> and <paramref name="ReceiverAddress"/> likewise.</param>
/// <param name="MayDo">What whoever asked may do with it now.</param>
public sealed record OrderView(
    string OrderId, string CaseNumber, OrderKind Kind, OrderStage Stage, OrderDelivery Delivery, int Copies, string Subject, string ReceiverName, string ReceiverPhone,
    string? ReceiverAddress, DateTimeOffset PlacedAt, string? Courier, string? Waybill, IReadOnlyList<OrderLine> Record, IReadOnlyList<OrderAct> MayDo);

/// <summary><c>GET /api/orders</c> (staff) and <c>POST /api/cases/orders</c> (number and query password).</summary>
public sealed record OrderList(IReadOnlyList<OrderView> Orders);

/// <summary><c>POST /api/orders</c>: a clerk orders for an applicant.</summary>
/// <param name="CaseNumber">Short or full form of a filed case.</param>
/// <param name="Subject">Which papers, or the seal's text.</param>
/// <param name="ReceiverAddress">Null = fetched at the hall.</param>
/// <param name="ReceiverMail">To be told by mail as well.</param>
public sealed record OrderRequest(
    string CaseNumber, OrderKind Kind, int Copies, string Subject, string ReceiverName, string ReceiverPhone, string? ReceiverAddress, string? ReceiverMail);

/// <summary><c>POST /api/orders/{orderId}</c> and <c>POST /api/outside/v1/orders/{orderId}</c>.</summary>
/// <param name="Text">Why (cancel, return) or a remark.</param>
/// <param name="Courier">With <see cref="OrderAct.Send"/>; <paramref name="Waybill"/> likewise.</param>
public sealed record OrderActRequest(OrderAct Act, string? Text, string? Courier, string? Waybill);
