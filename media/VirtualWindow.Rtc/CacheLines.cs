using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace VirtualWindow.Rtc;

/// <summary>
/// Tells the processor which memory will be needed in a moment. Between two packets of one peer lie some milliseconds, a sleep and
/// hundreds of other packets: its state has left the cache, and each object's address lies in the one before it. Fetched a packet or two
/// ahead, those waits run beside the work. Only hints: nothing is read, and an object that the collector moves meanwhile does no harm.
/// </summary>
public static unsafe class CacheLines
{
    private const int LineLength = 64;

    /// <param name="target">Nothing to fetch when null.</param>
    /// <param name="bytes">From the beginning of the object.</param>
    public static void Fetch(object? target, int bytes)
    {
        if (target is not null) Fetch((void*)Unsafe.As<object, nint>(ref target), bytes);
    }

    public static void Fetch(void* start, int bytes)
    {
        if (!Sse.IsSupported) return;
        for (var at = 0; at < bytes; at += LineLength) Sse.Prefetch0((byte*)start + at);
    }
}
