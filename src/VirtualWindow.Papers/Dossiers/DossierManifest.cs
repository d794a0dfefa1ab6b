using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace VirtualWindow.Papers.Dossiers;

/// <summary>What a file of a dossier is.</summary>
public enum DossierRole
{
    /// <summary>A notice of the authority, as it was issued.</summary>
    Notice,
    /// <summary>A material that the applicant brought or signed, untouched.</summary>
    Material,
    /// <summary>The frozen facts of the sitting.</summary>
    Evidence,
    /// <summary>The form with the log of everybody who wrote in it.</summary>
    Form,
    /// <summary>What happened to the case, line by line.</summary>
    Events,
}

/// <summary>A file inside the dossier.</summary>
/// <param name="Sha256">Hexadecimal.</param>
/// <param name="Sm3">GB/T 32905; hexadecimal.</param>
public sealed record ManifestFile(string Name, DossierRole Role, string MediaType, long Bytes, string Sha256, string Sm3, string Description);

/// <summary>A recording of the sitting: kept beside the dossier, bound to it by the hash of its own manifest, which holds those of its files.</summary>
/// <param name="SideBySideSha256">Of everybody in one film; null when none was made.</param>
public sealed record ManifestRecording(string Recording, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string ManifestSha256, int Files, long Bytes, string? SideBySideSha256);

/// <summary>What the dossier is about: the metadata that archives ask for (DA/T 46 names them so).</summary>
/// <param name="FullNumber">43 characters (GB/T 39554.1).</param>
/// <param name="Title">题名.</param>
/// <param name="Result">How the case ended.</param>
/// <param name="Retention">"permanent", "30-years" or "10-years".</param>
/// <param name="KeepUntil">Null = for ever.</param>
public sealed record DossierHead(
    string CaseNumber, string FullNumber, string Title, string Authority, string Hall, string? Applicant, string Clerk, DateOnly OpenedOn, DateOnly ClosedOn,
    string Result, string Retention, DateOnly? KeepUntil, DateTimeOffset ArchivedAt);

/// <summary>
/// The dossier in the eyes of a program: its metadata and the fixity of every file. It lies inside the sealed document and beside it; everything
/// else in the package follows from it, so that no byte of the package is without somebody who vouches for it.
/// </summary>
/// <param name="Format"><see cref="CurrentFormat"/>.</param>
public sealed record DossierManifest(string Format, DossierHead Head, IReadOnlyList<ManifestFile> Files, IReadOnlyList<ManifestRecording> Recordings)
{
    public const string CurrentFormat = "virtualwindow-dossier/1";
    public const string FileName = "manifest.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // never put into HTML; people read it
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <returns>Null when the bytes are no manifest of a known format.</returns>
    public static DossierManifest? TryRead(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<DossierManifest>(bytes, Json) is { Format: CurrentFormat } manifest ? manifest : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
