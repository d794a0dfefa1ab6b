using System.Security.Cryptography;
using VirtualWindow.Documents.Sm2;

namespace VirtualWindow.Papers.Dossiers;

/// <summary>A file that goes into a dossier as it is.</summary>
/// <param name="Name">File name without folders; made unique by a number in front.</param>
/// <param name="Description">One sentence.</param>
public sealed record DossierPart(string Name, DossierRole Role, string MediaType, byte[] Bytes, string Description, DateTimeOffset At);

/// <summary>One line of what happened, as people read it.</summary>
/// <param name="By">Name and number of the badge; "—" when the law itself acted.</param>
public sealed record DossierEvent(DateTimeOffset At, string What, string By, string? Text);

/// <summary>Everything that a dossier is made from.</summary>
public sealed record Dossier(
    DossierHead Head, IReadOnlyList<DossierPart> Parts, IReadOnlyList<ManifestRecording> Recordings, IReadOnlyList<DossierEvent> Events, IReadOnlyList<(string Name, string Value)> Form)
{
    /// <summary>Each part under the name that it has inside the dossier.</summary>
    internal IEnumerable<(string Name, DossierPart Part)> Named() => Parts.Select((part, index) => ($"{index + 1:000}-{Plain(part.Name)}", part));

    public DossierManifest Manifest() => new(
        DossierManifest.CurrentFormat, Head,
        [.. Named().Select(one => new ManifestFile(one.Name, one.Part.Role, one.Part.MediaType, one.Part.Bytes.Length, Fixity.Sha256(one.Part.Bytes), Fixity.Sm3(one.Part.Bytes), one.Part.Description))],
        Recordings);

    // Names come from people: nothing that a file system or an archive could take for a path.
    private static string Plain(string name) =>
        string.Concat(name.Select(letter => letter is '/' or '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|' || char.IsControl(letter) ? '_' : letter));
}

/// <summary>How files are known again.</summary>
public static class Fixity
{
    public static string Sha256(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static string Sm3(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(Sm2Algorithm.Sm3(bytes));
}
