using System.Runtime.InteropServices;

namespace VirtualWindow.Sfu.Feedback;

/// <summary>Bytes that do not move, in whole cache lines.</summary>
internal sealed unsafe class HistoryRing
{
    public const int Line = 64;

    private readonly byte[] _memory;

    public HistoryRing(int bytes)
    {
        _memory = GC.AllocateUninitializedArray<byte>(bytes + Line, pinned: true);
        var start = (nuint)Marshal.UnsafeAddrOfPinnedArrayElement(_memory, 0);
        Start = (byte*)((start + Line - 1) & ~(nuint)(Line - 1));
        Bytes = bytes;
    }

    public byte* Start { get; }

    public int Bytes { get; }
}

/// <summary>
/// Rings that closed publishers left. Half a megabyte each is a large object: allocated anew for every publisher, they made the
/// runtime collect the whole heap at every other connection, on the loop's thread. Shared by all loops.
/// </summary>
internal static class HistoryRings
{
    /// <summary>Kept for the next publishers; more are left to the collector.</summary>
    private const int MaxKept = 64;

    private static readonly Lock Gate = new();
    private static readonly Stack<HistoryRing> Kept = new();

    /// <summary>A ring whose content is undefined.</summary>
    public static HistoryRing Take(int bytes)
    {
        lock (Gate)
        {
            if (Kept.TryPeek(out var ring) && ring.Bytes == bytes) return Kept.Pop();
        }

        return new HistoryRing(bytes);
    }

    public static void GiveBack(HistoryRing ring)
    {
        lock (Gate)
        {
            if (Kept.Count < MaxKept) Kept.Push(ring);
        }
    }
}
