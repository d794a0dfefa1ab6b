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
using VirtualWindow.Storage.Documents;
using VirtualWindow.Storage.Seals;

namespace VirtualWindow.Signaling.Signing;

/// <summary>
/// The applicant signs by hand. The signature is bound to the very bytes that were read; the handwriting's samples stay encrypted beside it.
/// A crash before the last write leaves a signed version that no paper knows: the applicant signs once more, and the newer one counts.
/// </summary>
internal sealed partial class SignDocument(
    Signings signings, SigningViews views, SessionDocuments documents, SessionSecrets secrets, FormBook forms, EventSigning signing, ILogger<SignDocument> log)
{
    /// <summary>A minute of a fast pen.</summary>
    private const int MostSamples = 6_000;
    private const int FewestSamples = 8;

    public async Task<Reply<SigningView>> HandleAsync(HubConnection connection, SignDocumentRequest request, CancellationToken ct)
    {
        if (DocumentId.TryParse(request.DocumentId) is not { } id || Check.Key(request.Sha256) is not null || Unfit(request.Strokes)) return Refuse.BadInput;
        var (seat, refusal) = await signings.EnterAsync(connection, request.SessionId, ct);
        if (seat is null) return refusal!;
        if (SigningRefusals.Of(seat.Gate.RefusesSigning(id, request.Sha256)) is { } no) return no;
        var paper = seat.Gate.Find(id)!;
        if (SigningViews.IsOutdated(paper, await forms.OpenAsync(seat.Session.Id, ct))) return SigningRefusals.FormChanged;
        try
        {
            return await SignAsync(connection, request, seat, paper, ct);
        }
        catch (SealKeyMissingException missing)
        {
            LogNoAuthority(log, missing);
            return SigningRefusals.NoAuthority;
        }
    }

    private async Task<Reply<SigningView>> SignAsync(HubConnection connection, SignDocumentRequest request, SigningSeat seat, SigningPaper paper, CancellationToken ct)
    {
        var strokes = request.Strokes.Select(IReadOnlyList<InkPoint> (stroke) => [.. stroke.Samples.Select(Point)]).ToArray();
        var signed = await signing.SignAsync(await documents.ReadAsync(paper.Document, ct), strokes, await views.SignerAsync(seat, ct), new(paper.Page, paper.X, paper.Y), ct);
        var version = await documents.AddVersionAsync(paper.Document, DocumentOrigin.Signed, seat.Participant.Id, signed.Pdf, ct);
        var kept = new KeptHandwriting { Session = seat.Session.Id, Document = paper.Document, Sha256 = signed.InkSha256, Protected = await secrets.ProtectAsync(seat.Session.Id, signed.Ink, ct) };
        var reply = await signings.ChangeAsync(
            connection, request.SessionId, (found, now) => found.Gate.Sign(paper.Document, request.Sha256, new(version.Id, version.Sha256!), signed.InkSha256, now), ct,
            (db, _) => db.KeptHandwritings.Add(kept));
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
