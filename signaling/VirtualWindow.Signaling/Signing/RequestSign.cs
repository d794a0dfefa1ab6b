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

/// <summary>The clerk lays papers before the applicant to be read and signed: the application form, made anew, or PDFs of the session.</summary>
internal sealed class RequestSign(
    Signings signings, SessionDocuments documents, FormBook forms, CatalogueKeeper catalogue, TimeProvider time)
{
    private const int MostPapers = 10;
    private const string Pdf = "application/pdf";

    /// <summary>Lower left on the last page of a paper that says nothing of it.</summary>
    private const double UsualX = 150, UsualY = 110;

    private sealed record Paper(SharedDocument Document, SigningPlace Place, long? FormSequence);

    public async Task<Reply<SigningView>> HandleAsync(HubConnection connection, RequestSignRequest request, CancellationToken ct)
    {
        if (request.DocumentIds.Count > MostPapers) return Refuse.TooLarge;
        if (request.DocumentIds.Any(id => DocumentId.TryParse(id) is null)) return Refuse.BadInput;
        var (seat, refusal) = await signings.EnterAsync(connection, request.SessionId, ct);
        if (seat is null) return refusal!;
        if (!seat.Gate.IsIdentified) return SigningRefusals.Of(SigningRefusal.IdentityFirst)!;
        var (papers, unfit) = request.DocumentIds.Count == 0 ? await MakeFormAsync(seat, ct) : await FindAsync(seat, request.DocumentIds, ct);
        if (papers is null) return unfit!;
        return await signings.ChangeAsync(connection, request.SessionId, (found, now) => Ask(found.Gate, papers, now), ct);
    }

    private static SigningRefusal Ask(SigningGate gate, IReadOnlyList<Paper> papers, DateTimeOffset now) =>
        papers.Select(paper => gate.Ask(paper.Document.Id, paper.Document.Sha256!, paper.Place, paper.FormSequence, now)).FirstOrDefault(refusal => refusal != SigningRefusal.None);

    private async Task<(IReadOnlyList<Paper>? Papers, Refusal? Refusal)> MakeFormAsync(SigningSeat seat, CancellationToken ct)
    {
        var form = await forms.OpenAsync(seat.Session.Id, ct);
        if (!form.State.Submitted) return (null, SigningRefusals.FormOpen);
        try
        {
            var made = ApplicationForm.Write(form.State, seat.Session, (await catalogue.CurrentAsync(ct)).Sites[seat.Session.Site], time.GetUtcNow());
            var title = new DocumentTitle(seat.Session.Id, $"{form.State.Definition.Title}申请表.pdf", null, DocumentOrigin.Generated, null);
            return ([new Paper(await documents.AddAsync(title, made.Pdf, Pdf, made.Pages, ct), made.Place, form.State.Sequence)], null);
        }
        catch (MissingGlyphsException missing)
        {
            return (null, SigningRefusals.Missing(string.Join(' ', missing.Characters)));
        }
    }

    private async Task<(IReadOnlyList<Paper>? Papers, Refusal? Refusal)> FindAsync(SigningSeat seat, IReadOnlyList<string> ids, CancellationToken ct)
    {
        var papers = new List<Paper>();
        foreach (var id in ids.Distinct())
        {
            if (await documents.FindAsync(DocumentId.Parse(id), ct) is not { } document || document.Session != seat.Session.Id) return (null, Refuse.NotFound);
            if (document.State != DocumentState.Shown) return (null, Refuse.Stale);
            if (document.MediaType != Pdf) return (null, SigningRefusals.OnlyPdf);
            papers.Add(new Paper(document, new SigningPlace(document.Pages.Count - 1, UsualX, UsualY), null));
        }

        return (papers, null);
    }
}
