namespace VirtualWindow.Sfu.Feedback;

/// <summary>
/// Byte rings that closed publishers left. Half a megabyte each is a large object: allocated anew for every publisher, they made the
/// runtime collect the whole heap at every other connection, on the loop's thread. Shared by all loops.
/// </summary>
internal static class HistoryRings
{
    /// <summary>Kept for the next publishers; more are left to the collector.</summary>
    private const int MaxKept = 64;

    private static readonly Lock Gate = new();
    private static readonly Stack<byte[]> Kept = new();

    /// <summary>A ring whose content is undefined.</summary>
    public static byte[] Take(int bytes)
    {
        lock (Gate)
        {
            if (Kept.TryPeek(out var ring) && ring.Length == bytes) return Kept.Pop();
        }

        return GC.AllocateUninitializedArray<byte>(bytes);
    }

    public static void GiveBack(byte[] ring)
    {
        lock (Gate)
        {
            if (Kept.Count < MaxKept) Kept.Push(ring);
        }
    }
}
