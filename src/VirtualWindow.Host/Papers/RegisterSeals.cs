using Microsoft.EntityFrameworkCore;
using VirtualWindow.Documents.Verifying;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Seals;
using VirtualWindow.FollowUp;
using VirtualWindow.FollowUp.Papers;
using VirtualWindow.Seals;
using VirtualWindow.Storage;

namespace VirtualWindow.Host.Papers;

/// <summary>
/// Notices and dossiers under the seals of the register, each use in its ledger: for a notice the authority's own seal where the register has one
/// for the follow-up's use, else the hall's seal for notices; for a dossier the hall's archive seal.
/// </summary>
internal sealed class RegisterSeals(IWindowStore store, SealPress press, HallAuthority authority) : IPaperSeals
{
    public async Task<byte[]> SealNoticeAsync(PaperToSeal paper, CancellationToken ct) => await SealAsync(await NoticeSealAsync(paper, ct), paper, ct);

    public Task<byte[]> SealDossierAsync(PaperToSeal paper, CancellationToken ct) => SealAsync(new($"{paper.Site}-archive"), paper, ct);

    public Task<TrustSettings> TrustAsync(CancellationToken ct) => authority.TrustAsync(ct);

    private Task<SealId> NoticeSealAsync(PaperToSeal paper, CancellationToken ct) => store.ReadAsync(async (db, stop) =>
    {
        var own = (await db.Seals.Where(seal => seal.Authority == paper.Authority && seal.State == SealState.Active).ToListAsync(stop)).Find(seal => seal.Rules.Staff.Contains(SampleSeals.System));
        return own?.Id ?? new SealId($"{paper.Site}-notice");
    }, ct);

    private async Task<byte[]> SealAsync(SealId seal, PaperToSeal paper, CancellationToken ct)
    {
        var order = new SealOrder(seal, new(SampleSeals.System, paper.Site), paper.Item, null, $"{paper.Title} {paper.Number}", paper.Pdf, new(paper.Place.Page, paper.Place.X, paper.Place.Y));
        var (stamped, refusal) = await press.SealAsync(order, ct);
        return stamped?.Pdf ?? throw new StepToldException($"印章 {seal} 不能使用（{refusal}），请在印章登记中处理。The seal {seal} may not be used ({refusal}); see the register of seals.");
    }
}
