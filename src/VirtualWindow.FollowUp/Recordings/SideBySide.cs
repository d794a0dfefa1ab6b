using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using VirtualWindow.Contracts.Media;

namespace VirtualWindow.FollowUp.Recordings;

/// <summary>What became of a merge.</summary>
public enum MergeOutcome
{
    Merged,
    /// <summary>There is one already: repeating costs nothing.</summary>
    Exists,
    /// <summary>No ffmpeg on this machine: the tracks stay as they are, and play.</summary>
    NoTool,
    /// <summary>Nothing was recorded, or the recording is still under way.</summary>
    NothingToMerge,
    /// <summary>ffmpeg gave up or took too long; the tracks stay as they are.</summary>
    Failed,
}

/// <param name="File">Beside the tracks; null unless merged or there already. <paramref name="Sha256"/> likewise (hexadecimal).</param>
public sealed record MergeResult(MergeOutcome Outcome, string? File, string? Sha256);

/// <summary>
/// Composes the tracks of one recording to one file, everybody side by side, for whoever wants to look at the whole. The tracks stay what they
/// are and remain the evidence: they alone are unedited. Safe to repeat; a crash leaves at most a draft that the next run overwrites.
/// </summary>
/// <param name="ffmpeg">The program, by default the one on PATH.</param>
/// <param name="patience">Longest time a merge may take.</param>
public sealed class SideBySide(string ffmpeg = "ffmpeg", TimeSpan? patience = null)
{
    public const string FileName = "side-by-side.webm";

    private const string ManifestName = "manifest.json";
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromMinutes(30);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly TimeSpan _patience = patience ?? DefaultPatience;

    /// <param name="folder">Folder of the recording, with its manifest.</param>
    public async Task<MergeResult> ComposeAsync(string folder, CancellationToken ct)
    {
        var target = Path.Combine(folder, FileName);
        if (File.Exists(target)) return await DoneAsync(MergeOutcome.Exists, target, ct);
        var plan = await PlanAsync(folder, ct);
        if (plan is null) return new MergeResult(MergeOutcome.NothingToMerge, null, null);
        // Another name until it is whole; the extension tells ffmpeg the format.
        var draft = Path.Combine(folder, "side-by-side.draft.webm");
        var outcome = await RunAsync(folder, plan.Arguments(draft), ct);
        if (outcome != MergeOutcome.Merged) return new MergeResult(outcome, null, null);
        File.Move(draft, target, overwrite: true);
        return await DoneAsync(MergeOutcome.Merged, target, ct);
    }

    private static async Task<MergeResult> DoneAsync(MergeOutcome outcome, string file, CancellationToken ct)
    {
        await using var stream = File.OpenRead(file);
        return new MergeResult(outcome, file, Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, ct)));
    }

    private static async Task<MergePlan?> PlanAsync(string folder, CancellationToken ct)
    {
        var file = Path.Combine(folder, ManifestName);
        if (!File.Exists(file)) return null;
        await using var stream = File.OpenRead(file);
        var manifest = await JsonSerializer.DeserializeAsync<RecordingManifest>(stream, Json, ct);
        return manifest is null or { State: RecordingState.Running } ? null : MergePlan.Of(manifest);
    }

    private async Task<MergeOutcome> RunAsync(string folder, IEnumerable<string> arguments, CancellationToken ct)
    {
        var start = new ProcessStartInfo(ffmpeg, arguments) { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardInput = true };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(_patience);
        Process? tool = null;
        try
        {
            tool = Process.Start(start)!;
            tool.StandardInput.Close();
            await tool.StandardError.ReadToEndAsync(limit.Token);
            await tool.WaitForExitAsync(limit.Token);
            return tool.ExitCode == 0 ? MergeOutcome.Merged : MergeOutcome.Failed;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return MergeOutcome.NoTool;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return MergeOutcome.Failed;
        }
        finally
        {
            if (tool is { HasExited: false }) tool.Kill();
            tool?.Dispose();
        }
    }
}
