using System.Text.Json;
using System.Text.Json.Serialization;
using VirtualWindow.Contracts.Media;

namespace VirtualWindow.MediaNode.Tests.Recording;

/// <summary>What lies in a folder of recordings.</summary>
internal static class RecordingsOnDisk
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public static IReadOnlyList<string> Webm(string root) => [.. Directory.EnumerateFiles(root, "*.webm", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    public static RecordingManifest Manifest(string root)
    {
        var file = Assert.Single(Directory.EnumerateFiles(root, "manifest.json", SearchOption.AllDirectories));
        return JsonSerializer.Deserialize<RecordingManifest>(File.ReadAllBytes(file), Json)!;
    }
}
