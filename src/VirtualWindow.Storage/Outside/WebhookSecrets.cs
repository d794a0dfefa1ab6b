using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace VirtualWindow.Storage.Outside;

/// <summary>
/// Secrets of webhooks: made here, shown once, encrypted at rest. Standard Webhooks: 24 to 64 random bytes, base64 behind "whsec_". Call it
/// outside of <see cref="IWindowStore.WriteAsync{T}"/>: its keys live in the same database.
/// </summary>
public sealed class WebhookSecrets(IDataProtectionProvider protection)
{
    public const string Prefix = "whsec_";
    private const int SecretBytes = 32;
    private readonly IDataProtector _protector = protection.CreateProtector("VirtualWindow.Outside.WebhookSecret");

    public static string Make() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));

    public string Protect(string secret) => _protector.Protect(secret);

    /// <exception cref="CryptographicException">The key that protected it is gone.</exception>
    public string Reveal(string protectedSecret) => _protector.Unprotect(protectedSecret);
}
