namespace VirtualWindow.Storage.Catalogue;

/// <summary>Which catalogue is loaded.</summary>
public sealed class CatalogueEdition
{
    public required string Version { get; init; }
    /// <summary>True for the shipped sample: real names of services, but not a hall's own catalogue. The admin page says so.</summary>
    public required bool Sample { get; init; }
    public required DateTimeOffset LoadedAt { get; init; }
}
