using VirtualWindow.MediaNode.Recording;
using VirtualWindow.Sfu.Recording;

namespace VirtualWindow.MediaNode.Tests.Recording;

/// <summary>A disk that does not answer until it is told to, and then is one like any other.</summary>
internal sealed class SlowFile(string path, ManualResetEventSlim answers) : IRecordingFile
{
    private readonly DiskFile _file = new(path);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        answers.Wait();
        _file.Append(bytes);
    }

    public void Patch(long position, ReadOnlySpan<byte> bytes) => _file.Patch(position, bytes);

    public void Sync() => _file.Sync();

    public void Dispose() => _file.Dispose();
}
