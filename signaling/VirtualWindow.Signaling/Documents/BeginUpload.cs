using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Documents;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Documents;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Signaling.Negotiation;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Documents;

namespace VirtualWindow.Signaling.Documents;

/// <summary><c>POST /api/documents</c>: announces an upload with its length and hash; the parts follow.</summary>
internal static class BeginUpload
{
    private const int LongestName = 120, HashDigits = 64;

    public static async Task HandleAsync(
        HttpContext http, UploadRequest request, DocumentCallers callers, IWindowStore store, DocumentUploads uploads, IOptions<DocumentOptions> options)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (!callers.MayAsk(http)) await http.RefuseAsync(Refuse.TooOften);
        else if (Unfit(request, options.Value) is { } unfit) await http.RefuseAsync(unfit);
        else
        {
            var (seat, refusal) = await callers.FindAsync(http, SessionId.Parse(request.SessionId));
            if (refusal is not null) await http.RefuseAsync(refusal);
            else await BeginAsync(http, request, seat!, store, uploads, options.Value);
        }
    }

    private static async Task BeginAsync(HttpContext http, UploadRequest request, Seat seat, IWindowStore store, DocumentUploads uploads, DocumentOptions options)
    {
        var ask = request.AskId is null ? null : DocumentRequestId.TryParse(request.AskId);
        if (await FullAsync(store, seat, ask, options, http.RequestAborted) is { } no)
        {
            await http.RefuseAsync(no);
            return;
        }

        var origin = request.Captured ? DocumentOrigin.Captured : DocumentOrigin.Uploaded;
        var title = new DocumentTitle(seat.Session.Id, FileName(request.Name), request.Material, origin, seat.Participant.Id);
        var upload = await uploads.BeginAsync(title, ask, request.Bytes, request.Sha256, http.RequestAborted);
        await http.Response.WriteAsJsonAsync(ReceivePart.ViewOf(upload), http.RequestAborted);
    }

    private static Refusal? Unfit(UploadRequest request, DocumentOptions options) =>
        SessionId.TryParse(request.SessionId) is null || request.Bytes < 1 || !IsHash(request.Sha256) ? Refuse.BadInput
        : request.Bytes > options.LargestBytes ? DocumentSentences.Of(DocumentRefusal.TooLarge) with { Code = RefusalCodes.TooLarge }
        : (request.Material is { } material ? Check.Key(material) : null) ?? (request.AskId is { } ask && DocumentRequestId.TryParse(ask) is null ? Refuse.BadInput : null)
        ?? Check.Text(request.Name, LongestName) ?? (FileName(request.Name).Length == 0 ? Refuse.BadInput : null);

    private static Task<Refusal?> FullAsync(IWindowStore store, Seat seat, DocumentRequestId? ask, DocumentOptions options, CancellationToken ct) => store.ReadAsync(async (db, stop) =>
    {
        var session = seat.Session.Id;
        if (seat.Participant.Role is not (PartyRole.Applicant or PartyRole.Clerk)) return Refuse.NotAllowed;
        if (await db.Documents.CountAsync(row => row.Session == session, stop) >= options.MostPerSession) return Refusals.Of(RefusalCodes.DocumentsFull);
        if (await db.DocumentUploads.CountAsync(row => row.Session == session && row.AddedBy == seat.Participant.Id, stop) >= options.MostUnderWay) return Refusals.Of(RefusalCodes.DocumentsFull);
        return ask is not null && !await db.DocumentRequests.AnyAsync(row => row.Id == ask && row.Session == session, stop) ? Refuse.NotFound : null;
    }, ct);

    private static bool IsHash(string text) => text.Length == HashDigits && text.All(char.IsAsciiHexDigitLower);

    /// <summary>The last segment of whatever path a browser or a stranger sent: a name for people, never a place.</summary>
    private static string FileName(string name) => name[(name.LastIndexOfAny(['/', '\\']) + 1)..].Trim();
}
