using System.Globalization;
using System.Text;

namespace VirtualWindow.Papers.Dossiers;

/// <summary>
/// The package that leaves the house (归档信息包): a BagIt bag (RFC 8493) in a ZIP.
/// <code>
/// GS-20261123-0001/
///   bagit.txt  bag-info.txt                             what it is, whose, how long it is kept
///   manifest-sha256.txt  manifest-sm3.txt               fixity of the two below
///   tagmanifest-sha256.txt                              fixity of the four above
///   data/dossier.pdf                                    cover, index, originals attached; archive seal and timestamp
///   data/manifest.json                                  the same that the sealed document holds
/// </code>
/// Everything but the sealed document follows from it by <see cref="Files"/>: who verifies makes it anew and compares.
/// </summary>
public static class DossierPackage
{
    public const string Document = "data/dossier.pdf";
    public const string Manifest = "data/" + DossierManifest.FileName;

    /// <param name="sealedBook">As <see cref="DossierBook.Print"/> made it and the archive sealed it.</param>
    /// <param name="manifest">That of the book.</param>
    public static byte[] Pack(ReadOnlyMemory<byte> sealedBook, DossierManifest manifest) => StoredZip.Write(Files(sealedBook, manifest));

    internal static IReadOnlyList<PackedFile> Files(ReadOnlyMemory<byte> sealedBook, DossierManifest manifest)
    {
        PackedFile[] payload = [new(Document, sealedBook), new(Manifest, manifest.ToBytes())];
        PackedFile[] tags =
        [
            Text("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"), Text("bag-info.txt", Info(manifest, payload)),
            Text("manifest-sha256.txt", Lines(payload, Fixity.Sha256)), Text("manifest-sm3.txt", Lines(payload, Fixity.Sm3)),
        ];
        PackedFile[] all = [.. tags, Text("tagmanifest-sha256.txt", Lines(tags, Fixity.Sha256)), .. payload];
        return [.. all.Select(file => file with { Path = $"{manifest.Head.CaseNumber}/{file.Path}" })];
    }

    private static string Info(DossierManifest manifest, PackedFile[] payload)
    {
        var head = manifest.Head;
        (string Name, string Value)[] lines =
        [
            ("Source-Organization", head.Authority), ("External-Identifier", head.FullNumber), ("Internal-Sender-Identifier", head.CaseNumber),
            ("Internal-Sender-Description", head.Title), ("Bagging-Date", head.ArchivedAt.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            ("Payload-Oxum", string.Create(CultureInfo.InvariantCulture, $"{payload.Sum(file => (long)file.Bytes.Length)}.{payload.Length}")),
            ("Bag-Software-Agent", "VirtualWindow 虚拟窗口"), ("Retention-Class", head.Retention),
            ("Keep-Until", head.KeepUntil?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "permanent"),
        ];
        return string.Concat(lines.Select(line => $"{line.Name}: {OneLine(line.Value)}\n"));
    }

    private static string Lines(IEnumerable<PackedFile> files, Func<ReadOnlySpan<byte>, string> digest)
    {
        var lines = new StringBuilder();
        foreach (var file in files) lines.Append(digest(file.Bytes.Span)).Append("  ").Append(file.Path).Append('\n');
        return lines.ToString();
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private static PackedFile Text(string path, string text) => new(path, Encoding.UTF8.GetBytes(text));
}
