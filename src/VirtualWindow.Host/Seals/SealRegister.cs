using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Seals;
using VirtualWindow.Documents.Signing;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Seals;
using VirtualWindow.Storage;

namespace VirtualWindow.Host.Seals;

/// <summary>The register of seals in the hands of an admin. Every act is a line in the seal's ledger, with the admin's number.</summary>
internal sealed class SealRegister(IWindowStore store, TimeProvider time)
{
    private const int LinesShown = 100;
    private static readonly Dictionary<SealActKind, SealMove> Moves = new()
    {
        [SealActKind.Suspend] = SealMove.Suspend, [SealActKind.Release] = SealMove.Release, [SealActKind.Revoke] = SealMove.Revoke,
    };

    public async Task<SealList> ListAsync(CancellationToken ct) => await store.ReadAsync(async (db, stop) =>
    {
        var sites = await db.Sites.ToDictionaryAsync(site => site.Id, stop);
        var seals = await db.Seals.ToListAsync(stop);
        return new SealList([.. seals.OrderBy(seal => seal.Id.Value, StringComparer.Ordinal).Select(seal => View(seal, sites[seal.Site].Name, sites[seal.Site].Today(time.GetUtcNow())))]);
    }, ct);

    /// <returns>Null when there is no such seal.</returns>
    public Task<SealLedgerView?> LedgerAsync(string id, CancellationToken ct) => store.ReadAsync(async (db, stop) =>
    {
        var seal = new SealId(id);
        var lines = await db.SealLedger.Where(line => line.Seal == seal).OrderBy(line => line.Sequence).ToListAsync(stop);
        return lines.Count == 0 ? null : new SealLedgerView(id, [.. lines.AsEnumerable().Reverse().Take(LinesShown).Select(View)], SealLedgerLine.FirstBroken(seal, lines));
    }, ct);

    public Task<Refusal?> ActAsync(string id, SealActRequest request, string by, CancellationToken ct) =>
        ChangeAsync(id, seal => seal.Make(Moves[request.Act], time.GetUtcNow(), by, request.Reason.Trim()), ct);

    public Task<Refusal?> ChangeRulesAsync(string id, SealRulesRequest request, string by, CancellationToken ct) =>
        ChangeAsync(id, seal => seal.Change(new SealRules(request.Staff, request.Items, request.UsesPerDay), time.GetUtcNow(), by), ct);

    private async Task<Refusal?> ChangeAsync(string id, Func<Seal, SealLedgerLine> act, CancellationToken ct)
    {
        try
        {
            return await store.WriteAsync<Refusal?>(async (db, stop) =>
            {
                var known = new SealId(id);
                if (await db.Seals.SingleOrDefaultAsync(seal => seal.Id == known, stop) is not { } seal) return Refusals.Of(RefusalCodes.NotFound);
                db.SealLedger.Add(act(seal));
                return null;
            }, ct);
        }
        catch (Exception late) when (late is IllegalMoveException or LostUpdateException or DuplicateRowException)
        {
            return Refusals.Of(RefusalCodes.Stale);
        }
    }

    private static SealView View(Seal seal, string site, DateOnly today) => new(
        seal.Id.Value, seal.Site.Value, site, seal.Authority, seal.Purpose, seal.Number, new SealPicture(seal.Authority, seal.Purpose, seal.Number, seal.DiameterMillimetres).ToSvg(), (SealStage)seal.State,
        seal.ValidFrom, seal.ValidTo, seal.RevokedAt, seal.RevokedReason, Convert.ToHexStringLower(SHA256.HashData(seal.Certificate)),
        seal.Rules.Staff, seal.Rules.Items, seal.UsesPerDay, seal.Left(today), seal.LastLine);

    private static SealLine View(SealLedgerLine line)
    {
        var use = line.Read();
        var act = line.Act.ToString();
        return new(line.Sequence, line.At, char.ToLowerInvariant(act[0]) + act[1..], use.By, use.Session, use.Document, use.Before, use.After, use.Intention, use.Reason);
    }
}
