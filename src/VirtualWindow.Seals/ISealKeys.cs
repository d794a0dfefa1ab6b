using VirtualWindow.Domain;
using VirtualWindow.Documents.Signing;

namespace VirtualWindow.Seals;

/// <summary>
/// Where the keys of seals lie: encrypted in the hall's own database (<see cref="KeptKeys"/>), or on a PKCS#11 token or remote device, whose
/// adapter would be the second implementation. What it hands out sees hashes only.
/// </summary>
public interface ISealKeys
{
    /// <exception cref="SealKeyMissingException">There is no such key, or the key that protected it is gone.</exception>
    Task<ISealKey> OpenAsync(SealId seal, CancellationToken ct);
}

/// <summary>A seal cannot be used because its key is not there.</summary>
public sealed class SealKeyMissingException(string key, Exception? inner = null) : Exception($"The key '{key}' cannot be opened.", inner);
