using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Cases;
using VirtualWindow.Contracts.Papers;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Papers;
using VirtualWindow.Signaling.Queue;
using VirtualWindow.Signaling.Sessions;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Cases;
using VirtualWindow.Storage.Papers;

namespace VirtualWindow.Signaling.Papers;

/// <summary>
/// <c>POST /api/cases/notices</c> and <c>/api/cases/notices/{noticeId}</c>: who holds number and query password sees the notices of the case and
/// takes them home. The password stands in the body, so that it is in no log.
/// </summary>
internal static class NoticesOfCase
{
    public static async Task ListAsync(HttpContext http, CaseLookupRequest request, IWindowStore store, QueryPasswords passwords, AddressLimits limits)
    {
        if (await FindAsync(http, request, store, passwords, limits) is { } id) await http.Response.WriteAsJsonAsync(await store.NoticesAsync(id, http.RequestAborted), http.RequestAborted);
    }

    public static async Task ReadAsync(
        HttpContext http, string noticeId, CaseLookupRequest request, IWindowStore store, QueryPasswords passwords, AddressLimits limits, CasePapers papers)
    {
        if (await FindAsync(http, request, store, passwords, limits) is not { } id) return;
        if (await store.NoticeAsync(id, noticeId, http.RequestAborted) is not { } notice) await http.RefuseAsync(Refuse.NotFound);
        else await http.Response.WritePdfAsync(await papers.ReadAsync(id, notice.File!, notice.Sha256!, http.RequestAborted), $"{notice.Number}.pdf", http.RequestAborted);
    }

    /// <returns>Null when the answer was no, and has been given.</returns>
    private static async Task<CaseId?> FindAsync(HttpContext http, CaseLookupRequest request, IWindowStore store, QueryPasswords passwords, AddressLimits limits)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (!limits.MayTryASecret(http.Connection.RemoteIpAddress?.ToString() ?? "")) await http.RefuseAsync(Refuse.TooOften);
        else if ((Check.Key(request.CaseNumber) ?? Check.Key(request.QueryPassword)) is { } unfit) await http.RefuseAsync(unfit);
        else if (await LookUpCase.FindAsync(store, passwords, request, http.RequestAborted) is not { } found) await http.RefuseAsync(Refuse.NotFound);
        else return found.Case.Id;
        return null;
    }
}

/// <summary>The notices of a case for whoever may see it.</summary>
public static class NoticeQueries
{
    public static Task<NoticeList> NoticesAsync(this IWindowStore store, CaseId id, CancellationToken ct) => store.ReadAsync(async (db, stop) =>
    {
        var rows = await db.CaseNotices.Where(row => row.Case == id).OrderBy(row => row.Line).ToListAsync(stop);
        // The papers of a purged case are gone; its rows still say that there were some.
        return new NoticeList([.. rows.Where(row => row.File is not null).Select(row => new NoticeView(row.Id.ToString(), row.Title!, row.Number!, row.IssuedAt!.Value, row.Sealed, row.Bytes))],
            rows.Count(row => !row.Issued));
    }, ct);

    /// <returns>Null when this case has no such notice to be read.</returns>
    public static async Task<CaseNotice?> NoticeAsync(this IWindowStore store, CaseId id, string noticeId, CancellationToken ct) => NoticeId.TryParse(noticeId) is not { } wanted
        ? null
        : await store.ReadAsync((db, stop) => db.CaseNotices.SingleOrDefaultAsync(row => row.Id == wanted && row.Case == id && row.File != null, stop), ct);

    public static async Task WritePdfAsync(this HttpResponse response, byte[] pdf, string fileName, CancellationToken ct)
    {
        (response.ContentType, response.ContentLength) = ("application/pdf", pdf.Length);
        (response.Headers.CacheControl, response.Headers.ContentDisposition) = ("no-store", $"attachment; filename=\"{fileName}\"");
        await response.Body.WriteAsync(pdf, ct);
    }
}
