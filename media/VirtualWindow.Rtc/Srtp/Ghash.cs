using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace VirtualWindow.Rtc.Srtp;

/// <summary>
/// GHASH (NIST SP 800-38D §6.4) by carry-less multiplication: sixteen blocks times sixteen powers of the hash key, reduced
/// once; with VPCLMULQDQ two or four blocks in one instruction.
/// </summary>
/// <remarks>
/// Numbers are kept byte-reversed, which is POLYVAL's order (RFC 8452 appendix A): GHASH with H is POLYVAL with H·x, so that
/// the powers are those of H shifted by one bit. Behind H^1 lie zeros: what a wide load reads beyond the last block counts
/// for nothing.
/// </remarks>
internal static unsafe class Ghash
{
    /// <summary>H^20 … H^1: a group of sixteen, or a tail of up to sixteen and the length block.</summary>
    private const int Powers = 20;
    private const int Group = 16;
    private const int BlockLength = 16;
    private const int WidestLanes = 4;

    /// <summary>Memory for <see cref="Prepare"/>, in vectors.</summary>
    public const int PowerVectors = Powers + WidestLanes;

    public static bool IsSupported => Pclmulqdq.IsSupported && Ssse3.IsSupported;

    /// <param name="hashKey">AES of the zero block.</param>
    public static void Prepare(Vector128<byte> hashKey, Vector128<byte>* powers)
    {
        var first = TimesX(Reverse(hashKey));
        powers[Powers - 1] = first.AsByte();
        for (var i = Powers - 2; i >= 0; i--) powers[i] = Multiply(powers[i + 1].AsUInt64(), first).AsByte();
        for (var i = Powers; i < PowerVectors; i++) powers[i] = Vector128<byte>.Zero;
    }

    /// <summary>Hash over associated data and text, each padded with zeros to whole blocks, and their lengths.</summary>
    public static Vector128<byte> Compute(Vector128<byte>* powers, byte* associated, int associatedLength, byte* text, int textLength)
    {
        if (Pclmulqdq.V512.IsSupported && Avx512BW.IsSupported) return Compute<FourLanes>(powers, associated, associatedLength, text, textLength);
        if (Pclmulqdq.V256.IsSupported && Avx2.IsSupported) return Compute<TwoLanes>(powers, associated, associatedLength, text, textLength);
        return Compute<OneLane>(powers, associated, associatedLength, text, textLength);
    }

    /// <summary>The same with a given width, so that tests reach them all.</summary>
    [SkipLocalsInit]
    internal static Vector128<byte> Compute<TLanes>(Vector128<byte>* powers, byte* associated, int associatedLength, byte* text, int textLength)
        where TLanes : struct, IGhashLanes
    {
        var lengths = Vector128.Create((ulong)textLength * 8, (ulong)associatedLength * 8);
        var hash = AbsorbSingly(powers, associated, associatedLength);
        for (; textLength >= Group * BlockLength; textLength -= Group * BlockLength, text += Group * BlockLength)
            hash = AbsorbGroup<TLanes>(powers + Powers - Group, hash, text);
        return Reverse(AbsorbTail<TLanes>(powers, hash, text, textLength, lengths).AsByte()).AsByte();
    }

    /// <summary>Associated data is an RTP header, one or two blocks: not worth a wide path.</summary>
    private static Vector128<ulong> AbsorbSingly(Vector128<byte>* powers, byte* data, int length)
    {
        var key = powers[Powers - 1].AsUInt64();
        var hash = Vector128<ulong>.Zero;
        for (; length >= BlockLength; length -= BlockLength, data += BlockLength)
            hash = Multiply(hash ^ Reverse(*(Vector128<byte>*)data), key);
        if (length == 0) return hash;

        var last = Vector128<byte>.Zero;
        Unsafe.CopyBlockUnaligned(&last, data, (uint)length);
        return Multiply(hash ^ Reverse(last), key);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> AbsorbGroup<TLanes>(Vector128<byte>* powers, Vector128<ulong> hash, byte* data)
        where TLanes : struct, IGhashLanes
    {
        var products = default(TLanes);
        products.MultiplyFirst(hash, data, powers);
        for (var block = TLanes.Count; block < Group; block += TLanes.Count) products.Multiply(data + (block * BlockLength), powers + block);
        return products.Reduce();
    }

    /// <summary>The last 0..255 bytes and the length block: whole lanes from memory, the rest from a padded copy.</summary>
    [SkipLocalsInit]
    private static Vector128<ulong> AbsorbTail<TLanes>(Vector128<byte>* powers, Vector128<ulong> hash, byte* data, int length, Vector128<ulong> lengths)
        where TLanes : struct, IGhashLanes
    {
        var blocks = ((length + BlockLength - 1) / BlockLength) + 1;
        var power = powers + Powers - blocks;
        var products = default(TLanes);
        var laneLength = TLanes.Count * BlockLength;
        for (; length >= laneLength; length -= laneLength, data += laneLength, power += TLanes.Count)
        {
            products.MultiplyFirst(hash, data, power);
            hash = Vector128<ulong>.Zero;
        }

        var rest = stackalloc Vector128<byte>[2 * WidestLanes];
        Unsafe.InitBlockUnaligned(rest, 0, 2 * WidestLanes * BlockLength);
        Unsafe.CopyBlockUnaligned(rest, data, (uint)length);
        var restBlocks = (length + BlockLength - 1) / BlockLength;
        rest[restBlocks] = Reverse(lengths.AsByte()).AsByte();
        products.MultiplyFirst(hash, (byte*)rest, power);
        if (restBlocks >= TLanes.Count) products.Multiply((byte*)(rest + TLanes.Count), power + TLanes.Count);
        return products.Reduce();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Multiply(Vector128<ulong> left, Vector128<ulong> right)
    {
        var low = Pclmulqdq.CarrylessMultiply(left, right, 0x00);
        var middle = Pclmulqdq.CarrylessMultiply(left, right, 0x01) ^ Pclmulqdq.CarrylessMultiply(left, right, 0x10);
        var high = Pclmulqdq.CarrylessMultiply(left, right, 0x11);
        return Reduce(low, middle, high);
    }

    /// <summary>256 bits modulo the field polynomial, in two folds from below (Montgomery's way; Gueron, AES-GCM-SIV).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Reduce(Vector128<ulong> low, Vector128<ulong> middle, Vector128<ulong> high)
    {
        var polynomial = Vector128.Create(1UL, 0xC200_0000_0000_0000);
        low ^= Sse2.ShiftLeftLogical128BitLane(middle, 8);
        high ^= Sse2.ShiftRightLogical128BitLane(middle, 8);
        low = SwapHalves(low) ^ Pclmulqdq.CarrylessMultiply(low, polynomial, 0x10);
        low = SwapHalves(low) ^ Pclmulqdq.CarrylessMultiply(low, polynomial, 0x10);
        return low ^ high;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> SwapHalves(Vector128<ulong> value) => Sse2.Shuffle(value.AsInt32(), 0x4E).AsUInt64();

    /// <summary>One bit up, modulo x^128 + x^127 + x^126 + x^121 + 1.</summary>
    private static Vector128<ulong> TimesX(Vector128<ulong> value)
    {
        var low = value.GetElement(0);
        var high = value.GetElement(1);
        var carry = (ulong)((long)high >> 63);
        return Vector128.Create((low << 1) ^ (carry & 1), (high << 1) ^ (low >> 63) ^ (carry & 0xC200_0000_0000_0000));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Reverse(Vector128<byte> block) => Ssse3.Shuffle(block, Reversed).AsUInt64();

    private static Vector128<byte> Reversed => Vector128.Create((byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);

    /// <summary>Sums of unreduced products, several blocks side by side.</summary>
    internal interface IGhashLanes
    {
        static abstract int Count { get; }

        /// <summary>Adds the hash so far to the first block, then as <see cref="Multiply"/>.</summary>
        void MultiplyFirst(Vector128<ulong> hash, byte* data, Vector128<byte>* powers);

        void Multiply(byte* data, Vector128<byte>* powers);

        Vector128<ulong> Reduce();
    }

    internal struct OneLane : IGhashLanes
    {
        private Vector128<ulong> _low;
        private Vector128<ulong> _middle;
        private Vector128<ulong> _high;

        public static int Count => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void MultiplyFirst(Vector128<ulong> hash, byte* data, Vector128<byte>* powers) =>
            Add(hash ^ Ghash.Reverse(*(Vector128<byte>*)data), powers->AsUInt64());

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Multiply(byte* data, Vector128<byte>* powers) => Add(Ghash.Reverse(*(Vector128<byte>*)data), powers->AsUInt64());

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly Vector128<ulong> Reduce() => Ghash.Reduce(_low, _middle, _high);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Add(Vector128<ulong> block, Vector128<ulong> power)
        {
            _low ^= Pclmulqdq.CarrylessMultiply(block, power, 0x00);
            _middle ^= Pclmulqdq.CarrylessMultiply(block, power, 0x01) ^ Pclmulqdq.CarrylessMultiply(block, power, 0x10);
            _high ^= Pclmulqdq.CarrylessMultiply(block, power, 0x11);
        }
    }

    internal struct TwoLanes : IGhashLanes
    {
        private Vector256<ulong> _low;
        private Vector256<ulong> _middle;
        private Vector256<ulong> _high;

        public static int Count => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void MultiplyFirst(Vector128<ulong> hash, byte* data, Vector128<byte>* powers) =>
            Add(hash.ToVector256() ^ Reverse(*(Vector256<byte>*)data), *(Vector256<ulong>*)powers);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Multiply(byte* data, Vector128<byte>* powers) => Add(Reverse(*(Vector256<byte>*)data), *(Vector256<ulong>*)powers);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly Vector128<ulong> Reduce() => Ghash.Reduce(
            _low.GetLower() ^ _low.GetUpper(), _middle.GetLower() ^ _middle.GetUpper(), _high.GetLower() ^ _high.GetUpper());

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<ulong> Reverse(Vector256<byte> blocks) => Avx2.Shuffle(blocks, Vector256.Create(Reversed, Reversed)).AsUInt64();

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Add(Vector256<ulong> blocks, Vector256<ulong> powers)
        {
            _low ^= Pclmulqdq.V256.CarrylessMultiply(blocks, powers, 0x00);
            _middle ^= Pclmulqdq.V256.CarrylessMultiply(blocks, powers, 0x01) ^ Pclmulqdq.V256.CarrylessMultiply(blocks, powers, 0x10);
            _high ^= Pclmulqdq.V256.CarrylessMultiply(blocks, powers, 0x11);
        }
    }

    internal struct FourLanes : IGhashLanes
    {
        private Vector512<ulong> _low;
        private Vector512<ulong> _middle;
        private Vector512<ulong> _high;

        public static int Count => 4;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void MultiplyFirst(Vector128<ulong> hash, byte* data, Vector128<byte>* powers) =>
            Add(hash.ToVector256().ToVector512() ^ Reverse(*(Vector512<byte>*)data), *(Vector512<ulong>*)powers);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Multiply(byte* data, Vector128<byte>* powers) => Add(Reverse(*(Vector512<byte>*)data), *(Vector512<ulong>*)powers);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly Vector128<ulong> Reduce() => Ghash.Reduce(Sum(_low), Sum(_middle), Sum(_high));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector128<ulong> Sum(Vector512<ulong> lanes)
        {
            var halves = lanes.GetLower() ^ lanes.GetUpper();
            return halves.GetLower() ^ halves.GetUpper();
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<ulong> Reverse(Vector512<byte> blocks)
        {
            var pair = Vector256.Create(Reversed, Reversed);
            return Avx512BW.Shuffle(blocks, Vector512.Create(pair, pair)).AsUInt64();
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Add(Vector512<ulong> blocks, Vector512<ulong> powers)
        {
            _low ^= Pclmulqdq.V512.CarrylessMultiply(blocks, powers, 0x00);
            _middle ^= Pclmulqdq.V512.CarrylessMultiply(blocks, powers, 0x01) ^ Pclmulqdq.V512.CarrylessMultiply(blocks, powers, 0x10);
            _high ^= Pclmulqdq.V512.CarrylessMultiply(blocks, powers, 0x11);
        }
    }
}
