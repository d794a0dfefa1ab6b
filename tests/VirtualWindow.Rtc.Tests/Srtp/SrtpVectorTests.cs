using VirtualWindow.Rtc.Srtp;

namespace VirtualWindow.Rtc.Tests.Srtp;

public class SrtpVectorTests
{
    private const string RtpPacket =
        "8040f17b8041f8d35501a0b247616c6c696120657374206f6d6e69732064697669736120696e207061727465732074726573";

    private const string ProtectedRtpPacket =
        "8040f17b8041f8d35501a0b2f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833899d7f27beb16a9152cf765ee4390cce";

    private const string RtcpPacket =
        "81c8000d4d6172734e5450314e545032525450200000042a0000e9304c756e61deadbeefdeadbeefdeadbeefdeadbeefdeadbeef";

    private const string ProtectedRtcpPacket =
        "81c8000d4d61727363e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32dc676a5f1730d6fda4ce09b4686303ded0bb9275bc84aa45896cf4d2fc5abf87245d9eade800005d4";

    private const string TaggedRtcpPacket = RtcpPacket + "841dd9683dd78ec92ae58790125f62b3000005d4";

    public static TheoryData<bool> Portable => [false, true];

    /// <summary>RFC 7714 §16.1: session key and salt are given there.</summary>
    [Theory]
    [MemberData(nameof(Portable))]
    public void Srtp_of_rfc7714_section_16(bool portable)
    {
        using var sender = Rfc7714(portable, 1);
        using var receiver = Rfc7714(portable, 1);
        var packet = Convert.FromHexString(RtpPacket);
        var sent = new byte[packet.Length + SrtpContext.MaxRtpOverhead];
        Assert.Equal(sent.Length, sender.ProtectRtp(packet.AsSpan(0, 12), packet.AsSpan(12), sent));
        Assert.Equal(ProtectedRtpPacket, Convert.ToHexStringLower(sent));
        Assert.Equal(packet.Length, receiver.UnprotectRtp(sent));
        Assert.Equal(packet, sent[..packet.Length]);
    }

    /// <summary>RFC 7714 §17.1, SRTCP index 0x5d4.</summary>
    [Theory]
    [MemberData(nameof(Portable))]
    public void Srtcp_of_rfc7714_section_17(bool portable)
    {
        using var sender = Rfc7714(portable, 0x5d4);
        using var receiver = Rfc7714(portable, 1);
        var compound = Convert.FromHexString(RtcpPacket);
        var sent = new byte[compound.Length + SrtpContext.MaxRtcpOverhead];
        Assert.Equal(sent.Length, sender.ProtectRtcp(compound, sent));
        Assert.Equal(ProtectedRtcpPacket, Convert.ToHexStringLower(sent));
        Assert.Equal(compound.Length, receiver.UnprotectRtcp(sent));
        Assert.Equal(compound, sent[..compound.Length]);
    }

    /// <summary>RFC 7714 §17.3: the E flag is 0, the packet is authenticated only.</summary>
    [Theory]
    [MemberData(nameof(Portable))]
    public void Unencrypted_srtcp_of_rfc7714_section_17(bool portable)
    {
        using var receiver = Rfc7714(portable, 1);
        var packet = Convert.FromHexString(TaggedRtcpPacket);
        var forged = packet.ToArray();
        forged[20] ^= 1;
        Assert.Equal(-1, receiver.UnprotectRtcp(forged));
        Assert.Equal(RtcpPacket.Length / 2, receiver.UnprotectRtcp(packet));
    }

    /// <summary>The reference packets of libsrtp's validation, keys of RFC 3711 B.3: RTP and RTCP under AES-CM and HMAC-SHA1-80.</summary>
    [Theory]
    [MemberData(nameof(Portable))]
    public void Aes_cm_reference_packets(bool portable)
    {
        using var sender = AesCm(portable);
        using var receiver = AesCm(portable);
        var payload = Enumerable.Repeat((byte)0xAB, 16).ToArray();
        var header = Convert.FromHexString("800f1234decafbadcafebabe");
        var rtp = new byte[38];
        Assert.Equal(38, sender.ProtectRtp(header, payload, rtp));
        Assert.Equal("800f1234decafbadcafebabe4e55dc4ce79978d88ca4d215949d2402b78d6acc99ea179b8dbb", Convert.ToHexStringLower(rtp));
        Assert.Equal(28, receiver.UnprotectRtp(rtp));
        Assert.Equal(payload, rtp[12..28]);

        var rtcp = new byte[38];
        byte[] compound = [.. Convert.FromHexString("81c8000bcafebabe"), .. payload];
        Assert.Equal(38, sender.ProtectRtcp(compound, rtcp));
        Assert.Equal("81c8000bcafebabe7128035be487b9bdbef89041f977a5a880000001993e08cd54d6c1230798", Convert.ToHexStringLower(rtcp));
        Assert.Equal(24, receiver.UnprotectRtcp(rtcp));
        Assert.Equal(compound, rtcp[..24]);
    }

    private static SrtpContext Rfc7714(bool portable, long nextRtcpIndex)
    {
        Assert.SkipUnless(portable || AesNiGcm.IsSupported, "needs AES-NI and PCLMULQDQ");
        return SrtpContext.Create(SrtpProfile.AeadAes128Gcm, Cipher(), Cipher(), nextRtcpIndex);

        GcmSrtpCipher Cipher() => new(Gcm(), Gcm(), "Quid pro quo"u8);

        AesGcm128 Gcm()
        {
            var key = Convert.FromHexString("000102030405060708090a0b0c0d0e0f");
            return portable ? PortableAesGcm.Create(key) : AesNiGcm.Create(key);
        }
    }

    private static SrtpContext AesCm(bool portable)
    {
        const SrtpProfile profile = SrtpProfile.Aes128CmHmacSha1Tag80;
        var key = Convert.FromHexString("e1f97a0d3e018be0d64fa32c06de4139");
        var salt = Convert.FromHexString("0ec675ad498afeebb6960b3aabe6");
        return SrtpContext.Create(profile, Cipher(), Cipher());

        SrtpCipher Cipher() => portable ? SrtpCiphers.CreatePortable(profile, key, salt) : SrtpCiphers.Create(profile, key, salt);
    }
}
