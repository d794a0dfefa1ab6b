using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using VirtualWindow.Domain;

namespace VirtualWindow.Storage.Documents;

/// <summary>Where the bytes of documents lie. All processes of one hall must see the same folder.</summary>
public sealed record DocumentFolder(string Path);

/// <summary>Which of a document's two files.</summary>
public enum DocumentFile
{
    /// <summary>As it came; nobody is shown it.</summary>
    Original,
    Shown,
}

/// <summary>
/// The bytes of documents at rest, one folder for each session. A file is a row of blocks, so that it can grow and be resumed: one
/// <see cref="AesFrame"/> of up to 65,536 bytes each; block n starts at n · 65,564.
/// Its key is derived from the session's (HKDF, RFC 5869) for this file alone; a block's number is authenticated with it, so that blocks
/// cannot change places. Whether blocks are missing at the end is seen by the length and hash that the row knows.
/// </summary>
public sealed class DocumentFiles(DocumentFolder folder)
{
    public const int BlockBytes = 64 * 1024;

    public string FolderOf(SessionId session) => Path.Combine(folder.Path, session.ToString());

    public string PathOf(SessionId session, DocumentId document, DocumentFile file) => Path.Combine(FolderOf(session), $"{document}.{Word(file)}");

    /// <summary>Every file, with the session and document that its name tells; files that are not ours are left out.</summary>
    public IEnumerable<(SessionId Session, DocumentId Document, FileInfo File)> All()
    {
        if (!Directory.Exists(folder.Path)) yield break;
        foreach (var home in new DirectoryInfo(folder.Path).EnumerateDirectories())
            foreach (var file in home.EnumerateFiles())
                if (SessionId.TryParse(home.Name) is { } session && DocumentId.TryParse(file.Name.Split('.')[0]) is { } document)
                    yield return (session, document, file);
    }

    /// <summary>All of it or, after a crash, nothing: the file gets its name when it lies on the disk.</summary>
    public async Task WriteAsync(SessionId session, DocumentId document, DocumentFile file, byte[] sessionKey, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        var path = PathOf(session, document, file);
        Directory.CreateDirectory(FolderOf(session));
        var draft = $"{path}.{Guid.NewGuid():N}";
        await using (var stream = new FileStream(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            await WriteBlocksAsync(stream, FileKey(sessionKey, document, file), 0, bytes, ct);
        File.Move(draft, path, overwrite: true);
    }

    /// <summary>Adds to the original of an upload under way; what lay behind <paramref name="from"/> was never acknowledged and is written over.</summary>
    /// <param name="from">A whole number of blocks.</param>
    /// <exception cref="IOException">Somebody else is writing this very file.</exception>
    public async Task AppendAsync(SessionId session, DocumentId document, byte[] sessionKey, long from, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        if (from % BlockBytes != 0) throw new ArgumentOutOfRangeException(nameof(from), from, "Parts are whole blocks, except the last.");
        Directory.CreateDirectory(FolderOf(session));
        var block = from / BlockBytes;
        await using var stream = new FileStream(PathOf(session, document, DocumentFile.Original), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        stream.SetLength(block * (AesFrame.Bytes + BlockBytes));
        stream.Seek(0, SeekOrigin.End);
        await WriteBlocksAsync(stream, FileKey(sessionKey, document, DocumentFile.Original), block, bytes, ct);
    }

    /// <exception cref="DocumentDamagedException">It is missing, shorter or longer than that, or was changed.</exception>
    public async Task<byte[]> ReadAsync(SessionId session, DocumentId document, DocumentFile file, byte[] sessionKey, long length, CancellationToken ct)
    {
        try
        {
            var stored = await File.ReadAllBytesAsync(PathOf(session, document, file), ct);
            return Open(stored, FileKey(sessionKey, document, file), length);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException or CryptographicException)
        {
            throw new DocumentDamagedException(document, failure);
        }
    }

    public void Delete(SessionId session, DocumentId document, DocumentFile file)
    {
        if (Directory.Exists(FolderOf(session))) File.Delete(PathOf(session, document, file));
    }

    public void Delete(SessionId session)
    {
        if (Directory.Exists(FolderOf(session))) Directory.Delete(FolderOf(session), recursive: true);
    }

    private static async Task WriteBlocksAsync(FileStream stream, byte[] key, long block, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        for (var at = 0; at < bytes.Length; at += BlockBytes)
            await stream.WriteAsync(AesFrame.Seal(key, bytes.Span.Slice(at, Math.Min(BlockBytes, bytes.Length - at)), NumberOf(block++)), ct);
        await stream.FlushAsync(ct);
        stream.Flush(flushToDisk: true);
    }

    private static byte[] Open(ReadOnlySpan<byte> stored, byte[] key, long length)
    {
        var blocks = (length + BlockBytes - 1) / BlockBytes;
        if (stored.Length != length + (blocks * AesFrame.Bytes)) throw new CryptographicException($"{stored.Length} stored bytes are not {length} in {blocks} blocks.");
        var plain = new byte[length];
        for (var block = 0; block < blocks; block++)
        {
            var (at, bytes) = ((long)block * BlockBytes, (int)Math.Min(BlockBytes, length - ((long)block * BlockBytes)));
            AesFrame.Open(key, stored.Slice(block * (AesFrame.Bytes + BlockBytes), AesFrame.Bytes + bytes), NumberOf(block)).CopyTo(plain, at);
        }

        return plain;
    }

    private static byte[] NumberOf(long block)
    {
        var number = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(number, block);
        return number;
    }

    private static byte[] FileKey(byte[] sessionKey, DocumentId document, DocumentFile file) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, sessionKey, sessionKey.Length, info: Encoding.ASCII.GetBytes($"document {document} {Word(file)}"));

    private static string Word(DocumentFile file) => file == DocumentFile.Original ? "original" : "shown";
}

/// <summary>The stored bytes are not what was written.</summary>
public sealed class DocumentDamagedException(DocumentId document, Exception? cause = null) : Exception($"The stored bytes of document {document} are missing or changed.", cause);
