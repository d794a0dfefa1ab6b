using System.Buffers.Binary;
using System.Numerics;

namespace VirtualWindow.Rtc.Sctp;

/// <summary>
/// CRC32c, Castagnoli's polynomial reflected (RFC 9260 appendix A). <see cref="BitOperations.Crc32C(uint, ulong)"/> is the SSE4.2 or Arm
/// instruction where the machine has it and a table elsewhere.
/// </summary>
internal static class Crc32C
{
    public const uint Start = 0xFFFF_FFFF;

    public static uint Compute(ReadOnlySpan<byte> bytes) => Finish(Append(Start, bytes));

    /// <summary>Takes more bytes into a running value that began as <see cref="Start"/>.</summary>
    public static uint Append(uint running, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= sizeof(ulong))
        {
            running = BitOperations.Crc32C(running, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }
        foreach (var one in bytes) running = BitOperations.Crc32C(running, one);
        return running;
    }

    public static uint Finish(uint running) => ~running;
}
