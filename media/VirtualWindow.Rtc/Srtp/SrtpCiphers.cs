namespace VirtualWindow.Rtc.Srtp;

/// <summary>Chooses the fastest cipher this machine has for a profile.</summary>
internal static class SrtpCiphers
{
    public static SrtpCipher Create(SrtpProfile profile, ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt) => profile switch
    {
        SrtpProfile.AeadAes128Gcm => new GcmSrtpCipher(masterKey, masterSalt, PortableAesGcm.Create),
        SrtpProfile.Aes128CmHmacSha1Tag80 => new CmSha1SrtpCipher(
            masterKey, masterSalt, PortableAesCounter.Create,
            LibcryptoHmacSha1.IsSupported ? LibcryptoHmacSha1.Create : PortableHmacSha1.Create),
        _ => throw new ArgumentOutOfRangeException(nameof(profile)),
    };
}
