using System.Buffers;

namespace VirtualWindow.Rtc.Sctp;

/// <summary>
/// A message's bytes in a rented array, shared by all receivers it waits for and given back by the last. One loop owns it, so a plain
/// count does.
/// </summary>
internal sealed class SharedBuffer
{
    private readonly byte[] _array;
    private int _holders = 1;

    private SharedBuffer(byte[] array, int length) => (_array, Length) = (array, length);

    public int Length { get; }

    public ReadOnlySpan<byte> Bytes => _array.AsSpan(0, Length);

    public static SharedBuffer Copy(ReadOnlySpan<byte> message)
    {
        var array = ArrayPool<byte>.Shared.Rent(message.Length);
        message.CopyTo(array);
        return new(array, message.Length);
    }

    public SharedBuffer Hold()
    {
        _holders++;
        return this;
    }

    public void Release()
    {
        if (--_holders == 0) ArrayPool<byte>.Shared.Return(_array);
    }
}
