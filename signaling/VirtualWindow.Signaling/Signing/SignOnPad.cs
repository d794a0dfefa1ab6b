using Microsoft.AspNetCore.Http;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Signing;
using VirtualWindow.Signaling.Live;
using VirtualWindow.Signaling.Queue;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Access;
using VirtualWindow.Storage.Documents;

namespace VirtualWindow.Signaling.Signing;

/// <summary>
/// <c>POST /api/pad</c> and <c>/api/pad/signature</c>: a phone without ticket or sign-in signs one paper by the token of the picture that it scanned.
/// It is told the paper's name and hash and nothing about the person; the answer to a signature says only that it was taken.
/// </summary>
internal static class SignOnPad
{
    public static async Task ViewAsync(HttpContext http, PadRequest request, PadSeats seats, Signings signings, SignDocument signing, SessionDocuments documents, CatalogueKeeper catalogue, AddressLimits limits)
    {
        var ct = http.RequestAborted;
        var (pass, unfit) = await EnterAsync(http, request.Token, seats, limits);
        if (pass is null) { await http.RefuseAsync(unfit!); return; }
        var (seat, refusal) = await signings.EnterAsync(seats.By(request.Token), ct);
        if (seat is null) { await http.RefuseAsync(refusal!); return; }
        if (await signing.RefuseAsync(seat, new(pass.Document, pass.Sha256), ct) is { } no) { await http.RefuseAsync(no); return; }
        var site = (await catalogue.CurrentAsync(ct)).Sites[seat.Session.Site];
        var paper = await documents.GetAsync(pass.Document, ct);
        await http.Response.WriteAsJsonAsync(new PadView(paper.Name, pass.Sha256, site.Name, site.NameEn, pass.ExpiresAt), ct);
    }

    public static async Task HandleAsync(HttpContext http, SignOnPadRequest request, PadSeats seats, SignDocument signing, AddressLimits limits)
    {
        var (pass, unfit) = await EnterAsync(http, request.Token, seats, limits);
        if (pass is null) { await http.RefuseAsync(unfit!); return; }
        if (await SignAsync(pass, request, seats, signing, http.RequestAborted) is { } no) await http.RefuseAsync(no);
        else await http.Response.WriteAsJsonAsync(Done.Instance, http.RequestAborted);
    }

    private static async Task<Refusal?> SignAsync(PadPass pass, SignOnPadRequest request, PadSeats seats, SignDocument signing, CancellationToken ct)
    {
        try
        {
            return (await signing.HandleAsync(seats.By(request.Token), new(pass.Document, pass.Sha256), request.Strokes, ct, seats.Spend)).Refusal;
        }
        catch (Exception late) when (late is LostUpdateException or DuplicateRowException)
        {
            return SigningRefusals.PadSpent; // another phone, or the page itself, signed in the same instant
        }
    }

    private static async Task<(PadPass? Pass, Refusal? Refusal)> EnterAsync(HttpContext http, string token, PadSeats seats, AddressLimits limits)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (!limits.MayTryASecret(http.Connection.RemoteIpAddress?.ToString() ?? "")) return (null, Refuse.TooOften);
        return Check.Key(token) is { } unfit ? (null, unfit) : await seats.FindAsync(token, http.RequestAborted);
    }
}
