using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace VirtualWindow.Host.Keys;

/// <summary>Seals one key of the ring: AES-256-GCM (NIST SP 800-38D) as base64 of nonce (12), tag (16), ciphertext.</summary>
internal sealed class KeyRingSeal(string id, byte[] key) : IXmlEncryptor
{
    internal const int NonceBytes = 12, TagBytes = 16;
    internal const string KeyId = "key", Element = "sealed";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var sealed_ = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(sealed_.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(sealed_.AsSpan(0, NonceBytes), plain, sealed_.AsSpan(NonceBytes + TagBytes), sealed_.AsSpan(NonceBytes, TagBytes));
        CryptographicOperations.ZeroMemory(plain);
        return new(new XElement(Element, new XAttribute(KeyId, id), Convert.ToBase64String(sealed_)), typeof(KeyRingUnseal));
    }
}

/// <summary>Opens what <see cref="KeyRingSeal"/> sealed; its type name is stored beside each key.</summary>
public sealed class KeyRingUnseal(IServiceProvider services) : IXmlDecryptor
{
    /// <exception cref="CryptographicException">The key is not configured here, or the text was changed.</exception>
    public XElement Decrypt(XElement encryptedElement)
    {
        var id = (string?)encryptedElement.Attribute(KeyRingSeal.KeyId) ?? "";
        var key = services.GetRequiredService<KeyRingKeys>().Find(id) ?? throw new CryptographicException($"The key ring is sealed with the key {id}, which is not configured.");
        var sealed_ = Convert.FromBase64String(encryptedElement.Value);
        var plain = new byte[sealed_.Length - KeyRingSeal.NonceBytes - KeyRingSeal.TagBytes];
        using var aes = new AesGcm(key, KeyRingSeal.TagBytes);
        aes.Decrypt(sealed_.AsSpan(0, KeyRingSeal.NonceBytes), sealed_.AsSpan(KeyRingSeal.NonceBytes + KeyRingSeal.TagBytes), sealed_.AsSpan(KeyRingSeal.NonceBytes, KeyRingSeal.TagBytes), plain);
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }
}
