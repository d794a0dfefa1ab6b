namespace VirtualWindow.Domain;

/// <summary>Something that two people may change at once. Storage raises the version with each change and refuses the later
/// of two writers that started from the same one.</summary>
public interface IVersioned
{
    int Version { get; }
}
