using System.Security.Cryptography;

namespace VirtualWindow.Rtc.Srtp;

/// <summary>The platform's HMAC: where libcrypto does not export what <see cref="LibcryptoHmacSha1"/> needs.</summary>
internal sealed class PortableHmacSha1 : HmacSha1
{
    private readonly IncrementalHash _hash;

    private PortableHmacSha1(byte[] key) => _hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, key);

    public static HmacSha1 Create(byte[] key) => new PortableHmacSha1(key);

    public override void Compute(ReadOnlySpan<byte> data, Span<byte> mac)
    {
        _hash.AppendData(data);
        _hash.GetHashAndReset(mac);
    }

    public override void Dispose() => _hash.Dispose();
}
