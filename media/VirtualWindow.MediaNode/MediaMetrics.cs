using System.Diagnostics.Metrics;
using VirtualWindow.MediaNode.Admission;
using VirtualWindow.MediaNode.Tcp;
using VirtualWindow.MediaNode.Udp;
using VirtualWindow.Rtc;
using VirtualWindow.Sfu;

namespace VirtualWindow.MediaNode;

/// <summary>
/// What the node did, for tests and for /metrics (meter "VirtualWindow.Media", shown as <c>virtualwindow_media_packets_received</c> …), each
/// figure by loop (tag "port"). Loops count in plain fields; readers may be a few packets behind and cost the loops nothing.
/// </summary>
public sealed class MediaMetrics : IDisposable
{
    private readonly Meter _meter = new("VirtualWindow.Media");
    private readonly IReadOnlyList<RoomLoop> _loops;

    private readonly RoomAdmission _admission;
    private readonly TrackMetrics _tracks;

    internal MediaMetrics(IReadOnlyList<RoomLoop> loops, RoomAdmission admission)
    {
        (_loops, _admission) = (loops, admission);
        Port = new PortTotals([.. loops.Select(static loop => loop.Loop.Port.Counters)]);
        Peers = new PeerTotals([.. loops.Select(static loop => loop.Engine.Counters)]);
        OfPort("packets_received", "{packet}", static port => port.ReceivedDatagrams);
        OfPort("bytes_received", "By", static port => port.ReceivedBytes);
        OfPort("packets_sent", "{packet}", static port => port.SentDatagrams);
        OfPort("bytes_sent", "By", static port => port.SentBytes);
        OfPort("packets_segmented", "{packet}", static port => port.SegmentedDatagrams);
        OfPort("send_overflows", "{packet}", static port => port.SendOverflows);
        OfPort("send_refused", "{packet}", static port => port.SendRefused);
        OfPort("wakeups", "{wakeup}", static port => port.Wakeups);
        OfStreams("tcp_accepted", "{connection}", static streams => streams.Accepted);
        OfStreams("tcp_refused", "{connection}", static streams => streams.Refused);
        OfStreams("tcp_send_overflows", "{packet}", static streams => streams.SendOverflows);
        _meter.CreateObservableGauge("tcp_connections", () => ByLoop(static loop => loop.Engine.Streams?.Counters.Open ?? 0), "{connection}");
        OfLoop("socket_drops", "{packet}", static loop => loop.Loop.Port.KernelDrops);
        OfLoop("loop_faults", "{fault}", static loop => loop.Loop.Faults);
        OfLoop("handshakes_completed", "{handshake}", static loop => loop.Engine.Counters.HandshakesCompleted);
        OfLoop("handshakes_failed", "{handshake}", static loop => loop.Engine.Counters.HandshakesFailed);
        OfLoop("channels_opened", "{channel}", static loop => loop.Engine.Counters.Channels.Opened);
        OfLoop("channels_refused", "{channel}", static loop => loop.Engine.Counters.Channels.OpensRefused);
        OfLoop("channels_stalled", "{channel}", static loop => loop.Engine.Rooms.ChannelsStalled);
        OfLoop("channel_messages_received", "{message}", static loop => loop.Engine.Counters.Channels.MessagesReceived);
        OfLoop("channel_bytes_received", "By", static loop => loop.Engine.Counters.Channels.BytesReceived);
        OfLoop("channel_messages_sent", "{message}", static loop => loop.Engine.Counters.Channels.MessagesSent);
        OfLoop("channel_bytes_sent", "By", static loop => loop.Engine.Counters.Channels.BytesSent);
        OfLoop("channel_messages_dropped", "{message}", static loop => loop.Engine.Rooms.ChannelMessagesDropped);
        OfLoop("sctp_packets_dropped", "{packet}", static loop => loop.Engine.Counters.Sctp.PacketsDropped);
        OfLoop("sctp_violations", "{association}", static loop => loop.Engine.Counters.Sctp.Violations);
        OfLoop("sctp_unreachable", "{association}", static loop => loop.Engine.Counters.Sctp.Unreachable);
        OfLoop("repairs_sent", "{packet}", static loop => loop.Engine.Rooms.RepairsSent);
        OfLoop("repairs_requested", "{packet}", static loop => loop.Engine.Rooms.RepairsRequested);
        OfLoop("repairs_given_up", "{packet}", static loop => loop.Engine.Rooms.RepairsGivenUp);
        OfLoop("key_frames_requested", "{request}", static loop => loop.Engine.Rooms.KeyFramesRequested);
        OfLoop("layer_switches", "{switch}", static loop => loop.Engine.Rooms.LayerSwitches);
        OfLoop("probe_bytes", "By", static loop => loop.Engine.Rooms.ProbeOctets);
        _tracks = new TrackMetrics(_meter, () => _loops.SelectMany(static loop => loop.Engine.Tracks));
        _meter.CreateObservableCounter("packets_dropped", DropsByReason, "{packet}");
        _meter.CreateObservableGauge("peers", () => ByLoop(static loop => loop.Engine.ConnectionCount), "{peer}");
        _meter.CreateObservableGauge("rooms", () => ByLoop(static loop => loop.Engine.RoomCount), "{room}");
        _meter.CreateObservableGauge("handshakes_waiting", () => ByLoop(static loop => loop.Loop.HandshakesWaiting), "{handshake}");
        _meter.CreateObservableGauge("loop_busy_ratio", () => ByLoop(static loop => loop.BusyShare));
        _meter.CreateObservableGauge("cpu_ratio", () => admission.Load.CpuShare);
        _meter.CreateObservableGauge("bits_per_second", () => admission.Load.BitsPerSecond);
        _meter.CreateObservableGauge("full", ByReason);
        _meter.CreateObservableCounter("rooms_refused", () => admission.Refused, "{room}");
    }

    /// <summary>Sums over all ports.</summary>
    public PortTotals Port { get; }

    /// <summary>TCP connections now.</summary>
    public int TcpConnections => _loops.Sum(static loop => loop.Engine.Streams?.Counters.Open ?? 0);

    /// <summary>Sums over the peers of all loops.</summary>
    public PeerTotals Peers { get; }

    public int LoopsAlive => _loops.Count(static loop => loop.IsAlive);

    public long LoopFaults => _loops.Sum(static loop => loop.Loop.Faults);

    public int PeerCount => _loops.Sum(static loop => loop.Engine.ConnectionCount);

    public int RoomCount => _loops.Sum(static loop => loop.Engine.RoomCount);

    /// <summary>New rooms refused because the node was full.</summary>
    public long RoomsRefused => _admission.Refused;

    /// <summary>What each track did last second, named by people: for pages that may know, never for /metrics.</summary>
    public IEnumerable<TrackStatistics> Tracks => _tracks.All;

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Tag(RoomLoop loop) => new("port", loop.Loop.Port.LocalEndPoint.Port);

    private void OfPort(string name, string unit, Func<UdpPortCounters, long> read) => OfLoop(name, unit, loop => read(loop.Loop.Port.Counters));

    private void OfStreams(string name, string unit, Func<StreamCounters, long> read) =>
        OfLoop(name, unit, loop => loop.Engine.Streams is { } streams ? read(streams.Counters) : 0);

    private void OfLoop(string name, string unit, Func<RoomLoop, long> read) => _meter.CreateObservableCounter(name, () => ByLoop(read), unit);

    private IEnumerable<Measurement<T>> ByLoop<T>(Func<RoomLoop, T> read) where T : struct =>
        _loops.Select(loop => new Measurement<T>(read(loop), Tag(loop)));

    /// <summary>1 for what is in full use, so that an alert can name it.</summary>
    private IEnumerable<Measurement<int>> ByReason()
    {
        foreach (var reason in Enum.GetValues<FullReason>())
        {
            if (reason != FullReason.None)
                yield return new(_admission.Full == reason ? 1 : 0, new KeyValuePair<string, object?>("reason", reason.ToString()));
        }
    }

    private IEnumerable<Measurement<long>> DropsByReason()
    {
        foreach (var loop in _loops)
        {
            yield return new(loop.Loop.Port.Counters.TooLong, Tag(loop), new("reason", "TooLong"));
            foreach (var reason in Enum.GetValues<DropReason>())
            {
                if (reason != DropReason.None)
                    yield return new(loop.Engine.Counters[reason], Tag(loop), new("reason", reason.ToString()));
            }
        }
    }
}

/// <summary>Counters of several ports as one; always up to date.</summary>
public sealed class PortTotals
{
    private readonly IReadOnlyList<UdpPortCounters> _ports;

    internal PortTotals(IReadOnlyList<UdpPortCounters> ports) => _ports = ports;

    public long ReceivedDatagrams => _ports.Sum(static port => port.ReceivedDatagrams);
    public long ReceivedBytes => _ports.Sum(static port => port.ReceivedBytes);
    public long ReceiveCalls => _ports.Sum(static port => port.ReceiveCalls);
    public long TooLong => _ports.Sum(static port => port.TooLong);
    public long SentDatagrams => _ports.Sum(static port => port.SentDatagrams);
    public long SentBytes => _ports.Sum(static port => port.SentBytes);
    public long SendCalls => _ports.Sum(static port => port.SendCalls);
    public long SegmentedDatagrams => _ports.Sum(static port => port.SegmentedDatagrams);
    public long SendStalls => _ports.Sum(static port => port.SendStalls);
    public long SendOverflows => _ports.Sum(static port => port.SendOverflows);
    public long SendRefused => _ports.Sum(static port => port.SendRefused);
    public long Wakeups => _ports.Sum(static port => port.Wakeups);
}

/// <summary>Counters of the peers of several loops as one; always up to date.</summary>
public sealed class PeerTotals
{
    private readonly IReadOnlyList<PeerCounters> _loops;

    internal PeerTotals(IReadOnlyList<PeerCounters> loops) => _loops = loops;

    public long this[DropReason reason] => _loops.Sum(loop => loop[reason]);

    public long TotalDropped => _loops.Sum(static loop => loop.TotalDropped);
    public long HandshakesCompleted => _loops.Sum(static loop => loop.HandshakesCompleted);
    public long HandshakesFailed => _loops.Sum(static loop => loop.HandshakesFailed);
}
