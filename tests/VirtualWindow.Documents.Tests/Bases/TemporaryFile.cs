namespace VirtualWindow.Documents.Tests.Bases;

/// <summary>Bytes as a file for other houses' programs, deleted at the end.</summary>
internal sealed class TemporaryFile : IDisposable
{
    public TemporaryFile(ReadOnlySpan<byte> bytes, string extension = ".pdf")
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"vw-{Guid.NewGuid():N}{extension}");
        File.WriteAllBytes(Path, bytes);
    }

    public string Path { get; }

    public void Dispose() => File.Delete(Path);
}
