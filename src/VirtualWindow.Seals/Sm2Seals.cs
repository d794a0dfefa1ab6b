using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Seals;
using VirtualWindow.Documents.Signing;
using VirtualWindow.Documents.Sm2;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Seals;

namespace VirtualWindow.Seals;

/// <summary>
/// Where the hall asks for it (<see cref="SealOptions.Sm2"/>): a detached signature by SM2 and SM3 in the format of GB/T 38540-2020 beside every sealed
/// document, never instead of its PAdES signature. Compatible in format, not certified.
/// </summary>
public sealed class Sm2Seals(IWindowStore store, KeptKeys keys, IOptions<SealOptions> options, TimeProvider time)
{
    private const string RootKey = "sm2-authority";
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(3650);

    public bool IsOn => options.Value.Sm2;

    /// <summary>DER of the SM2 root; null while the option was never on.</summary>
    public Task<byte[]?> RootAsync(CancellationToken ct) =>
        store.ReadAsync((db, stop) => db.KeptKeys.Where(row => row.Id == RootKey).Select(row => row.Certificate).SingleOrDefaultAsync(stop), ct);

    public Task<byte[]?> FindAsync(string sha256, CancellationToken ct) =>
        store.ReadAsync((db, stop) => db.DetachedSeals.Where(row => row.Sha256 == sha256).Select(row => row.Bytes).SingleOrDefaultAsync(stop), ct);

    /// <summary>Signs and keeps it; nothing while the option is off or the document belongs to no session.</summary>
    public async Task SignAsync(SealOrder order, SealFace face, byte[] pdf, string sha256, CancellationToken ct)
    {
        if (!IsOn || order.Session is null || SessionId.TryParse(order.Session) is not { } session) return;
        var now = time.GetUtcNow();
        var key = await KeyAsync(order.Seal.Value, face.Authority, ct);
        var bytes = SesSignature.Sign(pdf, Describe(order.Seal, face, key), key, now, order.Document);
        var row = new DetachedSeal { Sha256 = sha256, Session = session, Seal = order.Seal, At = now, Bytes = bytes };
        await store.WriteAsync((db, _) => { db.DetachedSeals.Add(row); return Task.CompletedTask; }, ct);
    }

    private SesSeal Describe(SealId seal, SealFace face, Sm2SoftwareKey key)
    {
        var now = time.GetUtcNow();
        var picture = Encoding.UTF8.GetBytes(new SealPicture(face.Authority, face.Purpose, face.Number, face.DiameterMillimetres).ToSvg());
        var info = new SesSealInfo(face.Number ?? seal.Value, face.Authority, [key.Certificate], picture, "SVG", face.DiameterMillimetres, face.DiameterMillimetres, now, now.AddMinutes(-1), now.AddYears(1));
        return SesSeal.Make(info, key);
    }

    private async Task<Sm2SoftwareKey> KeyAsync(string seal, string name, CancellationToken ct)
    {
        var id = $"sm2-{seal}";
        if (await OpenAsync(id, ct) is { } known) return Sm2SoftwareKey.FromBytes(known.Secret, known.Certificate);
        var made = (await AuthorityAsync(ct)).Issue(name, time.GetUtcNow(), Lifetime);
        await KeepAsync(keys.Protect(id, made.Certificate.ToArray(), made.ToBytes()), ct);
        var kept = await OpenAsync(id, ct) ?? throw new SealKeyMissingException(id);
        return Sm2SoftwareKey.FromBytes(kept.Secret, kept.Certificate);
    }

    private async Task<Sm2Authority> AuthorityAsync(CancellationToken ct)
    {
        if (await OpenAsync(RootKey, ct) is null)
        {
            var made = new Sm2Authority("虚拟窗口 SM2 根证书", time.GetUtcNow(), Lifetime);
            await KeepAsync(keys.Protect(RootKey, made.Root.ToArray(), made.ToBytes()), ct);
        }

        var kept = await OpenAsync(RootKey, ct) ?? throw new SealKeyMissingException(RootKey);
        return Sm2Authority.FromBytes(kept.Secret, kept.Certificate);
    }

    private async Task<(byte[] Secret, byte[] Certificate)?> OpenAsync(string id, CancellationToken ct)
    {
        if (await keys.FindAsync(id, ct) is not { } secret) return null;
        return (secret, await store.ReadAsync((db, stop) => db.KeptKeys.Where(row => row.Id == id).Select(row => row.Certificate).SingleAsync(stop), ct));
    }

    private async Task KeepAsync(KeptKey row, CancellationToken ct)
    {
        try
        {
            await store.WriteAsync((db, _) => { db.KeptKeys.Add(row); return Task.CompletedTask; }, ct);
        }
        catch (DuplicateRowException)
        {
            // Another process made it in the same moment; what lies there counts.
        }
    }
}
