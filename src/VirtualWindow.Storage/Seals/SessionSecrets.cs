using System.Security.Cryptography;
using VirtualWindow.Domain;
using VirtualWindow.Storage.Documents;

namespace VirtualWindow.Storage.Seals;

/// <summary>Small secrets of a session (handwriting) under the session's own key, so that shredding the key takes them too; one <see cref="AesFrame"/> each.</summary>
public sealed class SessionSecrets(SessionKeys keys)
{
    public async Task<byte[]> ProtectAsync(SessionId session, byte[] secret, CancellationToken ct) =>
        AesFrame.Seal(await keys.OfAsync(session, ct), secret, session.Value.ToByteArray());

    /// <exception cref="SessionShreddedException">The session's key is gone.</exception>
    /// <exception cref="CryptographicException">It was changed, or belongs to another session.</exception>
    public async Task<byte[]> RevealAsync(SessionId session, byte[] kept, CancellationToken ct) =>
        AesFrame.Open(await keys.FindAsync(session, ct) ?? throw new SessionShreddedException(session), kept, session.Value.ToByteArray());
}
