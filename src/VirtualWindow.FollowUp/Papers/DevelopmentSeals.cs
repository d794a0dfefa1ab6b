using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using VirtualWindow.Documents.Signing;
using VirtualWindow.Documents.Verifying;

namespace VirtualWindow.FollowUp.Papers;

/// <summary>
/// Seals by an authority of this machine's own: for development, where no register of seals is set up. Its root lies in the data folder, so
/// that what was sealed before a restart is trusted after it; seals are issued when first asked for.
/// </summary>
public sealed class DevelopmentSeals : IPaperSeals, IDisposable
{
    private const string Password = "development";
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(3650);

    private readonly DevelopmentAuthority _authority;
    private readonly LocalTimestampAuthority _timestamps;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, Lazy<(SoftwareSealKey Key, SealPicture Picture)>> _seals = new();

    /// <param name="folder">Of the root: <c>root.p12</c>, and <c>root.cer</c> for whoever verifies.</param>
    public DevelopmentSeals(string folder, TimeProvider time)
    {
        _time = time;
        _authority = Load(folder, time.GetUtcNow());
        _timestamps = new(_authority.IssueTimestamping("开发环境时间戳", time.GetUtcNow(), Lifetime), time);
    }

    public Task<byte[]> SealNoticeAsync(PaperToSeal paper, CancellationToken ct) =>
        Task.FromResult(Seal(paper, paper.Authority, "业务专用章", isArchive: false));

    public Task<byte[]> SealDossierAsync(PaperToSeal paper, CancellationToken ct)
    {
        var now = _time.GetUtcNow();
        var stamped = Seal(paper, paper.Authority, "档案专用章", isArchive: true);
        var provable = PdfSigner.AddValidationData(stamped, [_authority.Root.RawData], [_authority.RevocationList([], now.ToUnixTimeSeconds(), now, Lifetime)]);
        return Task.FromResult(PdfSigner.AddTimestamp(provable, "ArchiveTimestamp1", _timestamps));
    }

    public Task<TrustSettings> TrustAsync(CancellationToken ct) => Task.FromResult(new TrustSettings([_authority.Root]));

    public void Dispose() => _authority.Dispose();

    private byte[] Seal(PaperToSeal paper, string name, string purpose, bool isArchive)
    {
        var now = _time.GetUtcNow();
        var (key, picture) = _seals.GetOrAdd($"{name}{purpose}", _ => new(() => (
            isArchive ? _authority.IssueArchiveSeal(name, now, Lifetime) : _authority.IssueSeal(name, now, Lifetime), new SealPicture(name, purpose)))).Value;
        return PdfSigner.Sign(paper.Pdf, new SignatureRequest(isArchive ? "ArchiveSeal1" : "Seal1", name, now)
        {
            Reason = $"{paper.Title} {paper.Number}",
            Picture = picture,
            Placements = [WidgetPlacement.Around(picture, paper.Place.Page, paper.Place.X, paper.Place.Y)],
            Timestamps = _timestamps,
        }, key);
    }

    private static DevelopmentAuthority Load(string folder, DateTimeOffset now)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "root.p12");
        if (!File.Exists(path)) Make(folder, path, now);
        return DevelopmentAuthority.FromPkcs12(File.ReadAllBytes(path), Password);
    }

    // Two processes may come here at once: the first one's root counts.
    private static void Make(string folder, string path, DateTimeOffset now)
    {
        using var made = DevelopmentAuthority.Create("虚拟窗口开发环境根证书", now, Lifetime);
        var draft = Path.Combine(folder, $"root.{Guid.NewGuid():N}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(draft, options)) stream.Write(made.ToPkcs12(Password));
        try
        {
            File.Move(draft, path, overwrite: false);
            File.WriteAllText(Path.Combine(folder, "root.cer"), made.Root.ExportCertificatePem());
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }
}
