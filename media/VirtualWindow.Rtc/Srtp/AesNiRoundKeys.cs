using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using Aes = System.Runtime.Intrinsics.X86.Aes;

namespace VirtualWindow.Rtc.Srtp;

/// <summary>The eleven AES-128 round keys (FIPS 197 §5.2) in pinned, 64-byte aligned memory behind a pointer, followed by room for more.</summary>
internal sealed unsafe class AesNiRoundKeys : IDisposable
{
    public const int Count = 11;

    private const int Alignment = 64;
    private readonly byte[] _memory;

    /// <param name="extraVectors">Further 16-byte vectors that live behind the keys.</param>
    public AesNiRoundKeys(ReadOnlySpan<byte> key, int extraVectors = 0)
    {
        _memory = GC.AllocateArray<byte>(((Count + extraVectors) * 16) + Alignment, pinned: true);
        var start = (nuint)Marshal.UnsafeAddrOfPinnedArrayElement(_memory, 0);
        Keys = (Vector128<byte>*)((start + Alignment - 1) & ~(nuint)(Alignment - 1));
        Expand(Vector128.Create(key));
    }

    public static bool IsSupported => Aes.IsSupported && Ssse3.IsSupported;

    public Vector128<byte>* Keys { get; }

    public Vector128<byte>* Extra => Keys + Count;

    public void Dispose() => CryptographicOperations.ZeroMemory(_memory);

    private void Expand(Vector128<byte> key)
    {
        Keys[0] = key;
        Keys[1] = Next(Keys[0], Aes.KeygenAssist(Keys[0], 0x01));
        Keys[2] = Next(Keys[1], Aes.KeygenAssist(Keys[1], 0x02));
        Keys[3] = Next(Keys[2], Aes.KeygenAssist(Keys[2], 0x04));
        Keys[4] = Next(Keys[3], Aes.KeygenAssist(Keys[3], 0x08));
        Keys[5] = Next(Keys[4], Aes.KeygenAssist(Keys[4], 0x10));
        Keys[6] = Next(Keys[5], Aes.KeygenAssist(Keys[5], 0x20));
        Keys[7] = Next(Keys[6], Aes.KeygenAssist(Keys[6], 0x40));
        Keys[8] = Next(Keys[7], Aes.KeygenAssist(Keys[7], 0x80));
        Keys[9] = Next(Keys[8], Aes.KeygenAssist(Keys[8], 0x1B));
        Keys[10] = Next(Keys[9], Aes.KeygenAssist(Keys[9], 0x36));
    }

    private static Vector128<byte> Next(Vector128<byte> key, Vector128<byte> assist)
    {
        var word = Sse2.Shuffle(assist.AsInt32(), 0xFF).AsByte();
        key ^= Sse2.ShiftLeftLogical128BitLane(key, 4);
        key ^= Sse2.ShiftLeftLogical128BitLane(key, 4);
        key ^= Sse2.ShiftLeftLogical128BitLane(key, 4);
        return key ^ word;
    }
}
