using System.Buffers.Binary;
using System.Security.Cryptography;

namespace VirtualWindow.Rtc.Srtp;

/// <summary>AES-128 in counter mode with HMAC-SHA1, 80-bit tags (RFC 3711 §4.1.1, §4.2.1). Encrypt, then authenticate.</summary>
internal sealed class CmSha1SrtpCipher : SrtpCipher
{
    private const int Tag = 10;
    private const int MacLength = 20;
    private const int RolloverLength = 4;
    private const int IndexWordLength = 4;
    private const int RtcpHeaderLength = 8;
    private const int BlockLength = 16;
    private const int SaltLength = 14;

    private readonly AesCounter128 _rtpCipher;
    private readonly AesCounter128 _rtcpCipher;
    private readonly HmacSha1 _rtpMac;
    private readonly HmacSha1 _rtcpMac;
    private readonly byte[] _rtpSalt = new byte[BlockLength];
    private readonly byte[] _rtcpSalt = new byte[BlockLength];

    public CmSha1SrtpCipher(
        ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt,
        Func<byte[], AesCounter128> createCounter, Func<byte[], HmacSha1> createMac)
    {
        _rtpCipher = createCounter(SessionKey(masterKey, masterSalt, SrtpKeyLabel.RtpEncryption, SrtpProfiles.KeyLength));
        _rtcpCipher = createCounter(SessionKey(masterKey, masterSalt, SrtpKeyLabel.RtcpEncryption, SrtpProfiles.KeyLength));
        _rtpMac = createMac(SessionKey(masterKey, masterSalt, SrtpKeyLabel.RtpAuthentication, MacLength));
        _rtcpMac = createMac(SessionKey(masterKey, masterSalt, SrtpKeyLabel.RtcpAuthentication, MacLength));
        SrtpKeyDerivation.Derive(masterKey, masterSalt, SrtpKeyLabel.RtpSalt, _rtpSalt.AsSpan(0, SaltLength));
        SrtpKeyDerivation.Derive(masterKey, masterSalt, SrtpKeyLabel.RtcpSalt, _rtcpSalt.AsSpan(0, SaltLength));
    }

    public override int TagLength => Tag;

    public override void ProtectRtp(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload, Span<byte> destination, uint ssrc, long index)
    {
        Span<byte> counter = stackalloc byte[BlockLength];
        WriteCounter(counter, _rtpSalt, ssrc, index);
        header.CopyTo(destination);
        _rtpCipher.Transform(counter, payload, destination.Slice(header.Length, payload.Length));

        var length = header.Length + payload.Length;
        Span<byte> mac = stackalloc byte[MacLength];
        Authenticate(destination, length, index, mac);
        mac[..Tag].CopyTo(destination[length..]);
    }

    public override bool UnprotectRtp(Span<byte> packet, int headerLength, uint ssrc, long index)
    {
        Span<byte> received = stackalloc byte[Tag];
        Span<byte> mac = stackalloc byte[MacLength];
        var length = packet.Length - Tag;
        packet[length..].CopyTo(received);
        Authenticate(packet, length, index, mac);
        if (!CryptographicOperations.FixedTimeEquals(received, mac[..Tag])) return false;

        Span<byte> counter = stackalloc byte[BlockLength];
        WriteCounter(counter, _rtpSalt, ssrc, index);
        var payload = packet[headerLength..length];
        _rtpCipher.Transform(counter, payload, payload);
        return true;
    }

    public override void ProtectRtcp(ReadOnlySpan<byte> compound, Span<byte> destination, uint ssrc, uint index)
    {
        Span<byte> counter = stackalloc byte[BlockLength];
        WriteCounter(counter, _rtcpSalt, ssrc, index);
        compound[..RtcpHeaderLength].CopyTo(destination);
        var secret = compound[RtcpHeaderLength..];
        _rtcpCipher.Transform(counter, secret, destination.Slice(RtcpHeaderLength, secret.Length));
        BinaryPrimitives.WriteUInt32BigEndian(destination[compound.Length..], index | EncryptedFlag);

        Span<byte> mac = stackalloc byte[MacLength];
        var authenticated = compound.Length + IndexWordLength;
        _rtcpMac.Compute(destination[..authenticated], mac);
        mac[..Tag].CopyTo(destination[authenticated..]);
    }

    public override uint ReadRtcpIndexWord(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt32BigEndian(packet[^(Tag + IndexWordLength)..]);

    public override bool UnprotectRtcp(Span<byte> packet, uint ssrc, uint indexWord)
    {
        Span<byte> mac = stackalloc byte[MacLength];
        _rtcpMac.Compute(packet[..^Tag], mac);
        if (!CryptographicOperations.FixedTimeEquals(packet[^Tag..], mac[..Tag])) return false;
        if ((indexWord & EncryptedFlag) == 0) return true;

        Span<byte> counter = stackalloc byte[BlockLength];
        WriteCounter(counter, _rtcpSalt, ssrc, indexWord & ~EncryptedFlag);
        var secret = packet[RtcpHeaderLength..^(Tag + IndexWordLength)];
        _rtcpCipher.Transform(counter, secret, secret);
        return true;
    }

    public override void Dispose()
    {
        _rtpCipher.Dispose();
        _rtcpCipher.Dispose();
        _rtpMac.Dispose();
        _rtcpMac.Dispose();
        CryptographicOperations.ZeroMemory(_rtpSalt);
        CryptographicOperations.ZeroMemory(_rtcpSalt);
    }

    /// <summary>MAC over packet ‖ ROC. The ROC is written where the tag belongs, so that one contiguous run is hashed.</summary>
    private void Authenticate(Span<byte> packet, int length, long index, Span<byte> mac)
    {
        BinaryPrimitives.WriteUInt32BigEndian(packet[length..], (uint)(index >> 16));
        _rtpMac.Compute(packet[..(length + RolloverLength)], mac);
    }

    /// <summary>(salt · 2^16) XOR (SSRC · 2^64) XOR (index · 2^16); the last 16 bits count blocks.</summary>
    private static void WriteCounter(Span<byte> counter, byte[] salt, uint ssrc, long index)
    {
        salt.CopyTo(counter);
        BinaryPrimitives.WriteUInt32BigEndian(counter[4..], ssrc ^ BinaryPrimitives.ReadUInt32BigEndian(salt.AsSpan(4)));
        BinaryPrimitives.WriteUInt64BigEndian(counter[8..], ((ulong)index << 16) ^ BinaryPrimitives.ReadUInt64BigEndian(salt.AsSpan(8)));
    }

    private static byte[] SessionKey(ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt, SrtpKeyLabel label, int length)
    {
        var key = new byte[length];
        SrtpKeyDerivation.Derive(masterKey, masterSalt, label, key);
        return key;
    }
}
