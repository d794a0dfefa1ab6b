using VirtualWindow.Testing;
using VirtualWindow.Testing.Processes;

namespace VirtualWindow.Scenarios;

/// <summary>A file system of a few megabytes (tmpfs) that a test fills to the last byte and empties again. Mounting takes root.</summary>
internal sealed class TinyDisk : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new("vw-disk");

    public string Path => _folder.Path;

    private string Filler => _folder.File("filler");

    public static async Task<TinyDisk> MountAsync(int megabytes)
    {
        var disk = new TinyDisk();
        var (code, said) = await Tool.RunAsync("mount", ["-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", disk.Path]);
        if (code == 0) return disk;
        disk._folder.Dispose();
        Assert.Skip($"A tiny disk cannot be mounted here: {said.Trim()}");
        return disk;
    }

    /// <summary>Leaves no byte.</summary>
    public void Fill()
    {
        using var filler = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        foreach (var size in (int[])[1 << 20, 1 << 12, 1])
            while (TryWrite(filler, new byte[size])) continue;
    }

    public void Free() => File.Delete(Filler);

    public async ValueTask DisposeAsync()
    {
        await Tool.RunAsync("umount", [Path]);
        _folder.Dispose();
    }

    private static bool TryWrite(FileStream file, byte[] bytes)
    {
        try
        {
            file.Write(bytes);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
