using Microsoft.AspNetCore.DataProtection;

namespace VirtualWindow.Storage.Forms;

/// <summary>What applicants write, at rest: encrypted. Call it outside <see cref="IWindowStore.WriteAsync{T}"/>, as its keys live in the same database.</summary>
public sealed class FormTexts(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("VirtualWindow.Forms.Entry");

    public string Protect(string text) => _protector.Protect(text);

    /// <exception cref="System.Security.Cryptography.CryptographicException">The key that protected it is gone.</exception>
    public string Reveal(string protectedText) => _protector.Unprotect(protectedText);
}
