using System.Diagnostics.Metrics;
using VirtualWindow.MediaNode.Loop;
using VirtualWindow.MediaNode.Udp;
using VirtualWindow.Rtc;

namespace VirtualWindow.MediaNode;

/// <summary>
/// What the node did, for tests and for /metrics (meter "VirtualWindow.Media"). The loop counts in plain fields; readers may
/// be a few packets behind and cost the loop nothing.
/// </summary>
public sealed class MediaMetrics : IDisposable
{
    private readonly Meter _meter = new("VirtualWindow.Media");
    private readonly MediaLoop _loop;
    private readonly MediaEngine _engine;

    internal MediaMetrics(MediaLoop loop, MediaEngine engine)
    {
        _loop = loop;
        _engine = engine;
        var port = loop.Port.Counters;
        Total("media_packets_received", "{packet}", () => port.ReceivedDatagrams);
        Total("media_bytes_received", "By", () => port.ReceivedBytes);
        Total("media_packets_sent", "{packet}", () => port.SentDatagrams);
        Total("media_bytes_sent", "By", () => port.SentBytes);
        Total("media_packets_segmented", "{packet}", () => port.SegmentedDatagrams);
        Total("media_send_overflows", "{packet}", () => port.SendOverflows);
        Total("media_send_refused", "{packet}", () => port.SendRefused);
        Total("media_wakeups", "{wakeup}", () => port.Wakeups);
        Total("media_loop_faults", "{fault}", () => loop.Faults);
        Total("media_handshakes_completed", "{handshake}", () => engine.Counters.HandshakesCompleted);
        Total("media_handshakes_failed", "{handshake}", () => engine.Counters.HandshakesFailed);
        _meter.CreateObservableCounter("media_packets_dropped", DropsByReason, "{packet}");
        _meter.CreateObservableGauge("media_peers", () => engine.ConnectionCount, "{peer}");
        _meter.CreateObservableGauge("media_rooms", () => engine.RoomCount, "{room}");
        _meter.CreateObservableGauge("media_handshakes_waiting", () => loop.HandshakesWaiting, "{handshake}");
    }

    public UdpPortCounters Port => _loop.Port.Counters;

    public PeerCounters Peers => _engine.Counters;

    public long LoopFaults => _loop.Faults;

    public int PeerCount => _engine.ConnectionCount;

    public int RoomCount => _engine.RoomCount;

    public void Dispose() => _meter.Dispose();

    private void Total(string name, string unit, Func<long> read) => _meter.CreateObservableCounter(name, read, unit);

    private IEnumerable<Measurement<long>> DropsByReason()
    {
        yield return new(Port.TooLong, new KeyValuePair<string, object?>("reason", "TooLong"));
        foreach (var reason in Enum.GetValues<DropReason>())
        {
            if (reason != DropReason.None)
                yield return new(Peers[reason], new KeyValuePair<string, object?>("reason", reason.ToString()));
        }
    }
}
