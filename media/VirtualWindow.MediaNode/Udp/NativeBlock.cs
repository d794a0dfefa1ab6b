using System.Runtime.InteropServices;

namespace VirtualWindow.MediaNode.Udp;

/// <summary>Zeroed, cache-line aligned memory outside the garbage-collected heap: the kernel keeps pointers into it between calls.</summary>
internal sealed unsafe class NativeBlock<T> : IDisposable where T : unmanaged
{
    private const int CacheLine = 64;

    public NativeBlock(int count)
    {
        Pointer = (T*)NativeMemory.AlignedAlloc((nuint)count * (nuint)sizeof(T), CacheLine);
        NativeMemory.Clear(Pointer, (nuint)count * (nuint)sizeof(T));
    }

    ~NativeBlock() => Free();

    public T* Pointer { get; private set; }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(Pointer);
        Pointer = null;
    }
}
