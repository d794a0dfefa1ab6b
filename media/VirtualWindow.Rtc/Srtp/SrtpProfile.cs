namespace VirtualWindow.Rtc.Srtp;

/// <summary>SRTP protection profiles by their DTLS-SRTP numbers (RFC 5764 §4.1.2, RFC 7714 §14.2).</summary>
public enum SrtpProfile : ushort
{
    /// <summary>SRTP_AES128_CM_HMAC_SHA1_80: what every client offers.</summary>
    Aes128CmHmacSha1Tag80 = 0x0001,

    /// <summary>SRTP_AEAD_AES_128_GCM: preferred, about three times cheaper.</summary>
    AeadAes128Gcm = 0x0007,
}

public static class SrtpProfiles
{
    public const int KeyLength = 16;

    /// <summary>Master salt in bytes: 14 (RFC 3711 §8.2) or 12 (RFC 7714 §12).</summary>
    public static int SaltLength(this SrtpProfile profile) => profile == SrtpProfile.AeadAes128Gcm ? 12 : 14;

    /// <summary>Bytes to export from DTLS under the label EXTRACTOR-dtls_srtp: two keys, two salts (RFC 5764 §4.2).</summary>
    public static int KeyingMaterialLength(this SrtpProfile profile) => 2 * (KeyLength + profile.SaltLength());

    /// <summary>Authentication tag in bytes, appended to every RTP and RTCP packet.</summary>
    public static int TagLength(this SrtpProfile profile) => profile == SrtpProfile.AeadAes128Gcm ? 16 : 10;
}
