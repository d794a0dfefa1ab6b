using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using VirtualWindow.Domain.Cases;

namespace VirtualWindow.Storage.Cases;

/// <summary>
/// Query passwords: made from the system's randomness, encrypted for storage (the receipt shows them to the ticket's owner), compared
/// in constant time. Call it outside <see cref="IWindowStore.WriteAsync{T}"/>: its keys live in the same database, and making a new
/// one inside a write would wait for that write.
/// </summary>
public sealed class QueryPasswordVault(IDataProtectionProvider protection)
{
    private readonly IDataProtector protector = protection.CreateProtector("case-query-password.v1");

    /// <returns>A new password, encrypted.</returns>
    public string Issue()
    {
        Span<byte> random = stackalloc byte[QueryPassword.RandomBytes];
        RandomNumberGenerator.Fill(random);
        return protector.Protect(QueryPassword.From(random));
    }

    public string Reveal(string protectedPassword) => protector.Unprotect(protectedPassword);

    /// <param name="protectedPassword">Null = there is no such case: takes as long as a wrong password.</param>
    public bool Matches(string? protectedPassword, string typed)
    {
        var expected = protectedPassword is null ? "" : Reveal(protectedPassword);
        var same = CryptographicOperations.FixedTimeEquals(Digest(expected), Digest(QueryPassword.Normalise(typed)));
        return same && protectedPassword is not null;
    }

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
