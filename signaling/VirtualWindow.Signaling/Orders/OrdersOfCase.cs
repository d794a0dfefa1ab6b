using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts.Cases;
using VirtualWindow.Contracts.Orders;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Signaling.Queue;
using VirtualWindow.Signaling.Sessions;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Cases;
using VirtualWindow.Storage.Orders;

namespace VirtualWindow.Signaling.Orders;

/// <summary><c>POST /api/cases/orders</c>: how far copies, seals and mailings of a case are, for whoever holds its number and query password.</summary>
internal static class OrdersOfCase
{
    public static async Task HandleAsync(HttpContext http, CaseLookupRequest request, IWindowStore store, OrderReceivers receivers, QueryPasswords passwords, AddressLimits limits)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (!limits.MayTryASecret(http.Connection.RemoteIpAddress?.ToString() ?? "")) await http.RefuseAsync(Refuse.TooOften);
        else if ((Check.Key(request.CaseNumber) ?? Check.Key(request.QueryPassword)) is { } unfit) await http.RefuseAsync(unfit);
        else if (await LookUpCase.FindAsync(store, passwords, request, http.RequestAborted) is not { } found) await http.RefuseAsync(Refuse.NotFound);
        else await http.Response.WriteAsJsonAsync(await ListAsync(store, receivers, found.Case, http.RequestAborted), http.RequestAborted);
    }

    private static async Task<OrderList> ListAsync(IWindowStore store, OrderReceivers receivers, Case filed, CancellationToken ct)
    {
        var orders = await store.ReadAsync((db, stop) => db.Orders.Include(row => row.Record).Where(row => row.Case == filed.Id).OrderBy(row => row.PlacedAt).ToListAsync(stop), ct);
        var views = new List<OrderView>(orders.Count);
        foreach (var order in orders) views.Add(OrderViews.ForApplicant(order, filed.Number!, await receivers.OpenAsync(order, ct)));
        return new(views);
    }
}
