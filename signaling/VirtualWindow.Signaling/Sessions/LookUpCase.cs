using Microsoft.AspNetCore.Http;
using VirtualWindow.Contracts.Cases;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Signaling.Queue;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Cases;

namespace VirtualWindow.Signaling.Sessions;

/// <summary>
/// <c>POST /api/cases/lookup</c>: a case by number and query password. A wrong number and a wrong password look alike, in the answer
/// and in the time it takes.
/// </summary>
internal static class LookUpCase
{
    public static async Task HandleAsync(HttpContext http, CaseLookupRequest request, IWindowStore store, QueryPasswords passwords, AddressLimits limits)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (!limits.MayTryASecret(http.Connection.RemoteIpAddress?.ToString() ?? "")) await http.RefuseAsync(Refuse.TooOften);
        else if ((Check.Key(request.CaseNumber) ?? Check.Key(request.QueryPassword)) is { } unfit) await http.RefuseAsync(unfit);
        else if (await FindAsync(store, passwords, request, http.RequestAborted) is not { } found) await http.RefuseAsync(Refuse.NotFound);
        else await http.Response.WriteAsJsonAsync(CaseViews.ForApplicant(found), http.RequestAborted);
    }

    /// <returns>Null when number or password is not right, or the case is not filed yet.</returns>
    public static async Task<CaseFacts?> FindAsync(IWindowStore store, QueryPasswords passwords, CaseLookupRequest request, CancellationToken ct)
    {
        var found = await store.ReadAsync((db, stop) => db.CaseByNumberAsync(request.CaseNumber, stop), ct);
        var secret = found is { Case.State: CaseState.Filed } ? found.Case.ProtectedPassword : null;
        return passwords.Matches(secret, request.QueryPassword) ? found : null;
    }
}
