using System.Buffers;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Documents;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Documents;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Documents;

namespace VirtualWindow.Signaling.Documents;

/// <summary>
/// <c>PATCH /api/documents/{id}/upload</c> with <c>Upload-Offset</c>: the next part (in the manner of draft-ietf-httpbis-resumable-upload); <c>GET</c> of
/// the same: how far it got. Whoever was cut off asks, and goes on from there; nothing that was acknowledged is sent twice.
/// </summary>
internal static class ReceivePart
{
    /// <summary>Four blocks at rest: on a phone's line of 1 Mbit/s a cut costs two seconds at most.</summary>
    public const int PartBytes = 4 * DocumentFiles.BlockBytes;
    private const string Offset = "Upload-Offset";

    public static async Task HandleAsync(HttpContext http, string id, DocumentCallers callers, DocumentUploads uploads, SessionDocuments documents, DocumentTelling telling, DocumentBell bell)
    {
        http.Response.Headers.CacheControl = "no-store";
        // Before anything is read: this and no more may come.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = PartBytes;
        var from = http.Request.Headers[Offset] is [{ } text] && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at : -1;
        if (!callers.MayAsk(http)) await http.RefuseAsync(Refuse.TooOften);
        else if (DocumentId.TryParse(id) is not { } document || from < 0 || http.Request.ContentLength is null or 0) await http.RefuseAsync(Refuse.BadInput);
        else if (http.Request.ContentLength > PartBytes) await http.RefuseAsync(Refuse.TooLarge);
        else if (await uploads.FindAsync(document, http.RequestAborted) is not { } upload) await http.RefuseAsync(Refuse.NotFound);
        else if ((await OwnsAsync(http, callers, upload.Session, upload.AddedBy)) is { } no) await http.RefuseAsync(no);
        else await TakeAsync(http, upload, from, uploads, documents, telling, bell);
    }

    public static async Task StateAsync(HttpContext http, string id, DocumentCallers callers, DocumentUploads uploads, SessionDocuments documents, DocumentTelling telling, DocumentBell bell)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (!callers.MayAsk(http)) await http.RefuseAsync(Refuse.TooOften);
        else if (DocumentId.TryParse(id) is not { } document) await http.RefuseAsync(Refuse.BadInput);
        else if (await uploads.FindAsync(document, http.RequestAborted) is { } upload) await TellStateAsync(http, upload, callers, uploads, telling, bell);
        else if (await documents.FindAsync(document, http.RequestAborted) is not { OriginalSha256: not null } received) await http.RefuseAsync(Refuse.NotFound);
        else if (await OwnsAsync(http, callers, received.Session, received.AddedBy) is { } no) await http.RefuseAsync(no);
        else await http.Response.WriteAsJsonAsync(new UploadView(id, received.OriginalLength, PartBytes, true), http.RequestAborted);
    }

    public static UploadView ViewOf(DocumentUpload upload) => new(upload.Id.ToString(), upload.Received, PartBytes, false);

    private static async Task TellStateAsync(HttpContext http, DocumentUpload upload, DocumentCallers callers, DocumentUploads uploads, DocumentTelling telling, DocumentBell bell)
    {
        if (await OwnsAsync(http, callers, upload.Session, upload.AddedBy) is { } no) await http.RefuseAsync(no);
        else if (upload.Complete) await FinishAsync(http, upload, uploads, telling, bell); // the process died between the last part and the end
        else await http.Response.WriteAsJsonAsync(ViewOf(upload), http.RequestAborted);
    }

    private static async Task<Refusal?> OwnsAsync(HttpContext http, DocumentCallers callers, SessionId session, ParticipantId? owner)
    {
        var (seat, refusal) = await callers.FindAsync(http, session);
        return refusal ?? (seat!.Participant.Id == owner ? null : Refuse.NotYours);
    }

    private static async Task TakeAsync(HttpContext http, DocumentUpload upload, long from, DocumentUploads uploads, SessionDocuments documents, DocumentTelling telling, DocumentBell bell)
    {
        var length = (int)http.Request.ContentLength!.Value;
        if (from != upload.Received || from + length > upload.Length || (length % DocumentFiles.BlockBytes != 0 && from + length != upload.Length))
        {
            await http.RefuseAsync(Refuse.Stale);
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            await http.Request.Body.ReadExactlyAsync(buffer.AsMemory(0, length), http.RequestAborted);
            var grown = await uploads.GrowAsync(upload, from, buffer.AsMemory(0, length), http.RequestAborted);
            if (grown.Complete) await FinishAsync(http, grown, uploads, telling, bell);
            else await http.Response.WriteAsJsonAsync(ViewOf(grown), http.RequestAborted);
        }
        catch (Exception late) when (late is LostUpdateException or IllegalMoveException)
        {
            await http.RefuseAsync(Refuse.Stale); // the same part came twice
        }
        catch (EndOfStreamException)
        {
            await http.RefuseAsync(Refuse.BadInput); // less came than was announced
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static async Task FinishAsync(HttpContext http, DocumentUpload upload, DocumentUploads uploads, DocumentTelling telling, DocumentBell bell)
    {
        if (await uploads.FinishAsync(upload, http.RequestAborted) is not { } received)
        {
            await http.RefuseAsync(Refusals.Of(RefusalCodes.DocumentDiffers));
            return;
        }

        bell.Ring();
        telling.Tell(received.Session);
        await http.Response.WriteAsJsonAsync(new UploadView(received.Id.ToString(), received.OriginalLength, PartBytes, true), http.RequestAborted);
    }
}
