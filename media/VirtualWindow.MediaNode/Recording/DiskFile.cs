using VirtualWindow.Sfu.Recording;

namespace VirtualWindow.MediaNode.Recording;

/// <summary>
/// A recording's file on disk, readable by nobody but this program's user. What was appended is with the system at once: a crash of this process
/// takes nothing of it.
/// </summary>
internal sealed class DiskFile(string path) : IRecordingFile
{
    private readonly FileStream _stream = new(path, Options());
    private long _length;
    private bool _dirty;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(_stream.SafeFileHandle, bytes, _length);
        _length += bytes.Length;
        _dirty = true;
    }

    public void Patch(long position, ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(_stream.SafeFileHandle, bytes, position);
        _dirty = true;
    }

    public void Sync()
    {
        if (!_dirty) return;
        RandomAccess.FlushToDisk(_stream.SafeFileHandle);
        _dirty = false;
    }

    public void Dispose() => _stream.Dispose();

    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
