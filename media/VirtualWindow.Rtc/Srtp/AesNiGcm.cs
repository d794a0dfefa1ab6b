using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace VirtualWindow.Rtc.Srtp;

/// <summary>
/// AES-128-GCM on AES-NI and PCLMULQDQ. Two passes over a packet that lies in the first-level cache: no set-up per packet,
/// which is most of what the platform's AesGcm costs, and a forged packet is refused before a byte is decrypted.
/// </summary>
internal sealed unsafe class AesNiGcm : AesGcm128
{
    private const int NonceLength = 12;

    private readonly AesNiRoundKeys _keys;

    private AesNiGcm(byte[] key)
    {
        _keys = new AesNiRoundKeys(key, Ghash.PowerVectors);
        Ghash.Prepare(AesNiCounter.EncryptBlock(_keys.Keys, Vector128<byte>.Zero), _keys.Extra);
    }

    public static bool IsSupported => AesNiCounter.IsSupported && Ghash.IsSupported;

    public static AesGcm128 Create(byte[] key) => new AesNiGcm(key);

    [SkipLocalsInit]
    public override void Encrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> plaintext, Span<byte> ciphertext, Span<byte> tag)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ciphertext.Length, plaintext.Length);
        fixed (byte* associated = associatedData)
        fixed (byte* source = plaintext)
        fixed (byte* target = ciphertext)
        {
            AesNiCounter.Transform(_keys.Keys, CounterBlock(nonce, 2), source, target, plaintext.Length);
            Tag(nonce, associated, associatedData.Length, target, plaintext.Length).CopyTo(tag);
        }

        GC.KeepAlive(this);
    }

    [SkipLocalsInit]
    public override bool TryDecrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, Span<byte> text, ReadOnlySpan<byte> tag)
    {
        bool authentic;
        fixed (byte* associated = associatedData)
        fixed (byte* bytes = text)
        {
            // One vector comparison takes the same time wherever the tags differ.
            authentic = Tag(nonce, associated, associatedData.Length, bytes, text.Length) == Vector128.Create(tag);
            if (authentic) AesNiCounter.Transform(_keys.Keys, CounterBlock(nonce, 2), bytes, bytes, text.Length);
        }

        GC.KeepAlive(this);
        return authentic;
    }

    public override void Fetch() => CacheLines.Fetch(_keys.Keys, (AesNiRoundKeys.Count + Ghash.PowerVectors) * sizeof(Vector128<byte>));

    public override void Dispose() => _keys.Dispose();

    /// <summary>nonce ‖ block number (SP 800-38D §7.1 for 96-bit nonces); number 1 masks the tag, the text starts at 2.</summary>
    private static Vector128<byte> CounterBlock(ReadOnlySpan<byte> nonce, uint number)
    {
        var first = BinaryPrimitives.ReadUInt64LittleEndian(nonce);
        var last = BinaryPrimitives.ReadUInt32LittleEndian(nonce[8..NonceLength]);
        return Vector128.Create(first, last | ((ulong)BinaryPrimitives.ReverseEndianness(number) << 32)).AsByte();
    }

    private Vector128<byte> Tag(ReadOnlySpan<byte> nonce, byte* associated, int associatedLength, byte* text, int textLength) =>
        AesNiCounter.EncryptBlock(_keys.Keys, CounterBlock(nonce, 1)) ^ Ghash.Compute(_keys.Extra, associated, associatedLength, text, textLength);
}
