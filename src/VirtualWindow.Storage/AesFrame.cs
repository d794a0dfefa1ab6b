using System.Security.Cryptography;

namespace VirtualWindow.Storage;

/// <summary>
/// How bytes lie encrypted, in files and in columns alike (AES-256-GCM, NIST SP 800-38D):
/// <code>
///  nonce 12 | tag 16 | ciphertext
/// </code>
/// </summary>
public static class AesFrame
{
    public const int NonceBytes = 12, TagBytes = 16, Bytes = NonceBytes + TagBytes;

    /// <param name="about">What it is and where it belongs: authenticated with it, so that it cannot be put somewhere else.</param>
    public static byte[] Seal(byte[] key, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> about)
    {
        var frame = new byte[Bytes + plain.Length];
        RandomNumberGenerator.Fill(frame.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(frame.AsSpan(0, NonceBytes), plain, frame.AsSpan(Bytes), frame.AsSpan(NonceBytes, TagBytes), about);
        return frame;
    }

    /// <exception cref="CryptographicException">It was changed, is shorter than a frame, or belongs somewhere else.</exception>
    public static byte[] Open(byte[] key, ReadOnlySpan<byte> frame, ReadOnlySpan<byte> about)
    {
        if (frame.Length < Bytes) throw new CryptographicException($"{frame.Length} bytes are shorter than a frame.");
        var plain = new byte[frame.Length - Bytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(frame[..NonceBytes], frame[Bytes..], frame.Slice(NonceBytes, TagBytes), plain, about);
        return plain;
    }
}
