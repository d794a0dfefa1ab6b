namespace VirtualWindow.FollowUp.Orders;

/// <summary>What a courier is asked to bring.</summary>
/// <param name="Key">Idempotency key: asked again with the same one, the courier books nothing twice.</param>
public sealed record CourierBooking(string Key, string Name, string Phone, string Address, string Contents);

/// <summary>Where a parcel is.</summary>
public sealed record TrackingNews(DateTimeOffset At, string Text, bool Delivered);

/// <summary>Whoever carries papers to people. Without one, clerks send by themselves and write down the waybill's number.</summary>
public interface ICourier
{
    /// <summary>As people know it, e.g. "中国邮政EMS".</summary>
    string Name { get; }

    /// <returns>The waybill's number.</returns>
    Task<string> BookAsync(CourierBooking booking, CancellationToken ct);

    /// <returns>All news so far, oldest first.</returns>
    Task<IReadOnlyList<TrackingNews>> TrackAsync(string waybill, CancellationToken ct);
}

/// <summary>Where the courier's interface is.</summary>
public sealed record CourierOptions
{
    public string Name { get; init; } = "中国邮政EMS";
    /// <summary>Empty: no courier is asked (see <see cref="HttpCourier"/>).</summary>
    public string Url { get; init; } = "";
    public string Token { get; init; } = "";
    /// <summary>How often a parcel on its way is asked for.</summary>
    public TimeSpan TrackEvery { get; init; } = TimeSpan.FromHours(1);
}
