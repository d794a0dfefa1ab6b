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

namespace VirtualWindow.Signaling.Orders;

/// <summary><c>POST /api/cases/orders</c>: how far copies, seals and mailings of a case are, for whoever holds its number and query password.</summary>
internal static class OrdersOfCase
{
    public static async Task HandleAsync(HttpContext http, CaseLookupRequest request, IWindowStore store, QueryPasswords passwords, AddressLimits limits)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (!limits.MayTryASecret(http.Connection.RemoteIpAddress?.ToString() ?? "")) await http.RefuseAsync(Refuse.TooOften);
        else if ((Check.Key(request.CaseNumber) ?? Check.Key(request.QueryPassword)) is { } unfit) await http.RefuseAsync(unfit);
        else if (await LookUpCase.FindAsync(store, passwords, request, http.RequestAborted) is not { } found) await http.RefuseAsync(Refuse.NotFound);
        else await http.Response.WriteAsJsonAsync(await ListAsync(store, found.Case, http.RequestAborted), http.RequestAborted);
    }

    private static async Task<OrderList> ListAsync(IWindowStore store, Case filed, CancellationToken ct)
    {
        var orders = await store.ReadAsync((db, stop) => db.Orders.Include(row => row.Record).Where(row => row.Case == filed.Id).OrderBy(row => row.PlacedAt).ToListAsync(stop), ct);
        return new([.. orders.Select(order => OrderViews.ForApplicant(order, filed.Number!))]);
    }
}
