using System.Security.Cryptography;

namespace VirtualWindow.Rtc.Srtp;

/// <summary>The platform's GCM: for machines without AES-NI and PCLMULQDQ, and the yardstick in the tests.</summary>
internal sealed class PortableAesGcm(byte[] key) : AesGcm128
{
    private readonly AesGcm _gcm = new(key, tagSizeInBytes: 16);

    public static AesGcm128 Create(byte[] key) => new PortableAesGcm(key);

    public override void Encrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> plaintext, Span<byte> ciphertext, Span<byte> tag) =>
        _gcm.Encrypt(nonce, plaintext, ciphertext, tag, associatedData);

    public override bool TryDecrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, Span<byte> text, ReadOnlySpan<byte> tag)
    {
        try
        {
            _gcm.Decrypt(nonce, text, tag, text, associatedData);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    public override void Dispose() => _gcm.Dispose();
}
