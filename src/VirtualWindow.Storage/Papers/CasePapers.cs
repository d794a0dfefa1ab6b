using System.Security.Cryptography;
using System.Text;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Papers;

namespace VirtualWindow.Storage.Papers;

/// <summary>Where the papers of cases lie. All processes of one hall must see the same folder.</summary>
public sealed record PaperFolder(string Path);

/// <summary>
/// Notices and dossiers at rest, one folder for each case, one file for each paper, encrypted under the case's key as one <see cref="AesFrame"/> each, with which the
/// file's own name is authenticated.
/// A file is on the disk before its row is: a crash between the two leaves a file that nobody knows, which the sweeper removes.
/// </summary>
public sealed class CasePapers(CaseKeys keys, PaperFolder folder)
{
    public string FolderOf(CaseId id) => Path.Combine(folder.Path, id.ToString());

    /// <summary>Every file, with the case that its folder names.</summary>
    public IEnumerable<(CaseId Case, FileInfo File)> All()
    {
        if (!Directory.Exists(folder.Path)) yield break;
        foreach (var home in new DirectoryInfo(folder.Path).EnumerateDirectories())
            foreach (var file in home.EnumerateFiles())
                if (CaseId.TryParse(home.Name) is { } id)
                    yield return (id, file);
    }

    public async Task<KeptFile> WriteAsync(CaseId id, byte[] bytes, CancellationToken ct)
    {
        var key = await keys.OfAsync(id, ct);
        Directory.CreateDirectory(FolderOf(id));
        var name = Guid.CreateVersion7().ToString("N");
        await using var stream = new FileStream(Path.Combine(FolderOf(id), name), Private());
        await stream.WriteAsync(AesFrame.Seal(key, bytes, Encoding.ASCII.GetBytes(name)), ct);
        await stream.FlushAsync(ct);
        stream.Flush(flushToDisk: true);
        return new(name, Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.Length);
    }

    /// <exception cref="CaseShreddedException">The case was purged.</exception>
    /// <exception cref="PaperDamagedException">The file is missing or was changed.</exception>
    public async Task<byte[]> ReadAsync(CaseId id, string name, string sha256, CancellationToken ct)
    {
        var key = await keys.FindAsync(id, ct) ?? throw new CaseShreddedException(id);
        try
        {
            var bytes = AesFrame.Open(key, await File.ReadAllBytesAsync(Path.Combine(FolderOf(id), name), ct), Encoding.ASCII.GetBytes(name));
            return Convert.ToHexStringLower(SHA256.HashData(bytes)) == sha256 ? bytes : throw new PaperDamagedException(id, null);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException or CryptographicException)
        {
            throw new PaperDamagedException(id, failure);
        }
    }

    /// <summary>All files of a case whose key is gone.</summary>
    public void Delete(CaseId id)
    {
        if (Directory.Exists(FolderOf(id))) Directory.Delete(FolderOf(id), recursive: true);
    }

    private static FileStreamOptions Private()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}

/// <summary>A paper's stored bytes are not what was written.</summary>
public sealed class PaperDamagedException(CaseId id, Exception? cause) : Exception($"A paper of case {id} is missing or changed.", cause);
