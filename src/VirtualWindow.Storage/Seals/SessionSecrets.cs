using System.Security.Cryptography;
using VirtualWindow.Domain;
using VirtualWindow.Storage.Documents;

namespace VirtualWindow.Storage.Seals;

/// <summary>Small secrets of a session (handwriting) under the session's own key, so that shredding the key takes them too. AES-256-GCM: nonce, tag, text.</summary>
public sealed class SessionSecrets(SessionKeys keys)
{
    private const int NonceBytes = 12, TagBytes = 16;

    public async Task<byte[]> ProtectAsync(SessionId session, byte[] secret, CancellationToken ct)
    {
        using var cipher = new AesGcm(await keys.OfAsync(session, ct), TagBytes);
        var sealed_ = new byte[NonceBytes + TagBytes + secret.Length];
        RandomNumberGenerator.Fill(sealed_.AsSpan(0, NonceBytes));
        cipher.Encrypt(sealed_.AsSpan(0, NonceBytes), secret, sealed_.AsSpan(NonceBytes + TagBytes), sealed_.AsSpan(NonceBytes, TagBytes), session.Value.ToByteArray());
        return sealed_;
    }

    /// <exception cref="SessionShreddedException">The session's key is gone.</exception>
    /// <exception cref="CryptographicException">It was changed, or belongs to another session.</exception>
    public async Task<byte[]> RevealAsync(SessionId session, byte[] kept, CancellationToken ct)
    {
        using var cipher = new AesGcm(await keys.FindAsync(session, ct) ?? throw new SessionShreddedException(session), TagBytes);
        var secret = new byte[kept.Length - NonceBytes - TagBytes];
        cipher.Decrypt(kept.AsSpan(0, NonceBytes), kept.AsSpan(NonceBytes + TagBytes), kept.AsSpan(NonceBytes, TagBytes), secret, session.Value.ToByteArray());
        return secret;
    }
}
