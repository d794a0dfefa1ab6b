using System.Buffers.Binary;
using System.Security.Cryptography;
using VirtualWindow.Rtc.Srtp;

namespace VirtualWindow.Rtc.Dtls;

/// <summary>Keys of both directions for the AES-GCM suites (RFC 5246 §6.3, RFC 5288 §3), cut out of one key block.</summary>
internal sealed class DtlsRecordKeys(byte[] keyBlock, int keyLength)
{
    public const int SaltLength = 4;

    public byte[] ClientKey { get; } = keyBlock[..keyLength];

    public byte[] ServerKey { get; } = keyBlock[keyLength..(2 * keyLength)];

    public byte[] ClientSalt { get; } = keyBlock[(2 * keyLength)..((2 * keyLength) + SaltLength)];

    public byte[] ServerSalt { get; } = keyBlock[((2 * keyLength) + SaltLength)..((2 * keyLength) + (2 * SaltLength))];

    public static int BlockLength(int keyLength) => 2 * (keyLength + SaltLength);
}

/// <summary>
/// Protects application records of DTLS 1.2 with AES-GCM (RFC 6347 §4.1, RFC 5288): BouncyCastle needs 2–4 µs and 3 KB of garbage for
/// each, and blocks or spins when there is none. The handshake and alerts stay with it; both use one key, so this one's numbers start
/// where the handshake's never get to. The first record may leave only after the other side has sent one: it has then finished
/// its handshake and needs none of BouncyCastle's lower numbers any more.
/// <code>
/// | type (8) | version (16) | epoch 1 (16) | sequence (48) | length (16) | explicit nonce (64) | ciphertext | tag (128) |
/// </code>
/// </summary>
internal sealed class DtlsRecordCipher : IDisposable
{
    /// <summary>Bytes that a record is longer than what it carries.</summary>
    public const int Overhead = DtlsRecord.HeaderLength + ExplicitNonceLength + TagLength;

    public const byte Alert = 21;
    public const byte ApplicationData = 23;

    private const int ExplicitNonceLength = 8;
    private const int TagLength = 16;
    private const ulong Epoch = 1UL << 48;
    private const ulong SequenceMask = Epoch - 1;

    private readonly AesGcm128 _inbound;
    private readonly AesGcm128 _outbound;
    private readonly byte[] _inboundSalt;
    private readonly byte[] _outboundSalt;
    private ReplayWindow _window = new();
    private ulong _next;

    /// <param name="firstSequence">Sequence number of the first record sent.</param>
    public DtlsRecordCipher(DtlsRecordKeys keys, bool isServer, ulong firstSequence = 1UL << 32)
    {
        _inbound = Create(isServer ? keys.ClientKey : keys.ServerKey);
        _outbound = Create(isServer ? keys.ServerKey : keys.ClientKey);
        _inboundSalt = isServer ? keys.ClientSalt : keys.ServerSalt;
        _outboundSalt = isServer ? keys.ServerSalt : keys.ClientSalt;
        _next = firstSequence;
    }

    /// <summary>BouncyCastle's records would now come too late for the other side's replay window.</summary>
    public bool HasSent { get; private set; }

    /// <summary>The other side has sent a record that only a finished handshake can make.</summary>
    public bool HasReceived { get; private set; }

    /// <returns>Bytes of the record, <paramref name="content"/> plus <see cref="Overhead"/>.</returns>
    public int Protect(byte type, ReadOnlySpan<byte> content, Span<byte> record)
    {
        HasSent = true;
        var number = Epoch | _next++;
        record[0] = type;
        BinaryPrimitives.WriteUInt16BigEndian(record[1..], DtlsRecord.Version12);
        BinaryPrimitives.WriteUInt64BigEndian(record[3..], number);
        BinaryPrimitives.WriteUInt16BigEndian(record[11..], (ushort)(ExplicitNonceLength + content.Length + TagLength));
        BinaryPrimitives.WriteUInt64BigEndian(record[DtlsRecord.HeaderLength..], number);
        Span<byte> nonce = stackalloc byte[DtlsRecordKeys.SaltLength + ExplicitNonceLength];
        Span<byte> associated = stackalloc byte[DtlsRecord.HeaderLength];
        WriteNonce(nonce, _outboundSalt, record.Slice(DtlsRecord.HeaderLength, ExplicitNonceLength));
        WriteAssociated(associated, record, content.Length);
        var ciphertext = record.Slice(DtlsRecord.HeaderLength + ExplicitNonceLength, content.Length);
        _outbound.Encrypt(nonce, associated, content, ciphertext, record.Slice(DtlsRecord.HeaderLength + ExplicitNonceLength + content.Length, TagLength));
        return content.Length + Overhead;
    }

    /// <summary>Authenticates one whole record and decrypts it in place.</summary>
    /// <returns>The content, or false when forged, replayed or of another epoch; nothing has changed then.</returns>
    public bool TryUnprotect(Span<byte> record, out Span<byte> content)
    {
        content = default;
        var number = BinaryPrimitives.ReadUInt64BigEndian(record[3..]);
        var sequence = (long)(number & SequenceMask);
        if (record.Length < Overhead || number >> 48 != 1 || !_window.Admits(sequence)) return false;
        var text = record[(DtlsRecord.HeaderLength + ExplicitNonceLength)..^TagLength];
        Span<byte> nonce = stackalloc byte[DtlsRecordKeys.SaltLength + ExplicitNonceLength];
        Span<byte> associated = stackalloc byte[DtlsRecord.HeaderLength];
        WriteNonce(nonce, _inboundSalt, record.Slice(DtlsRecord.HeaderLength, ExplicitNonceLength));
        WriteAssociated(associated, record, text.Length);
        if (!_inbound.TryDecrypt(nonce, associated, text, record[^TagLength..])) return false;
        _window.Accept(sequence);
        HasReceived = true;
        content = text;
        return true;
    }

    public void Dispose()
    {
        _inbound.Dispose();
        _outbound.Dispose();
        CryptographicOperations.ZeroMemory(_inboundSalt);
        CryptographicOperations.ZeroMemory(_outboundSalt);
    }

    private static void WriteNonce(Span<byte> nonce, byte[] salt, ReadOnlySpan<byte> explicitNonce)
    {
        salt.CopyTo(nonce);
        explicitNonce.CopyTo(nonce[DtlsRecordKeys.SaltLength..]);
    }

    /// <summary>epoch ‖ sequence ‖ type ‖ version ‖ length of the content (RFC 5246 §6.2.3.3, RFC 6347 §4.1.2.1).</summary>
    private static void WriteAssociated(Span<byte> associated, ReadOnlySpan<byte> record, int contentLength)
    {
        record.Slice(3, 8).CopyTo(associated);
        record[..3].CopyTo(associated[8..]);
        BinaryPrimitives.WriteUInt16BigEndian(associated[11..], (ushort)contentLength);
    }

    /// <summary>AES-256 suites are rare; the platform does them.</summary>
    private static AesGcm128 Create(byte[] key) => key.Length == 16 && AesNiGcm.IsSupported ? AesNiGcm.Create(key) : PortableAesGcm.Create(key);
}
