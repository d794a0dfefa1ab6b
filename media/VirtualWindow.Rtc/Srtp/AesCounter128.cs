namespace VirtualWindow.Rtc.Srtp;

/// <summary>AES-128 in counter mode. The last 32 bits of the counter block count blocks, big-endian (both SRTP profiles stay within that).</summary>
internal abstract class AesCounter128 : IDisposable
{
    /// <param name="counter">First counter block, 16 bytes.</param>
    /// <param name="output">Same length as <paramref name="input"/>; the same bytes or apart, never a shifted overlap.</param>
    public abstract void Transform(ReadOnlySpan<byte> counter, ReadOnlySpan<byte> input, Span<byte> output);

    public abstract void Dispose();
}
