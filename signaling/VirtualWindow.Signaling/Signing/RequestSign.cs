using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Signing;
using VirtualWindow.Documents.Fonts;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Documents;
using VirtualWindow.Domain.Signing;
using VirtualWindow.Signaling.CoBrowse;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Live;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage.Documents;

namespace VirtualWindow.Signaling.Signing;

/// <summary>
/// The clerk lays papers before the applicant to be read and signed: the application form, made anew, PDFs of the session as they are shown, or
/// pictures, of which a PDF is made. Each goes its own way through the gate.
/// </summary>
internal sealed class RequestSign(
    Signings signings, SessionDocuments documents, FormBook forms, CatalogueKeeper catalogue, TimeProvider time)
{
    private const int MostPapers = 10;
    private const string Pdf = "application/pdf", Pictures = "image/";

    /// <summary>Lower left on the last page of a paper that says nothing of it.</summary>
    private const double UsualX = 150, UsualY = 110;

    private sealed record Paper(SharedDocument Document, SigningPlace Place, long? FormSequence);

    public async Task<Reply<SigningView>> HandleAsync(HubConnection connection, RequestSignRequest request, CancellationToken ct)
    {
        if (request.Papers.Count > MostPapers) return Refuse.TooLarge;
        if (request.Papers.Any(paper => paper is null || DocumentId.TryParse(paper.DocumentId) is null) || request.Papers.DistinctBy(paper => paper.DocumentId).Count() < request.Papers.Count) return Refuse.BadInput;
        var (seat, refusal) = await signings.EnterAsync(connection, request.SessionId, ct);
        if (seat is null) return refusal!;
        if (!seat.Gate.IsIdentified) return SigningRefusals.Of(SigningRefusal.IdentityFirst)!;
        try
        {
            var (papers, unfit) = request.Papers.Count == 0 ? await MakeFormAsync(seat, ct) : await FindAsync(seat, request.Papers, ct);
            if (papers is null) return unfit!;
            return await signings.ChangeAsync(connection, request.SessionId, (found, now) => Ask(found.Gate, papers, now), ct);
        }
        catch (MissingGlyphsException missing)
        {
            return SigningRefusals.Missing(string.Join(' ', missing.Characters));
        }
    }

    private static SigningRefusal Ask(SigningGate gate, IReadOnlyList<Paper> papers, DateTimeOffset now) =>
        papers.Select(paper => gate.Ask(paper.Document.Id, paper.Document.Sha256!, paper.Place, paper.FormSequence, now)).FirstOrDefault(refusal => refusal != SigningRefusal.None);

    private async Task<(IReadOnlyList<Paper>? Papers, Refusal? Refusal)> MakeFormAsync(SigningSeat seat, CancellationToken ct)
    {
        var form = await forms.OpenAsync(seat.Session.Id, ct);
        if (!form.State.Submitted) return (null, SigningRefusals.FormOpen);
        var made = ApplicationForm.Write(form.State, seat.Session, (await catalogue.CurrentAsync(ct)).Sites[seat.Session.Site], time.GetUtcNow());
        return ([await KeepAsync(seat, $"{form.State.Definition.Title}申请表.pdf", null, made, form.State.Sequence, ct)], null);
    }

    private async Task<(IReadOnlyList<Paper>? Papers, Refusal? Refusal)> FindAsync(SigningSeat seat, IReadOnlyList<SignPaper> wanted, CancellationToken ct)
    {
        var found = new List<(SharedDocument Document, SigningPlace? Place)>();
        foreach (var one in wanted)
        {
            if (await documents.FindAsync(DocumentId.Parse(one.DocumentId), ct) is not { } document || document.Session != seat.Session.Id) return (null, Refuse.NotFound);
            if (document.State != DocumentState.Shown) return (null, Refuse.Stale);
            if (Unfit(document, one.Place) is { } no) return (null, no);
            found.Add((document, one.Place is { } place ? new SigningPlace(place.Page, place.X, place.Y) : null));
        }

        var papers = new List<Paper>();
        foreach (var (document, place) in found) papers.Add(await PaperAsync(seat, document, place, ct));
        return (papers, null);
    }

    private static Refusal? Unfit(SharedDocument document, SignPlace? place)
    {
        if (document.MediaType is not { } type || (type != Pdf && !type.StartsWith(Pictures, StringComparison.Ordinal))) return SigningRefusals.OnlyPaper;
        if (place is null || type != Pdf) return null;
        var fits = place.Page >= 0 && place.Page < document.Pages.Count && document.Pages[place.Page] is var page && place.X >= 0 && place.X <= page.Width && place.Y >= 0 && place.Y <= page.Height;
        return fits ? null : Refuse.BadInput;
    }

    private async Task<Paper> PaperAsync(SigningSeat seat, SharedDocument document, SigningPlace? place, CancellationToken ct)
    {
        if (document.MediaType == Pdf) return new Paper(document, place ?? Usual(document), null);
        var site = (await catalogue.CurrentAsync(ct)).Sites[seat.Session.Site];
        var made = PicturePaper.Write(document, await documents.ReadAsync(document, ct), site, time.GetUtcNow());
        return await KeepAsync(seat, $"{Path.GetFileNameWithoutExtension(document.Name)}.pdf", document.Material, made, null, ct);
    }

    /// <summary>On the last page, and on the page however small it is.</summary>
    private static SigningPlace Usual(SharedDocument document)
    {
        var page = document.Pages[^1];
        return new SigningPlace(document.Pages.Count - 1, Math.Min(UsualX, page.Width / 2), Math.Min(UsualY, page.Height / 2));
    }

    private async Task<Paper> KeepAsync(SigningSeat seat, string name, string? material, MadePaper made, long? formSequence, CancellationToken ct)
    {
        var title = new DocumentTitle(seat.Session.Id, name, material, DocumentOrigin.Generated, null);
        return new Paper(await documents.AddAsync(title, made.Pdf, Pdf, made.Pages, ct), made.Place, formSequence);
    }
}
