using System.Net.Mail;
using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Orders;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Orders;
using VirtualWindow.Domain.People;
using VirtualWindow.FollowUp.Orders;
using VirtualWindow.Signaling.Orders;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Orders;
using VirtualWindow.Storage.Papers;

namespace VirtualWindow.Host.Orders;

/// <summary>Orders in the hands of clerks and outside systems; what follows from an act is the follow-up's.</summary>
internal sealed class OrderDesk(IWindowStore store, OrderReceivers receivers, TimeProvider time)
{
    private const int LongestText = 500, LongestName = 40, LongestWaybill = 64, AtMost = 300;

    /// <param name="site">Null = all halls.</param>
    /// <param name="open">Only unfinished ones.</param>
    public async Task<IReadOnlyList<OrderView>> ListAsync(SiteId? site, bool open, CancellationToken ct)
    {
        var (orders, numbers) = await store.ReadAsync((db, token) => FindAsync(db, site, open, token), ct);
        var views = new List<OrderView>(orders.Count);
        foreach (var order in orders) views.Add(await ViewAsync(order, numbers[order.Case], ct));
        return views;
    }

    public async Task<Reply<OrderView>> PlaceAsync(OrderRequest request, SiteId site, string by, CancellationToken ct)
    {
        if (Fault(request) is { } unfit) return unfit;
        var wanted = request.CaseNumber.Trim().ToUpperInvariant();
        var about = await store.ReadAsync((db, token) => db.Cases.SingleOrDefaultAsync(
            row => (row.Number == wanted || row.FullNumber == wanted) && row.State == CaseState.Filed && (row.ServedAt == site || row.AuthoritySite == site), token), ct);
        if (about is null) return Refusals.Of(RefusalCodes.NotFound);
        try
        {
            var receiver = await receivers.SealAsync(about.Id, new(request.ReceiverName.Trim(), request.ReceiverPhone.Trim(), Blank(request.ReceiverAddress), Blank(request.ReceiverMail)), ct);
            var kind = Enum.Parse<Domain.Orders.OrderKind>(request.Kind.ToString());
            var order = await store.WriteAsync((db, token) => db.PlaceOrderAsync(about, kind, request.Copies, request.Subject.Trim(), receiver, time.GetUtcNow(), by, token), ct);
            return await ViewAsync(order, about.Number!, ct);
        }
        catch (CaseShreddedException)
        {
            return Refusals.Of(RefusalCodes.NotFound);
        }
    }

    /// <param name="site">The clerk's; null for an outside system.</param>
    public async Task<Reply<OrderView>> ActAsync(string orderId, OrderActRequest request, SiteId? site, string by, CancellationToken ct)
    {
        if (OrderId.TryParse(orderId) is not { } id) return Refusals.Of(RefusalCodes.NotFound);
        if (Fault(request) is { } unfit) return unfit;
        try
        {
            var (acted, number) = await store.WriteAsync((db, token) => ActAsync(db, id, request, site, by, token), ct);
            return acted.Refusal is { } refusal ? refusal : await ViewAsync(acted.Value!, number, ct);
        }
        catch (Exception stale) when (stale is IllegalMoveException or LostUpdateException or DuplicateRowException)
        {
            return Refusals.Of(RefusalCodes.Stale);
        }
    }

    /// <returns>False when no parcel goes under this number.</returns>
    public Task<bool> TrackAsync(string waybill, TrackingNews news, string by, CancellationToken ct) => store.WriteAsync(async (db, token) =>
    {
        var orders = await db.Orders.Include(row => row.Record).Where(row => row.Waybill == waybill).ToListAsync(token);
        foreach (var order in orders)
        {
            await db.TrackAsync(order, [news], by, time.GetUtcNow(), token);
            await db.WakeOrderAsync(order, time.GetUtcNow(), token);
        }

        return orders.Count > 0;
    }, ct);

    private static async Task<(List<Order> Orders, Dictionary<CaseId, string> Numbers)> FindAsync(WindowDb db, SiteId? site, bool open, CancellationToken ct)
    {
        var wanted = db.Orders.Include(row => row.Record).Where(row =>
            (site == null || row.Site == site) && (!open || (row.State != OrderState.Received && row.State != OrderState.Cancelled)));
        var orders = await wanted.OrderByDescending(row => row.PlacedAt).Take(AtMost).ToListAsync(ct);
        var cases = orders.Select(row => row.Case).Distinct().ToArray();
        return (orders, await db.Cases.Where(row => cases.Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.Number!, ct));
    }

    private async Task<OrderView> ViewAsync(Order order, string caseNumber, CancellationToken ct) => OrderViews.ForStaff(order, caseNumber, await receivers.OpenAsync(order, ct));

    private async Task<(Reply<Order> Order, string CaseNumber)> ActAsync(WindowDb db, OrderId id, OrderActRequest request, SiteId? site, string by, CancellationToken ct)
    {
        if (await db.OrderAsync(id, ct) is not { } order || (site is not null && order.Site != site)) return (Refusals.Of(RefusalCodes.NotFound), "");
        var number = (await db.Cases.Where(row => row.Id == order.Case).Select(row => row.Number).SingleAsync(ct))!;
        if (!OrderViews.MayDo(order).Contains(request.Act)) return (Refusals.Of(RefusalCodes.Stale), number);
        var now = time.GetUtcNow();
        if (request.Act == OrderAct.Send) await db.SendAsync(order, request.Courier!.Trim(), request.Waybill!.Trim(), by, now, ct);
        else await db.MoveAsync(order, OrderViews.MoveOf(request.Act), by, Blank(request.Text), now, ct);
        await db.WakeOrderAsync(order, now, ct);
        return (order, number);
    }

    private static Refusal? Fault(OrderRequest request)
    {
        if (request.Copies is < 1 or > Order.MostCopies) return Bad($"份数为 1 到 {Order.MostCopies}。", $"1 to {Order.MostCopies} copies.");
        if (Unfit(request.Subject, LongestText)) return Bad("请写明复印哪些材料、印章的文字或邮寄的内容。", "Please say which papers, which text of the seal, or what is mailed.");
        if (Unfit(request.ReceiverName, LongestName)) return Bad("请填写收件人姓名。", "Please give the receiver's name.");
        if (!MobileNumber.IsValid(request.ReceiverPhone.Trim())) return Bad("请填写收件人的手机号码。", "Please give the receiver's mobile number.");
        if (request.ReceiverAddress?.Length > LongestText) return Refusals.Of(RefusalCodes.TooLarge);
        if (request.Kind == Contracts.Orders.OrderKind.ResultByMail && Blank(request.ReceiverAddress) is null) return Bad("邮寄须填写地址。", "Mail needs an address.");
        return Blank(request.ReceiverMail) is { } mail && !MailAddress.TryCreate(mail, out _) ? Bad("电子邮箱格式不对。", "That is not an e-mail address.") : null;
    }

    private static Refusal? Fault(OrderActRequest request)
    {
        if (request.Text?.Length > LongestText) return Refusals.Of(RefusalCodes.TooLarge);
        if (request.Act == OrderAct.Send && (Unfit(request.Courier, LongestName) || Unfit(request.Waybill, LongestWaybill)))
            return Bad("请填写快递公司和运单号。", "Please give the courier and the waybill's number.");
        return request.Act is OrderAct.Cancel or OrderAct.Return && Blank(request.Text) is null ? Bad("请写明理由。", "Please give the reason.") : null;
    }

    private static bool Unfit(string? text, int longest) => Blank(text) is not { } said || said.Length > longest || said.Any(char.IsControl);

    private static Refusal Bad(string message, string messageEn) => Refusals.Of(RefusalCodes.BadInput, message, messageEn);

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
