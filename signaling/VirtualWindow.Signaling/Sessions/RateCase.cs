using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Cases;
using VirtualWindow.Domain.Ratings;
using VirtualWindow.Signaling.Queue;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Cases;
using VirtualWindow.Storage.Ratings;

namespace VirtualWindow.Signaling.Sessions;

/// <summary><c>POST /api/cases/rate</c>: who holds number and query password rates a case, once when it was accepted later and once when it is over (一事一评).</summary>
internal static class RateCase
{
    private const int LongestComment = 500;

    public static async Task HandleAsync(
        HttpContext http, CaseRatingRequest request, IWindowStore store, QueryPasswords passwords, AddressLimits limits, RatingRules rules, TimeProvider time)
    {
        var ct = http.RequestAborted;
        http.Response.Headers.CacheControl = "no-store";
        if (!limits.MayTryASecret(http.Connection.RemoteIpAddress?.ToString() ?? "")) await http.RefuseAsync(Refuse.TooOften);
        else if (request.Level is < 1 or > 5) await http.RefuseAsync(Refuse.BadInput);
        else if ((Check.Key(request.CaseNumber) ?? Check.Key(request.QueryPassword) ?? Check.Text(request.Comment, LongestComment)) is { } unfit) await http.RefuseAsync(unfit);
        else if (await LookUpCase.FindAsync(store, passwords, new(request.CaseNumber, request.QueryPassword), ct) is not { } found) await http.RefuseAsync(Refuse.NotFound);
        else if (found.Rateable is not { } occasion || !await KeepAsync(store, found, occasion, request, rules, time.GetUtcNow(), ct)) await http.RefuseAsync(Refuse.AlreadyRated);
        else await http.Response.WriteAsJsonAsync(Done.Instance, ct);
    }

    private static async Task<bool> KeepAsync(
        IWindowStore store, CaseFacts found, RatingOccasion occasion, CaseRatingRequest request, RatingRules rules, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            return await store.WriteAsync(async (db, stop) => await db.RateCaseAsync(
                await db.Cases.AsNoTracking().SingleAsync(row => row.Id == found.Case.Id, stop), occasion, request.Level, request.Comment, rules, now, stop), ct);
        }
        catch (DuplicateRowException)
        {
            return false;
        }
    }
}
