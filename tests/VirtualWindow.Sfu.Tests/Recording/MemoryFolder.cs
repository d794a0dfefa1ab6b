using VirtualWindow.Sfu.Recording;

namespace VirtualWindow.Sfu.Tests.Recording;

/// <summary>Files in memory; can be told to refuse.</summary>
internal sealed class MemoryFolder : IRecordingFolder
{
    public Dictionary<string, MemoryFile> Files { get; } = [];

    public bool IsFull { get; set; }

    public IRecordingFile Create(string name)
    {
        if (IsFull) throw new IOException("No space left on device");
        var file = new MemoryFile(this);
        Files.Add(name, file);
        return file;
    }
}

internal sealed class MemoryFile(MemoryFolder folder) : IRecordingFile
{
    private readonly MemoryStream _bytes = new();

    public byte[] Bytes => _bytes.ToArray();

    public int Syncs { get; private set; }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (folder.IsFull) throw new IOException("No space left on device");
        _bytes.Position = _bytes.Length;
        _bytes.Write(bytes);
    }

    public void Patch(long position, ReadOnlySpan<byte> bytes)
    {
        Assert.InRange(position + bytes.Length, 1, _bytes.Length);
        _bytes.Position = position;
        _bytes.Write(bytes);
    }

    public void Sync() => Syncs++;

    public void Dispose()
    {
    }
}
