using Microsoft.Win32.SafeHandles;
using VirtualWindow.Sfu.Recording;

namespace VirtualWindow.MediaNode.Recording;

/// <summary>A recording's file on disk. What was appended is with the system at once: a crash of this process takes nothing of it.</summary>
internal sealed class DiskFile(string path) : IRecordingFile
{
    private readonly SafeFileHandle _handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
    private long _length;
    private bool _dirty;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(_handle, bytes, _length);
        _length += bytes.Length;
        _dirty = true;
    }

    public void Patch(long position, ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(_handle, bytes, position);
        _dirty = true;
    }

    public void Sync()
    {
        if (!_dirty) return;
        RandomAccess.FlushToDisk(_handle);
        _dirty = false;
    }

    public void Dispose() => _handle.Dispose();
}
