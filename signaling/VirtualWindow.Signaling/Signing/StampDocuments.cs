using Microsoft.Extensions.Logging;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Signing;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Documents;
using VirtualWindow.Domain.Seals;
using VirtualWindow.Domain.Signing;
using VirtualWindow.Seals;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage.Documents;

namespace VirtualWindow.Signaling.Signing;

/// <summary>
/// The clerk stamps what the applicant signed: gate → the seal's rules → second factor → one use in the ledger for each document. Of a batch
/// that breaks in the middle, what is stamped stays stamped and the rest waits.
/// </summary>
internal sealed partial class StampDocuments(
    Signings signings, SessionDocuments documents, SealPress press, SecondFactors factors, ILogger<StampDocuments> log)
{
    private const int MostPapers = 20;

    public async Task<Reply<SigningView>> HandleAsync(HubConnection connection, StampRequest request, CancellationToken ct)
    {
        if (Unfit(request)) return Refuse.BadInput;
        if (request.Papers.Count > MostPapers) return Refuse.TooLarge;
        var (seat, refusal) = await signings.EnterAsync(connection, request.SessionId, ct);
        if (seat is null) return refusal!;
        if (await RefuseAsync(seat, request, ct) is { } no) return no;
        try
        {
            return await StampAsync(connection, seat, request, ct);
        }
        catch (SealKeyMissingException missing)
        {
            LogNoKey(log, missing, request.SealId);
            return SigningRefusals.NoAuthority;
        }
    }

    private static bool Unfit(StampRequest request) => request.Papers.Count == 0 || request.Papers.Any(paper => paper is null || Check.Key(paper.Sha256) is not null)
        || request.Papers.DistinctBy(paper => paper.DocumentId).Count() != request.Papers.Count || Check.Key(request.SealId) is not null || Check.Key(request.Code) is not null;

    /// <summary>All that can be said against it, the second factor last: a code that was right is spent.</summary>
    private async Task<Refusal?> RefuseAsync(SigningSeat seat, StampRequest request, CancellationToken ct)
    {
        foreach (var paper in request.Papers)
        {
            if (DocumentId.TryParse(paper.DocumentId) is not { } id) return Refuse.BadInput;
            if (SigningRefusals.Of(seat.Gate.RefusesStamp(id, paper.Sha256)) is { } no) return no;
            if (!Fits(paper, await documents.GetAsync(seat.Gate.Find(id)!.Current, ct))) return Refuse.BadInput;
        }

        var rules = await press.RefusesAsync(new SealId(request.SealId), User(seat), seat.Item, request.Papers.Count, ct);
        return SigningRefusals.Of(rules) ?? SigningRefusals.Of(await factors.CheckAsync(seat.Session.Clerk, request.Code, ct));
    }

    private static bool Fits(StampPaper paper, SharedDocument document) => paper.Page >= 0 && paper.Page < document.Pages.Count
        && paper.X >= 0 && paper.X <= document.Pages[paper.Page].Width && paper.Y >= 0 && paper.Y <= document.Pages[paper.Page].Height;

    private async Task<Reply<SigningView>> StampAsync(HubConnection connection, SigningSeat seat, StampRequest request, CancellationToken ct)
    {
        Reply<SigningView> reply = Refuse.BadInput;
        foreach (var paper in request.Papers)
        {
            reply = await StampAsync(connection, seat, request, paper, ct);
            if (reply.Refusal is not null) break;
        }

        return reply;
    }

    private async Task<Reply<SigningView>> StampAsync(HubConnection connection, SigningSeat seat, StampRequest request, StampPaper paper, CancellationToken ct)
    {
        var asked = DocumentId.Parse(paper.DocumentId);
        var signed = seat.Gate.Find(asked)!.Current;
        var spot = new SealSpot(paper.Page, paper.X, paper.Y, request.AcrossPages);
        var order = new SealOrder(new SealId(request.SealId), User(seat), seat.Item, seat.Session.Id.ToString(), signed.ToString(), await documents.ReadAsync(signed, ct), spot);
        var (made, refusal) = await press.SealAsync(order, ct);
        if (made is null) return SigningRefusals.Of(refusal)!;
        var version = await documents.WriteVersionAsync(signed, DocumentOrigin.Stamped, seat.Participant.Id, made.Pdf, ct);
        return await signings.ChangeAsync(
            Signings.By(connection, request.SessionId), (found, now) => found.Gate.Stamp(asked, paper.Sha256, new(version.Id, version.Sha256!), made.LedgerNumber, now), ct, db => db.Documents.Add(version));
    }

    private static SealUser User(SigningSeat seat) => new(seat.Session.ClerkNumber, seat.Session.Site);

    [LoggerMessage(3512, LogLevel.Error, "The key of seal {SealId} cannot be opened")]
    private static partial void LogNoKey(ILogger logger, Exception missing, string sealId);
}
