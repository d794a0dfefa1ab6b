namespace VirtualWindow.Rtc.Srtp;

/// <summary>AES-128 in Galois/Counter Mode with a 96-bit nonce and a 128-bit tag (NIST SP 800-38D).</summary>
internal abstract class AesGcm128 : IDisposable
{
    /// <param name="plaintext">May be the same bytes as <paramref name="ciphertext"/>, never a shifted overlap.</param>
    public abstract void Encrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> plaintext, Span<byte> ciphertext, Span<byte> tag);

    /// <summary>In place; false when the tag does not match, the text is then worthless.</summary>
    public abstract bool TryDecrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, Span<byte> text, ReadOnlySpan<byte> tag);

    /// <summary>A packet follows soon (<see cref="CacheLines"/>).</summary>
    public virtual void Fetch() { }

    public abstract void Dispose();
}
