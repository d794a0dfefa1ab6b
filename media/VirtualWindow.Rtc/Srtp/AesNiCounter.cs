using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace VirtualWindow.Rtc.Srtp;

/// <summary>
/// Counter mode on AES-NI, eight blocks interleaved: one AESENC takes four cycles, but two can start in each, so that eight
/// independent blocks keep the unit busy.
/// </summary>
internal sealed unsafe class AesNiCounter : AesCounter128
{
    private const int BlockLength = 16;
    private const int Lanes = 8;

    private readonly AesNiRoundKeys _keys;

    private AesNiCounter(byte[] key) => _keys = new AesNiRoundKeys(key);

    public static bool IsSupported => AesNiRoundKeys.IsSupported;

    public static AesCounter128 Create(byte[] key) => new AesNiCounter(key);

    public override void Transform(ReadOnlySpan<byte> counter, ReadOnlySpan<byte> input, Span<byte> output)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(output.Length, input.Length);
        fixed (byte* source = input)
        fixed (byte* target = output)
            Transform(_keys.Keys, Vector128.Create(counter), source, target, input.Length);
        GC.KeepAlive(this);
    }

    public override void Dispose() => _keys.Dispose();

    /// <summary>One block, for GCM's hash key and tag mask.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> EncryptBlock(Vector128<byte>* keys, Vector128<byte> block)
    {
        block ^= keys[0];
        for (var round = 1; round < AesNiRoundKeys.Count - 1; round++) block = Aes.Encrypt(block, keys[round]);
        return Aes.EncryptLast(block, keys[AesNiRoundKeys.Count - 1]);
    }

    /// <param name="counter">First counter block; its last 32 bits count, big-endian.</param>
    [SkipLocalsInit]
    public static void Transform(Vector128<byte>* keys, Vector128<byte> counter, byte* source, byte* target, int length)
    {
        var number = Ssse3.Shuffle(counter, CounterOrder).AsUInt32();
        while (length >= Lanes * BlockLength)
        {
            XorEightBlocks(keys, ref number, source, target);
            source += Lanes * BlockLength;
            target += Lanes * BlockLength;
            length -= Lanes * BlockLength;
        }

        while (length >= 4 * BlockLength)
        {
            XorFourBlocks(keys, ref number, source, target);
            source += 4 * BlockLength;
            target += 4 * BlockLength;
            length -= 4 * BlockLength;
        }

        if (length > 0) XorTail(keys, number, source, target, length);
    }

    /// <summary>Keeps the counter as a little-endian number in the last lane; the same shuffle turns it back.</summary>
    private static Vector128<byte> CounterOrder => Vector128.Create((byte)0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 15, 14, 13, 12);

    private static Vector128<uint> Step(uint blocks) => Vector128.Create(0u, 0, 0, blocks);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void XorEightBlocks(Vector128<byte>* keys, ref Vector128<uint> number, byte* source, byte* target)
    {
        var order = CounterOrder;
        var key = keys[0];
        var b0 = Ssse3.Shuffle(number.AsByte(), order) ^ key;
        var b1 = Ssse3.Shuffle((number + Step(1)).AsByte(), order) ^ key;
        var b2 = Ssse3.Shuffle((number + Step(2)).AsByte(), order) ^ key;
        var b3 = Ssse3.Shuffle((number + Step(3)).AsByte(), order) ^ key;
        var b4 = Ssse3.Shuffle((number + Step(4)).AsByte(), order) ^ key;
        var b5 = Ssse3.Shuffle((number + Step(5)).AsByte(), order) ^ key;
        var b6 = Ssse3.Shuffle((number + Step(6)).AsByte(), order) ^ key;
        var b7 = Ssse3.Shuffle((number + Step(7)).AsByte(), order) ^ key;
        number += Step(8);
        for (var round = 1; round < AesNiRoundKeys.Count - 1; round++)
        {
            key = keys[round];
            b0 = Aes.Encrypt(b0, key);
            b1 = Aes.Encrypt(b1, key);
            b2 = Aes.Encrypt(b2, key);
            b3 = Aes.Encrypt(b3, key);
            b4 = Aes.Encrypt(b4, key);
            b5 = Aes.Encrypt(b5, key);
            b6 = Aes.Encrypt(b6, key);
            b7 = Aes.Encrypt(b7, key);
        }

        key = keys[AesNiRoundKeys.Count - 1];
        var from = (Vector128<byte>*)source;
        var to = (Vector128<byte>*)target;
        to[0] = from[0] ^ Aes.EncryptLast(b0, key);
        to[1] = from[1] ^ Aes.EncryptLast(b1, key);
        to[2] = from[2] ^ Aes.EncryptLast(b2, key);
        to[3] = from[3] ^ Aes.EncryptLast(b3, key);
        to[4] = from[4] ^ Aes.EncryptLast(b4, key);
        to[5] = from[5] ^ Aes.EncryptLast(b5, key);
        to[6] = from[6] ^ Aes.EncryptLast(b6, key);
        to[7] = from[7] ^ Aes.EncryptLast(b7, key);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void XorFourBlocks(Vector128<byte>* keys, ref Vector128<uint> number, byte* source, byte* target)
    {
        KeyStreamOfFour(keys, number, out var s0, out var s1, out var s2, out var s3);
        number += Step(4);
        var from = (Vector128<byte>*)source;
        var to = (Vector128<byte>*)target;
        to[0] = from[0] ^ s0;
        to[1] = from[1] ^ s1;
        to[2] = from[2] ^ s2;
        to[3] = from[3] ^ s3;
    }

    /// <summary>The last 1..63 bytes: whole blocks, then single bytes from a key stream on the stack.</summary>
    [SkipLocalsInit]
    private static void XorTail(Vector128<byte>* keys, Vector128<uint> number, byte* source, byte* target, int length)
    {
        var stream = stackalloc Vector128<byte>[4];
        KeyStreamOfFour(keys, number, out stream[0], out stream[1], out stream[2], out stream[3]);
        var done = 0;
        for (; done + BlockLength <= length; done += BlockLength)
            *(Vector128<byte>*)(target + done) = *(Vector128<byte>*)(source + done) ^ stream[done / BlockLength];
        if (done + 8 <= length)
        {
            *(ulong*)(target + done) = *(ulong*)(source + done) ^ *(ulong*)((byte*)stream + done);
            done += 8;
        }

        for (; done < length; done++) target[done] = (byte)(source[done] ^ ((byte*)stream)[done]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void KeyStreamOfFour(
        Vector128<byte>* keys, Vector128<uint> number, out Vector128<byte> s0, out Vector128<byte> s1, out Vector128<byte> s2, out Vector128<byte> s3)
    {
        var order = CounterOrder;
        var key = keys[0];
        s0 = Ssse3.Shuffle(number.AsByte(), order) ^ key;
        s1 = Ssse3.Shuffle((number + Step(1)).AsByte(), order) ^ key;
        s2 = Ssse3.Shuffle((number + Step(2)).AsByte(), order) ^ key;
        s3 = Ssse3.Shuffle((number + Step(3)).AsByte(), order) ^ key;
        for (var round = 1; round < AesNiRoundKeys.Count - 1; round++)
        {
            key = keys[round];
            s0 = Aes.Encrypt(s0, key);
            s1 = Aes.Encrypt(s1, key);
            s2 = Aes.Encrypt(s2, key);
            s3 = Aes.Encrypt(s3, key);
        }

        key = keys[AesNiRoundKeys.Count - 1];
        s0 = Aes.EncryptLast(s0, key);
        s1 = Aes.EncryptLast(s1, key);
        s2 = Aes.EncryptLast(s2, key);
        s3 = Aes.EncryptLast(s3, key);
    }
}
