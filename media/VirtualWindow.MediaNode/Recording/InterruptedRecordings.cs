using System.Diagnostics;
using Microsoft.Extensions.Logging;
using VirtualWindow.Contracts.Media;

namespace VirtualWindow.MediaNode.Recording;

/// <summary>
/// Closes at the start what an earlier process of this machine left open when it was killed: the files play as they are, so only their
/// hashes and the end are missing. Nothing is changed in the files themselves.
/// </summary>
internal sealed partial class InterruptedRecordings(string root, Action<MediaEvent> tell, ILogger logger)
{
    public void Close()
    {
        try
        {
            foreach (var (folder, manifest) in RecordingFolder.Unfinished(root))
                if (IsOrphan(manifest.Node)) Close(folder, manifest);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            LogFailed(logger, failure);
        }
    }

    private void Close(RecordingFolder folder, RecordingManifest manifest)
    {
        var endedAt = manifest.Files.Select(folder.LastWrite).DefaultIfEmpty(manifest.StartedAt).Max();
        var closed = folder.WithHashes(manifest with { State = RecordingState.Interrupted, EndedAt = endedAt });
        var sha256 = folder.Write(closed);
        LogClosed(logger, manifest.Recording, manifest.Room, endedAt);
        tell(new MediaEvent.RecordingClosed(manifest.Room, RecordingFacts.SummaryOf(folder, closed, sha256)));
    }

    private static bool IsOrphan(string node)
    {
        var slash = node.LastIndexOf('/');
        if (slash < 0 || node[..slash] != Environment.MachineName || !int.TryParse(node[(slash + 1)..], out var id)) return false;
        return id == Environment.ProcessId || !IsAlive(id);
    }

    private static bool IsAlive(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    [LoggerMessage(3056, LogLevel.Warning, "Recording {Recording} of room {Room} was interrupted at {EndedAt}; its files are kept as they are and hashed")]
    private static partial void LogClosed(ILogger logger, string recording, string room, DateTimeOffset endedAt);

    [LoggerMessage(3057, LogLevel.Error, "Recordings of an earlier start could not be closed")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
