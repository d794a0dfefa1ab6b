namespace VirtualWindow.Rtc.Srtp;

/// <summary>Chooses the fastest cipher this machine has for a profile.</summary>
internal static class SrtpCiphers
{
    public static SrtpCipher Create(SrtpProfile profile, ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt) => profile switch
    {
        SrtpProfile.AeadAes128Gcm => new GcmSrtpCipher(masterKey, masterSalt, AesNiGcm.IsSupported ? AesNiGcm.Create : PortableAesGcm.Create),
        SrtpProfile.Aes128CmHmacSha1Tag80 => new CmSha1SrtpCipher(
            masterKey, masterSalt,
            AesNiCounter.IsSupported ? AesNiCounter.Create : PortableAesCounter.Create,
            LibcryptoHmacSha1.IsSupported ? LibcryptoHmacSha1.Create : PortableHmacSha1.Create),
        _ => throw new ArgumentOutOfRangeException(nameof(profile)),
    };

    /// <summary>What every .NET has, so that tests can compare.</summary>
    public static SrtpCipher CreatePortable(SrtpProfile profile, ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt) => profile switch
    {
        SrtpProfile.AeadAes128Gcm => new GcmSrtpCipher(masterKey, masterSalt, PortableAesGcm.Create),
        SrtpProfile.Aes128CmHmacSha1Tag80 => new CmSha1SrtpCipher(masterKey, masterSalt, PortableAesCounter.Create, PortableHmacSha1.Create),
        _ => throw new ArgumentOutOfRangeException(nameof(profile)),
    };
}
