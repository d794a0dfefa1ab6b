namespace VirtualWindow.Rtc.Srtp;

/// <summary>
/// One direction's cryptography of one profile; knows packet layouts, no rollover, no replay.
/// Indices: 48 bits for RTP, 31 bits for RTCP.
/// </summary>
internal abstract class SrtpCipher : IDisposable
{
    /// <summary>The E bit in front of the SRTCP index (RFC 3711 §3.4).</summary>
    protected const uint EncryptedFlag = 0x8000_0000;

    public abstract int TagLength { get; }

    public int RtcpOverhead => TagLength + 4;

    /// <summary>Writes header, ciphertext and tag to the front of <paramref name="destination"/>.</summary>
    public abstract void ProtectRtp(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload, Span<byte> destination, uint ssrc, long index);

    /// <summary>Decrypts in place; false when the tag does not match, the packet's content is then worthless.</summary>
    public abstract bool UnprotectRtp(Span<byte> packet, int headerLength, uint ssrc, long index);

    public abstract void ProtectRtcp(ReadOnlySpan<byte> compound, Span<byte> destination, uint ssrc, uint index);

    /// <summary>The E flag and index word of a packet that is long enough.</summary>
    public abstract uint ReadRtcpIndexWord(ReadOnlySpan<byte> packet);

    public abstract bool UnprotectRtcp(Span<byte> packet, uint ssrc, uint indexWord);

    /// <summary>A packet follows soon (<see cref="CacheLines"/>).</summary>
    public virtual void Fetch() { }

    public abstract void Dispose();
}
