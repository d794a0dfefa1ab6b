namespace VirtualWindow.Rtc.Sctp;

/// <summary>
/// cwnd and ssthresh (RFC 9260 §7.2).
/// <code>
///  slow start ──cwnd over ssthresh──▶ avoidance ──three misses──▶ fast recovery (half) ──exit TSN acknowledged──▶ avoidance
///      ▲────────────────────────── T3 expires: one packet ────────────────────────────────┘
/// </code>
/// </summary>
/// <param name="packetBytes">PMDCS: user data of a full packet.</param>
internal sealed class CongestionWindow(int packetBytes)
{
    /// <summary>Packets the window may grow by for one SACK in slow start (RFC 3465's L): SACKs come for every second packet.</summary>
    private const int GrowthPackets = 2;

    private const int MinPackets = 4;

    private int _partiallyAcknowledged;

    public int Bytes { get; private set; } = Math.Min(4 * packetBytes, Math.Max(2 * packetBytes, 4404));

    public int Threshold { get; private set; } = int.MaxValue;

    public bool IsSlowStart => Bytes <= Threshold;

    /// <param name="bytes">Newly acknowledged.</param>
    /// <param name="wasFull">The window had been in full use: only then more is known to fit.</param>
    public void OnAcknowledged(int bytes, bool wasFull)
    {
        const int enough = 16 << 20; // beyond any receive window; keeps the sums small
        if (!wasFull || Bytes >= enough) return;
        if (IsSlowStart)
        {
            Bytes += Math.Min(bytes, GrowthPackets * packetBytes);
            return;
        }
        _partiallyAcknowledged += bytes;
        if (_partiallyAcknowledged < Bytes) return;
        _partiallyAcknowledged -= Bytes;
        Bytes += packetBytes;
    }

    public void OnFastRetransmit()
    {
        Threshold = Math.Max(Bytes / 2, MinPackets * packetBytes);
        Bytes = Threshold;
        _partiallyAcknowledged = 0;
    }

    public void OnTimeout()
    {
        Threshold = Math.Max(Bytes / 2, MinPackets * packetBytes);
        Bytes = packetBytes;
        _partiallyAcknowledged = 0;
    }

    /// <summary>Nothing was sent for an RTO: what the path took then says little about now (§7.2.1).</summary>
    public void OnIdle()
    {
        Bytes = Math.Max(Bytes / 2, Math.Min(Bytes, MinPackets * packetBytes));
        _partiallyAcknowledged = 0;
    }

    /// <summary>Nothing is outstanding: counting towards the next step starts over (§7.2.2).</summary>
    public void OnAllAcknowledged() => _partiallyAcknowledged = 0;
}
