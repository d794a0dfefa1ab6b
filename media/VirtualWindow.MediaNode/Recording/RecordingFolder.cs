using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using VirtualWindow.Contracts.Media;
using VirtualWindow.Sfu.Recording;

namespace VirtualWindow.MediaNode.Recording;

/// <summary>The folder of one recording: <c>{root}/{yyyy-MM}/{room}/{recording}</c>, its files and <c>manifest.json</c>.</summary>
internal sealed class RecordingFolder(string root, string path, Func<string, IRecordingFile> open) : IRecordingFolder
{
    public const string ManifestName = "manifest.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Relative to the root, with slashes.</summary>
    public string RelativePath { get; } = Path.GetRelativePath(root, path).Replace('\\', '/');

    public static RecordingFolder Of(string root, RecordingOrder order, DateTimeOffset begunAt, Func<string, IRecordingFile> open) => new(
        root, Path.Combine(root, begunAt.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture), Safe(order.Room), Safe(order.Recording)), open);

    /// <summary>Folders whose recording nobody has closed.</summary>
    public static IEnumerable<(RecordingFolder Folder, RecordingManifest Manifest)> Unfinished(string root)
    {
        if (!Directory.Exists(root)) yield break;
        foreach (var file in Directory.EnumerateFiles(root, ManifestName, SearchOption.AllDirectories))
            if (TryRead(file) is { State: RecordingState.Running } manifest)
                yield return (new RecordingFolder(root, Path.GetDirectoryName(file)!, static file => new DiskFile(file)), manifest);
    }

    public IRecordingFile Create(string name)
    {
        Directory.CreateDirectory(path);
        return open(Path.Combine(path, name));
    }

    /// <summary>Written beside and moved into place: a reader never sees half of it.</summary>
    /// <returns>SHA-256 of the manifest, hexadecimal.</returns>
    public string Write(RecordingManifest manifest)
    {
        Directory.CreateDirectory(path);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(manifest, Json);
        var draft = Path.Combine(path, ManifestName + ".new");
        using (var stream = new FileStream(draft, FileMode.Create, FileAccess.Write))
        {
            stream.Write(bytes);
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, Path.Combine(path, ManifestName), overwrite: true);
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    /// <summary>Length and SHA-256 of each file as it lies on disk now.</summary>
    public RecordingManifest WithHashes(RecordingManifest manifest) => manifest with { Files = [.. manifest.Files.Select(WithHash)] };

    /// <summary>When the file last grew.</summary>
    public DateTimeOffset LastWrite(RecordedFileEntry entry) => File.GetLastWriteTimeUtc(Path.Combine(path, entry.Name));

    private RecordedFileEntry WithHash(RecordedFileEntry entry)
    {
        var file = Path.Combine(path, entry.Name);
        if (!File.Exists(file)) return entry;
        using var stream = File.OpenRead(file);
        return entry with { Bytes = stream.Length, Sha256 = Convert.ToHexStringLower(SHA256.HashData(stream)) };
    }

    private static RecordingManifest? TryRead(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<RecordingManifest>(File.ReadAllBytes(file), Json);
        }
        catch (Exception unreadable) when (unreadable is JsonException or IOException or UnauthorizedAccessException)
        {
            return null; // not one of ours
        }
    }

    /// <summary>Ids become names of folders: what is no letter, digit, dash or underline may not be in one.</summary>
    private static string Safe(string id) => id.Length is > 0 and <= 64 && id.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
        ? id
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..32];
}
