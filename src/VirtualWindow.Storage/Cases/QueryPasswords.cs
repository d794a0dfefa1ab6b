using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using VirtualWindow.Domain.Cases;

namespace VirtualWindow.Storage.Cases;

/// <summary>
/// A case's query password at rest: encrypted, not hashed, because the receipt shows it again to the ticket's owner. The follow-up
/// protects it, the receipt and the look-up read it. Call it outside <see cref="IWindowStore.WriteAsync{T}"/>: its keys live in the same
/// database, and making a new one inside a write would wait for that write.
/// </summary>
public sealed class QueryPasswords(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("VirtualWindow.Cases.QueryPassword");

    /// <returns>A new password from the system's randomness, encrypted.</returns>
    public string Issue()
    {
        Span<byte> random = stackalloc byte[QueryPassword.RandomBytes];
        RandomNumberGenerator.Fill(random);
        return Protect(QueryPassword.From(random));
    }

    public string Protect(string password) => _protector.Protect(password);

    /// <returns>Null when the key that protected it is gone.</returns>
    public string? Reveal(string protectedPassword)
    {
        try
        {
            return _protector.Unprotect(protectedPassword);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Compares what somebody typed in a time that does not depend on how much of it is right.</summary>
    /// <param name="protectedPassword">Null for a case that does not exist: costs the same, is never right.</param>
    public bool Matches(string? protectedPassword, string typed)
    {
        var known = protectedPassword is null ? null : Reveal(protectedPassword);
        return CryptographicOperations.FixedTimeEquals(Digest(known ?? ""), Digest(QueryPassword.Normalise(typed))) && known is not null;
    }

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
