namespace VirtualWindow.Sfu.Recording;

/// <summary>A file under record: grows at its end, and a few fields are overwritten once their value is known.</summary>
/// <exception cref="IOException">Every member: disk full, gone or not writable.</exception>
public interface IRecordingFile : IDisposable
{
    void Append(ReadOnlySpan<byte> bytes);

    /// <summary>Overwrites bytes that were appended before.</summary>
    void Patch(long position, ReadOnlySpan<byte> bytes);

    /// <summary>Everything so far survives a power failure when this returns.</summary>
    void Sync();
}

/// <summary>Where a recording's files are made.</summary>
public interface IRecordingFolder
{
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    IRecordingFile Create(string name);
}
