using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Documents;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage.Documents;

namespace VirtualWindow.Signaling.Documents;

/// <summary>
/// <c>GET /api/documents/{id}</c>: the very bytes that are shown, to those who take part, in whole or by <c>Range</c> (RFC 9110 §14), so that a cut
/// costs only what was missing. Never the original.
/// </summary>
internal static class FetchDocument
{
    public static async Task HandleAsync(HttpContext http, string id, DocumentCallers callers, SessionDocuments documents)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (!callers.MayAsk(http)) await http.RefuseAsync(Refuse.TooOften);
        else if (DocumentId.TryParse(id) is not { } document) await http.RefuseAsync(Refuse.BadInput);
        else if (await documents.FindAsync(document, http.RequestAborted) is not { } row) await http.RefuseAsync(Refuse.NotFound);
        else if ((await callers.FindAsync(http, row.Session)).Refusal is { } no) await http.RefuseAsync(no);
        else if (row.State != DocumentState.Shown) await http.RefuseAsync(Refuse.NotFound);
        else await SendAsync(http, row, await documents.ReadAsync(row, http.RequestAborted));
    }

    private static Task SendAsync(HttpContext http, SharedDocument row, byte[] bytes)
    {
        // Whatever a browser makes of it when it is opened by itself: it runs nothing and reaches nothing.
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.ContentDisposition = "inline";
        return Results.Bytes(bytes, row.MediaType, entityTag: new EntityTagHeaderValue($"\"{row.Sha256}\""), enableRangeProcessing: true).ExecuteAsync(http);
    }
}
