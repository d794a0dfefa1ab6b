using System.Security.Cryptography;
using System.Text;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Papers;

namespace VirtualWindow.Storage.Papers;

/// <summary>Where the papers of cases lie. All processes of one hall must see the same folder.</summary>
public sealed record PaperFolder(string Path);

/// <summary>
/// Notices and dossiers at rest, one folder for each case, one file for each paper, encrypted under the case's key:
/// <code>
///  nonce 12 | tag 16 | AES-256-GCM ciphertext        the file's own name is authenticated with it
/// </code>
/// A file is on the disk before its row is: a crash between the two leaves a file that nobody knows, which the sweeper removes.
/// </summary>
public sealed class CasePapers(CaseKeys keys, PaperFolder folder)
{
    private const int NonceBytes = 12, TagBytes = 16, FrameBytes = NonceBytes + TagBytes;

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
        await stream.WriteAsync(Seal(key, name, bytes), ct);
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
            var bytes = Open(key, name, await File.ReadAllBytesAsync(Path.Combine(FolderOf(id), name), ct));
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

    private static byte[] Seal(byte[] key, string name, byte[] plain)
    {
        var sealedBytes = new byte[FrameBytes + plain.Length];
        var nonce = sealedBytes.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, plain, sealedBytes.AsSpan(FrameBytes), sealedBytes.AsSpan(NonceBytes, TagBytes), Encoding.ASCII.GetBytes(name));
        return sealedBytes;
    }

    private static byte[] Open(byte[] key, string name, byte[] stored)
    {
        if (stored.Length < FrameBytes) throw new CryptographicException("The file is shorter than its frame.");
        var plain = new byte[stored.Length - FrameBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(stored.AsSpan(0, NonceBytes), stored.AsSpan(FrameBytes), stored.AsSpan(NonceBytes, TagBytes), plain, Encoding.ASCII.GetBytes(name));
        return plain;
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
