using System.Buffers.Binary;
using System.Security.Cryptography;

namespace VirtualWindow.Rtc.Srtp;

/// <summary>AEAD_AES_128_GCM for SRTP and SRTCP (RFC 7714).</summary>
internal sealed class GcmSrtpCipher : SrtpCipher
{
    private const int Tag = 16;
    private const int SaltLength = 12;
    private const int IndexWordLength = 4;
    private const int RtcpHeaderLength = 8;

    private readonly AesGcm128 _rtp;
    private readonly AesGcm128 _rtcp;
    private readonly byte[] _rtpSalt = new byte[SaltLength];
    private readonly byte[] _rtcpSalt = new byte[SaltLength];

    public GcmSrtpCipher(ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt, Func<byte[], AesGcm128> createGcm)
    {
        _rtp = createGcm(SessionKey(masterKey, masterSalt, SrtpKeyLabel.RtpEncryption));
        _rtcp = createGcm(SessionKey(masterKey, masterSalt, SrtpKeyLabel.RtcpEncryption));
        SrtpKeyDerivation.Derive(masterKey, masterSalt, SrtpKeyLabel.RtpSalt, _rtpSalt);
        SrtpKeyDerivation.Derive(masterKey, masterSalt, SrtpKeyLabel.RtcpSalt, _rtcpSalt);
    }

    /// <summary>Test entry: session keys and salts given, as the vectors of RFC 7714 §16 and §17 give them.</summary>
    public GcmSrtpCipher(AesGcm128 rtp, AesGcm128 rtcp, ReadOnlySpan<byte> sessionSalt)
    {
        _rtp = rtp;
        _rtcp = rtcp;
        sessionSalt.CopyTo(_rtpSalt);
        sessionSalt.CopyTo(_rtcpSalt);
    }

    public override void Fetch()
    {
        CacheLines.Fetch(_rtpSalt, 1);
        _rtp.Fetch();
    }

    public override int TagLength => Tag;

    public override void ProtectRtp(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload, Span<byte> destination, uint ssrc, long index)
    {
        Span<byte> nonce = stackalloc byte[SaltLength];
        WriteNonce(nonce, _rtpSalt, ssrc, index);
        header.CopyTo(destination);
        _rtp.Encrypt(nonce, header, payload, destination.Slice(header.Length, payload.Length), destination.Slice(header.Length + payload.Length, Tag));
    }

    public override bool UnprotectRtp(Span<byte> packet, int headerLength, uint ssrc, long index)
    {
        Span<byte> nonce = stackalloc byte[SaltLength];
        WriteNonce(nonce, _rtpSalt, ssrc, index);
        return _rtp.TryDecrypt(nonce, packet[..headerLength], packet[headerLength..^Tag], packet[^Tag..]);
    }

    /// <summary>Header and SSRC stay readable; the index word at the end is authenticated with them (RFC 7714 §9.2).</summary>
    public override void ProtectRtcp(ReadOnlySpan<byte> compound, Span<byte> destination, uint ssrc, uint index)
    {
        Span<byte> nonce = stackalloc byte[SaltLength];
        WriteNonce(nonce, _rtcpSalt, ssrc, index);
        Span<byte> associated = stackalloc byte[RtcpHeaderLength + IndexWordLength];
        compound[..RtcpHeaderLength].CopyTo(associated);
        BinaryPrimitives.WriteUInt32BigEndian(associated[RtcpHeaderLength..], index | EncryptedFlag);

        compound[..RtcpHeaderLength].CopyTo(destination);
        var secret = compound[RtcpHeaderLength..];
        _rtcp.Encrypt(nonce, associated, secret, destination.Slice(RtcpHeaderLength, secret.Length), destination.Slice(compound.Length, Tag));
        BinaryPrimitives.WriteUInt32BigEndian(destination[(compound.Length + Tag)..], index | EncryptedFlag);
    }

    public override uint ReadRtcpIndexWord(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt32BigEndian(packet[^IndexWordLength..]);

    public override bool UnprotectRtcp(Span<byte> packet, uint ssrc, uint indexWord)
    {
        Span<byte> nonce = stackalloc byte[SaltLength];
        WriteNonce(nonce, _rtcpSalt, ssrc, indexWord & ~EncryptedFlag);
        var tag = packet[^(Tag + IndexWordLength)..^IndexWordLength];
        return (indexWord & EncryptedFlag) != 0
            ? DecryptRtcp(packet, nonce, tag)
            : AuthenticateRtcp(packet, nonce, tag);
    }

    private bool DecryptRtcp(Span<byte> packet, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> tag)
    {
        Span<byte> associated = stackalloc byte[RtcpHeaderLength + IndexWordLength];
        packet[..RtcpHeaderLength].CopyTo(associated);
        packet[^IndexWordLength..].CopyTo(associated[RtcpHeaderLength..]);
        return _rtcp.TryDecrypt(nonce, associated, packet[RtcpHeaderLength..^(Tag + IndexWordLength)], tag);
    }

    /// <summary>E = 0: authenticated only; everything is associated data (RFC 7714 §9.3).</summary>
    private bool AuthenticateRtcp(Span<byte> packet, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> tag)
    {
        const int maxDatagram = 2048;
        if (packet.Length > maxDatagram) return false;
        Span<byte> associated = stackalloc byte[maxDatagram];
        var compound = packet[..^(Tag + IndexWordLength)];
        compound.CopyTo(associated);
        packet[^IndexWordLength..].CopyTo(associated[compound.Length..]);
        return _rtcp.TryDecrypt(nonce, associated[..(compound.Length + IndexWordLength)], [], tag);
    }

    public override void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
        CryptographicOperations.ZeroMemory(_rtpSalt);
        CryptographicOperations.ZeroMemory(_rtcpSalt);
    }

    /// <summary>salt XOR (00 00 | SSRC | index as 6 bytes): RFC 7714 §8.1 with ROC and SEQ, §9.1 with the SRTCP index.</summary>
    private static void WriteNonce(Span<byte> nonce, byte[] salt, uint ssrc, long index)
    {
        nonce[0] = salt[0];
        nonce[1] = salt[1];
        BinaryPrimitives.WriteUInt32BigEndian(nonce[2..], ssrc ^ BinaryPrimitives.ReadUInt32BigEndian(salt.AsSpan(2)));
        BinaryPrimitives.WriteUInt16BigEndian(nonce[6..], (ushort)((ushort)(index >> 32) ^ BinaryPrimitives.ReadUInt16BigEndian(salt.AsSpan(6))));
        BinaryPrimitives.WriteUInt32BigEndian(nonce[8..], (uint)index ^ BinaryPrimitives.ReadUInt32BigEndian(salt.AsSpan(8)));
    }

    private static byte[] SessionKey(ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt, SrtpKeyLabel label)
    {
        var key = new byte[SrtpProfiles.KeyLength];
        SrtpKeyDerivation.Derive(masterKey, masterSalt, label, key);
        return key;
    }
}
