using Microsoft.Extensions.Logging;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Signing;
using VirtualWindow.Documents.Signing;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Documents;
using VirtualWindow.Domain.Signing;
using VirtualWindow.Seals;
using VirtualWindow.Signaling.CoBrowse;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Documents;
using VirtualWindow.Storage.Seals;

namespace VirtualWindow.Signaling.Signing;

/// <summary>What is to be signed: this paper, as long as it has these bytes.</summary>
internal sealed record PaperBytes(DocumentId Document, string Sha256);

/// <summary>
/// The applicant signs by hand. The signature is bound to the very bytes that were read; the handwriting's samples stay encrypted beside it.
/// Version, handwriting and the gate's step become true together: a crash before that leaves a file that nobody knows, and the applicant signs once more.
/// </summary>
internal sealed partial class SignDocument(
    Signings signings, SigningViews views, SessionDocuments documents, SessionSecrets secrets, FormBook forms, EventSigning signing, ILogger<SignDocument> log)
{
    /// <summary>A minute of a fast pen.</summary>
    private const int MostSamples = 6_000;
    private const int FewestSamples = 8;

    public async Task<Reply<SigningView>> HandleAsync(HubConnection connection, SignDocumentRequest request, CancellationToken ct) =>
        DocumentId.TryParse(request.DocumentId) is { } id && Check.Key(request.Sha256) is null
            ? await HandleAsync(Signings.By(connection, request.SessionId), new(id, request.Sha256), request.Strokes, ct)
            : Refuse.BadInput;

    /// <param name="by">Who signs: the applicant's page, or a phone that was lent to it.</param>
    /// <param name="beside">What becomes true with the signature, in its transaction.</param>
    public async Task<Reply<SigningView>> HandleAsync(SeatQuestion by, PaperBytes bytes, IReadOnlyList<InkStroke> strokes, CancellationToken ct, Action<WindowDb>? beside = null)
    {
        if (Unfit(strokes)) return Refuse.BadInput;
        var (seat, refusal) = await signings.EnterAsync(by, ct);
        if (seat is null) return refusal!;
        if (await RefuseAsync(seat, bytes, ct) is { } no) return no;
        try
        {
            return await SignAsync(by, seat, bytes, strokes, beside, ct);
        }
        catch (SealKeyMissingException missing)
        {
            LogNoAuthority(log, missing);
            return SigningRefusals.NoAuthority;
        }
    }

    /// <summary>Whether these bytes may be signed now; nothing is written.</summary>
    public async Task<Refusal?> RefuseAsync(SigningSeat seat, PaperBytes bytes, CancellationToken ct)
    {
        if (SigningRefusals.Of(seat.Gate.RefusesSigning(bytes.Document, bytes.Sha256)) is { } no) return no;
        return SigningViews.IsOutdated(seat.Gate.Find(bytes.Document)!, await forms.OpenAsync(seat.Session.Id, ct)) ? SigningRefusals.FormChanged : null;
    }

    private async Task<Reply<SigningView>> SignAsync(SeatQuestion by, SigningSeat seat, PaperBytes bytes, IReadOnlyList<InkStroke> strokes, Action<WindowDb>? beside, CancellationToken ct)
    {
        var paper = seat.Gate.Find(bytes.Document)!;
        var ink = strokes.Select(IReadOnlyList<InkPoint> (stroke) => [.. stroke.Samples.Select(Point)]).ToArray();
        var signed = await signing.SignAsync(await documents.ReadAsync(paper.Document, ct), ink, await views.SignerAsync(seat, ct), new(paper.Page, paper.X, paper.Y), ct);
        var version = await documents.WriteVersionAsync(paper.Document, DocumentOrigin.Signed, seat.Participant.Id, signed.Pdf, ct);
        var kept = new KeptHandwriting { Session = seat.Session.Id, Document = paper.Document, Sha256 = signed.InkSha256, Protected = await secrets.ProtectAsync(seat.Session.Id, signed.Ink, ct) };
        var reply = await signings.ChangeAsync(by, (found, now) => found.Gate.Sign(paper.Document, bytes.Sha256, new(version.Id, version.Sha256!), signed.InkSha256, now), ct, db =>
        {
            db.Documents.Add(version);
            db.KeptHandwritings.Add(kept);
            beside?.Invoke(db);
        });
        if (reply.Refusal is null) LogSigned(log, seat.Session.Id, version.Sha256!);
        return reply;
    }

    private static bool Unfit(IReadOnlyList<InkStroke> strokes)
    {
        if (strokes.Count == 0 || strokes.Any(stroke => stroke is not { Samples.Count: > 0 } || stroke.Samples.Any(sample => sample is null))) return true;
        var samples = strokes.SelectMany(stroke => stroke.Samples).ToArray();
        return samples.Length is < FewestSamples or > MostSamples
            || samples.Any(sample => !(Math.Abs(sample.X) < 1e5 && Math.Abs(sample.Y) < 1e5 && sample.Pressure is >= 0 and <= 1 && sample.Milliseconds is >= 0 and < 3_600_000));
    }

    private static InkPoint Point(InkSample sample) => new(sample.X, sample.Y, sample.Pressure, TimeSpan.FromMilliseconds(sample.Milliseconds));

    [LoggerMessage(3510, LogLevel.Information, "The applicant of session {SessionId} signed a document: {Sha256}")]
    private static partial void LogSigned(ILogger logger, SessionId sessionId, string sha256);

    [LoggerMessage(3511, LogLevel.Error, "Nobody can sign: the hall has no authority whose key opens")]
    private static partial void LogNoAuthority(ILogger logger, Exception missing);
}
