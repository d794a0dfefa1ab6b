using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts.Signing;
using VirtualWindow.Documents.Signing;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Documents;
using VirtualWindow.Domain.Forms;
using VirtualWindow.Domain.Seals;
using VirtualWindow.Domain.Signing;
using VirtualWindow.Seals;
using VirtualWindow.Signaling.CoBrowse;
using VirtualWindow.Signaling.Live;
using VirtualWindow.Storage;
using PaperState = VirtualWindow.Contracts.Signing.PaperState;
using SigningStep = VirtualWindow.Contracts.Signing.SigningStep;

namespace VirtualWindow.Signaling.Signing;

/// <summary>Where a signing stands as each side may see it: the clerk sees name and number as far as the form shows them.</summary>
internal sealed class SigningViews(IWindowStore store, FormBook forms, CatalogueKeeper catalogue, SecondFactors factors, TimeProvider time)
{
    public async Task<SigningView> OfAsync(SigningSeat seat, CancellationToken ct)
    {
        var form = await forms.OpenAsync(seat.Session.Id, ct);
        var documents = await store.ReadAsync((db, stop) => db.Documents.Where(row => row.Session == seat.Session.Id).ToDictionaryAsync(row => row.Id, stop), ct);
        var viewer = seat.IsApplicant ? FormRole.Applicant : FormRole.Clerk;
        return new SigningView(
            seat.Session.Id.ToString(), seat.Gate.Version, (SigningStep)seat.Gate.Step, Shown(form, FieldKind.PersonName, viewer) ?? seat.Session.Applicant.DisplayName,
            Shown(form, FieldKind.ResidentId, viewer), seat.Gate.IdentityAt, seat.Gate.HasConsent,
            [.. seat.Gate.Papers.OrderBy(paper => paper.AskedAt).Where(paper => documents.ContainsKey(paper.Document)).Select(paper => Paper(paper, documents[paper.Document], documents[paper.Current], form))],
            seat.IsApplicant ? [] : await SealsAsync(seat, ct), !seat.IsApplicant && await factors.StateAsync(seat.Session.Clerk, ct) is not null);
    }

    /// <summary>The name that a signature carries: as the form has it.</summary>
    public async Task<string> SignerAsync(SigningSeat seat, CancellationToken ct) =>
        Shown(await forms.OpenAsync(seat.Session.Id, ct), FieldKind.PersonName, FormRole.Applicant) ?? "申请人 Applicant";

    /// <summary>The form was changed after the paper was made from it.</summary>
    public static bool IsOutdated(SigningPaper paper, LiveForm form) => paper.FormSequence is { } made && paper.State is Domain.Signing.PaperState.Asked or Domain.Signing.PaperState.Read && form.State.Sequence != made;

    private static string? Shown(LiveForm form, FieldKind kind, FormRole viewer)
    {
        var field = form.State.Definition.Fields.FirstOrDefault(field => field.Kind == kind && form.State.Counts(field) && form.State[field.Id].Text.Length > 0);
        return field is null ? null : FormSight.Value(form.State, field, viewer).Text;
    }

    private static PaperView Paper(SigningPaper paper, SharedDocument asked, SharedDocument current, LiveForm form) => new(
        paper.Document.ToString(), current.Id.ToString(), asked.Name, paper.CurrentSha256, current.Length, current.Pages.Count, (PaperState)paper.State, paper.FormSequence is not null, IsOutdated(paper, form),
        paper.Page, paper.X, paper.Y, paper.SignedAt, paper.StampedAt, paper.LedgerNumber);

    private async Task<IReadOnlyList<SealChoice>> SealsAsync(SigningSeat seat, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var hall = await catalogue.CurrentAsync(ct);
        var user = new SealUser(seat.Session.ClerkNumber, seat.Session.Site);
        var all = await store.ReadAsync((db, stop) => db.Seals.Where(seal => seal.State == SealState.Active).ToListAsync(stop), ct);
        return [.. all.Where(seal => seal.Refuses(user, seat.Item, 0, hall.Sites[seal.Site].Today(now), now) == SealRefusal.None)
            .OrderBy(seal => seal.Id.Value, StringComparer.Ordinal).Select(seal => Choice(seal, hall.Sites[seal.Site].Today(now)))];
    }

    private static SealChoice Choice(Seal seal, DateOnly today)
    {
        var picture = new SealPicture(seal.Authority, seal.Purpose, seal.Number, seal.DiameterMillimetres);
        return new SealChoice(seal.Id.Value, seal.Authority, seal.Purpose, picture.ToSvg(), picture.Width, seal.Left(today));
    }
}
