using System.Security.Cryptography;

namespace VirtualWindow.Rtc.Srtp;

/// <summary>What a session key is for; its number is the label of RFC 3711 §4.3.2.</summary>
internal enum SrtpKeyLabel : byte
{
    RtpEncryption = 0,
    RtpAuthentication = 1,
    RtpSalt = 2,
    RtcpEncryption = 3,
    RtcpAuthentication = 4,
    RtcpSalt = 5,
}

/// <summary>Session keys from a master key: AES-CM as pseudo-random function (RFC 3711 §4.3.3), key derivation rate 0.</summary>
internal static class SrtpKeyDerivation
{
    /// <param name="masterSalt">14 bytes, or 12 which count as padded with zeros to 14 (RFC 7714 §11).</param>
    /// <param name="sessionKey">Filled completely; any length.</param>
    public static void Derive(ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt, SrtpKeyLabel label, Span<byte> sessionKey)
    {
        Span<byte> counter = stackalloc byte[16];
        counter.Clear();
        masterSalt.CopyTo(counter);
        counter[7] ^= (byte)label;

        using var aes = Aes.Create();
        aes.SetKey(masterKey);
        Span<byte> block = stackalloc byte[16];
        for (var written = 0; written < sessionKey.Length; written += 16)
        {
            counter[15] = (byte)(written / 16);
            aes.EncryptEcb(counter, block, PaddingMode.None);
            block[..Math.Min(16, sessionKey.Length - written)].CopyTo(sessionKey[written..]);
        }

        CryptographicOperations.ZeroMemory(block);
    }
}
