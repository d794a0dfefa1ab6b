using VirtualWindow.Domain.Cases;

namespace VirtualWindow.Domain.Orders;

/// <summary>What a sitting may bring beside its case. Stored as numbers: append only.</summary>
public enum OrderKind
{
    /// <summary>免费复印: certified paper copies of what is in the case.</summary>
    CertifiedCopy = 0,
    /// <summary>印章刻制: a company's first set of seals, made by a registered engraver.</summary>
    SealEngraving = 1,
    /// <summary>邮寄送达: the result of the case by courier.</summary>
    ResultByMail = 2,
}

/// <summary>How it reaches the applicant. Stored as numbers: append only.</summary>
public enum OrderDelivery { PickUp = 0, Courier = 1 }

/// <summary>Stored as numbers: append only.</summary>
public enum OrderState
{
    Placed = 0,
    /// <summary>Somebody is at work on it.</summary>
    Making = 1,
    /// <summary>Done: to be fetched, or to be sent.</summary>
    Ready = 2,
    Sent = 3,
    /// <summary>The applicant has it.</summary>
    Received = 4,
    Cancelled = 5,
}

/// <summary>Stored as numbers: append only.</summary>
public enum OrderMove { Begin = 0, Finish = 1, Send = 2, Receive = 3, Cancel = 4, Return = 5 }

/// <summary>Who gets it and where.</summary>
/// <param name="Address">Null when it is fetched.</param>
/// <param name="Mail">E-mail address to be told at as well; null = only the phone.</param>
public sealed record OrderReceiver(string Name, string Phone, string? Address, string? Mail);

/// <summary>One line of an order's record; never changed, never deleted.</summary>
public sealed class OrderEvent
{
    private OrderEvent()
    {
    }

    internal OrderEvent(OrderId order, int serial, OrderMove? move, DateTimeOffset at, string by, string? text) =>
        (Order, Serial, Move, At, By, Text) = (order, serial, move, at, by, text);

    public OrderId Order { get; private set; }
    public int Serial { get; private set; }
    /// <summary>Null for news that moves nothing, e.g. where a parcel is.</summary>
    public OrderMove? Move { get; private set; }
    public DateTimeOffset At { get; private set; }
    /// <summary>Name and number of a badge, or the name of an outside system.</summary>
    public string By { get; private set; } = null!;
    public string? Text { get; private set; }
}

/// <summary>Copies, seals or the result by mail (复印、刻章、邮寄), ordered for a filed case.</summary>
/// <remarks><code>
///  ordered ─▶ Placed ──Begin──▶ Making ──Finish──▶ Ready ──Send──▶ Sent ──Receive──▶ Received
///               │                 │                 │  ▲             │                  ▲
///             Cancel            Cancel              │  └───Return────┘                  │
///               └────▶ Cancelled ◀┘                 └────────────Receive (fetched)──────┘
/// </code></remarks>
public sealed class Order : IVersioned
{
    public const int MostCopies = 20;

    public static LegalMoves<OrderState, OrderMove> Legal { get; } = new(nameof(Order),
        (OrderState.Placed, OrderMove.Begin, OrderState.Making),
        (OrderState.Placed, OrderMove.Cancel, OrderState.Cancelled),
        (OrderState.Making, OrderMove.Finish, OrderState.Ready),
        (OrderState.Making, OrderMove.Cancel, OrderState.Cancelled),
        (OrderState.Ready, OrderMove.Send, OrderState.Sent),
        (OrderState.Ready, OrderMove.Receive, OrderState.Received),
        (OrderState.Sent, OrderMove.Return, OrderState.Ready),
        (OrderState.Sent, OrderMove.Receive, OrderState.Received));

    private readonly List<OrderEvent> _record = [];

    private Order()
    {
    }

    public OrderId Id { get; private set; }
    public int Version { get; private set; }
    public CaseId Case { get; private set; }
    public SiteId Site { get; private set; }
    public OrderKind Kind { get; private set; }
    public OrderState State { get; private set; }
    public OrderDelivery Delivery { get; private set; }
    public int Copies { get; private set; }
    /// <summary>Which papers, or the seal's text.</summary>
    public string Subject { get; private set; } = null!;
    public string ReceiverName { get; private set; } = null!;
    public string ReceiverPhone { get; private set; } = null!;
    public string? ReceiverAddress { get; private set; }
    public string? ReceiverMail { get; private set; }
    public DateTimeOffset PlacedAt { get; private set; }
    public string? Courier { get; private set; }
    public string? Waybill { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }
    public int Acts { get; private set; }
    public IReadOnlyList<OrderEvent> Record => _record;

    /// <summary>As it is stored: encrypted.</summary>
    public OrderReceiver Receiver => new(ReceiverName, ReceiverPhone, ReceiverAddress, ReceiverMail);

    public bool Over => State is OrderState.Received or OrderState.Cancelled;

    /// <param name="receiver">As it is to be stored: encrypted, each field by itself.</param>
    public static Order Place(OrderId id, Case about, OrderKind kind, int copies, string subject, OrderReceiver receiver, DateTimeOffset now, string by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(copies, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(copies, MostCopies);
        var order = new Order
        {
            Id = id,
            Case = about.Id,
            Site = about.ServedAt,
            Kind = kind,
            Delivery = receiver.Address is null ? OrderDelivery.PickUp : OrderDelivery.Courier,
            Copies = copies,
            Subject = subject,
            ReceiverName = receiver.Name,
            ReceiverPhone = receiver.Phone,
            ReceiverAddress = receiver.Address,
            ReceiverMail = receiver.Mail,
            PlacedAt = now,
        };
        order.Note(null, now, by, null);
        return order;
    }

    /// <param name="text">Why (cancelled, returned) or what else is worth knowing.</param>
    /// <exception cref="IllegalMoveException">The caller saw an older state.</exception>
    public void Make(OrderMove move, DateTimeOffset now, string by, string? text)
    {
        State = Legal.Next(State, move);
        if (Over) EndedAt = now;
        Note(move, now, by, text);
    }

    /// <summary>Handed to a courier under this number.</summary>
    public void Send(string courier, string waybill, DateTimeOffset now, string by)
    {
        Make(OrderMove.Send, now, by, $"{courier} {waybill}");
        (Courier, Waybill) = (courier, waybill);
    }

    /// <summary>Where the parcel is; news that came before are not written twice.</summary>
    public void Track(DateTimeOffset at, string by, string text)
    {
        if (!_record.Any(line => line.At == at && line.Text == text)) Note(null, at, by, text);
    }

    private void Note(OrderMove? move, DateTimeOffset at, string by, string? text) => _record.Add(new(Id, ++Acts, move, at, by, text));
}
