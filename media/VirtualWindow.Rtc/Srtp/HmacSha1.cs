namespace VirtualWindow.Rtc.Srtp;

/// <summary>HMAC-SHA1 with a fixed key (RFC 2104), as SRTP authenticates with.</summary>
internal abstract class HmacSha1 : IDisposable
{
    /// <param name="mac">20 bytes.</param>
    public abstract void Compute(ReadOnlySpan<byte> data, Span<byte> mac);

    public abstract void Dispose();
}
