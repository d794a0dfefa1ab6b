using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using VirtualWindow.Documents.Signing;
using VirtualWindow.Documents.Verifying;
using VirtualWindow.FollowUp.Papers;

namespace VirtualWindow.Testing;

/// <summary>Seals of an authority made for a test or a benchmark: no register and no ledger, so that a notice is measured and not its bookkeeping.</summary>
public sealed class TestSeals : IPaperSeals, IDisposable
{
    private const string Password = "development";
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(3650);

    private readonly DevelopmentAuthority _authority;
    private readonly LocalTimestampAuthority _timestamps;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, Lazy<(SoftwareSealKey Key, SealPicture Picture)>> _seals = new();

    /// <param name="folder">Of the root, which all processes of one hall share.</param>
    public TestSeals(string folder, TimeProvider time)
    {
        _time = time;
        _authority = Load(folder, time.GetUtcNow());
        _timestamps = new(_authority.IssueTimestamping("测试时间戳", time.GetUtcNow(), Lifetime), time);
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
        using var made = DevelopmentAuthority.Create("虚拟窗口测试根证书", now, Lifetime);
        var draft = Path.Combine(folder, $"root.{Guid.NewGuid():N}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(draft, options)) stream.Write(made.ToPkcs12(Password));
        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }
}
