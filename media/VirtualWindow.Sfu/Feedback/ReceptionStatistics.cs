using VirtualWindow.Rtc;
using VirtualWindow.Rtc.Rtcp;
using VirtualWindow.Rtc.Rtp;

namespace VirtualWindow.Sfu.Feedback;

/// <summary>What a receiver report says about one incoming stream (RFC 3550 §6.4.1, appendices A.3 and A.8).</summary>
internal struct ReceptionStatistics(int clockRate)
{
    /// <summary>Extended numbers start one cycle up, so that late packets before the first stay positive.</summary>
    private const long FirstCycle = 1 << 16;

    /// <summary>Older packets are of no use to a decoder, and no window remembers them.</summary>
    private const int MaxLateness = 1024;

    private readonly int _clockRate = clockRate;
    private long _first;
    private long _received;
    private long _expectedBefore;
    private long _receivedBefore;
    private uint _lastTransit;
    private long _jitterTimes16;
    private SenderReport _senderReport;
    private MediaTime _senderReportArrival = MediaTimes.Never;

    /// <summary>Highest extended sequence number, 0 before the first packet.</summary>
    public long Highest { get; private set; }

    /// <summary>Packets that never came, duplicates counted against them.</summary>
    public readonly long Lost => Highest == 0 ? 0 : Math.Max(0, Highest - _first + 1 - _received);

    public readonly long Received => _received;

    public readonly TimeSpan Jitter => TimeSpan.FromMicroseconds((_jitterTimes16 >> 4) * 1_000_000L / _clockRate);

    /// <summary>The publisher's last word on its clock; all zero before the first.</summary>
    public readonly SenderReport LastReport => _senderReport;

    /// <summary>The number extended over wraps, or -1 when the packet comes too late.</summary>
    public readonly long Extend(ushort sequence)
    {
        if (Highest == 0) return FirstCycle + sequence;
        var extended = RtpSequence.Extend(Highest, sequence);
        return extended < Highest - MaxLateness ? -1 : extended;
    }

    public void Accept(long sequence, uint timestamp, MediaTime now)
    {
        var transit = (uint)(now.Microseconds * _clockRate / 1_000_000) - timestamp;
        if (Highest == 0)
        {
            _first = sequence;
            _lastTransit = transit;
        }

        _received++;
        if (sequence <= Highest) return;
        Highest = sequence;
        var difference = Math.Abs((int)(transit - _lastTransit));
        _lastTransit = transit;
        _jitterTimes16 += difference - ((_jitterTimes16 + 8) >> 4);
    }

    public void Accept(in SenderReport report, MediaTime now)
    {
        _senderReport = report;
        _senderReportArrival = now;
    }

    /// <summary>The report block since the last one; call once per interval.</summary>
    public ReportBlock TakeReport(uint ssrc, MediaTime now)
    {
        var expected = Highest - _first + 1;
        var expectedNow = expected - _expectedBefore;
        var lostNow = expectedNow - (_received - _receivedBefore);
        _expectedBefore = expected;
        _receivedBefore = _received;
        var fraction = expectedNow <= 0 || lostNow <= 0 ? 0 : Math.Min(255, lostNow * 256 / expectedNow);
        return new ReportBlock(
            ssrc, (byte)fraction, (int)Math.Clamp(expected - _received, -0x80_0000, 0x7F_FFFF),
            (uint)(Highest - FirstCycle), (uint)(_jitterTimes16 >> 4), LastSenderReport, DelaySince(now));
    }

    private readonly uint LastSenderReport => _senderReportArrival == MediaTimes.Never ? 0 : _senderReport.CompactNtp;

    private readonly uint DelaySince(MediaTime now) =>
        _senderReportArrival == MediaTimes.Never ? 0 : (uint)((now.Microseconds - _senderReportArrival.Microseconds) * 65536 / 1_000_000);
}
