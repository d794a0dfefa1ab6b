using VirtualWindow.Rtc;
using VirtualWindow.Sfu.Feedback;

namespace VirtualWindow.Sfu.Congestion;

/// <summary>
/// A short cluster of packets at a chosen rate: what arrives of it, and how fast, tells whether the link takes that rate
/// (draft-ietf-rmcat-gcc-02 has no probing; the sizes are libwebrtc's). Media sent meanwhile counts along.
/// </summary>
internal struct Probe()
{
    private const int MinOctets = 4_000;
    private const int MinPackets = 4;
    private const double MinShareArrived = 0.8;

    /// <summary>A link that passes less than this share of the rate is full: its rate is what passed, less a little for its queue.</summary>
    private const double Unsaturated = 0.9;
    private const double Utilisation = 0.95;
    private static readonly TimeSpan Duration = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan Head = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(800);

    private byte _id;
    private double _rate;
    private double _octetsToSend;
    private MediaTime _started;
    private MediaTime _lastSent;
    private int _sentOctets;
    private int _sentPackets;
    private int _lastSentSize;
    private int _arrivedOctets;
    private int _arrivedPackets;
    private int _firstArrivedSize;
    private long _firstArrival;
    private long _lastArrival;
    private Phase _phase;

    private enum Phase : byte { None, Sending, Waiting }

    public readonly bool IsRunning => _phase != Phase.None;

    public readonly double TargetRate => _rate;

    /// <summary>What packets sent now are marked with; 0 when no cluster is being sent.</summary>
    public readonly byte Cluster => _phase == Phase.Sending ? _id : (byte)0;

    public void Start(double bitsPerSecond, MediaTime now)
    {
        var id = _id == byte.MaxValue ? (byte)1 : (byte)(_id + 1);
        this = new Probe { _id = id, _rate = bitsPerSecond, _started = now, _lastSent = now, _phase = Phase.Sending };
        _octetsToSend = Math.Max(MinOctets, bitsPerSecond / 8 * Duration.TotalSeconds);
    }

    /// <summary>Octets that should have left by now and have not.</summary>
    public readonly int Due(MediaTime now)
    {
        if (_phase != Phase.Sending) return 0;
        var due = Math.Min(_octetsToSend, _rate / 8 * (now - _started + Head).TotalSeconds);
        return (int)Math.Max(0, due - _sentOctets);
    }

    public void OnSent(int size, MediaTime now)
    {
        _sentOctets += size;
        _sentPackets++;
        _lastSentSize = size;
        _lastSent = now;
        if (_sentOctets >= _octetsToSend && _sentPackets > MinPackets) _phase = Phase.Waiting;
    }

    public void OnArrived(in SendTime packet, long arrived)
    {
        if (_phase == Phase.None || packet.Cluster != _id) return;
        if (_arrivedPackets++ == 0)
        {
            (_firstArrival, _lastArrival, _firstArrivedSize) = (arrived, arrived, packet.Size);
        }

        _lastArrival = Math.Max(_lastArrival, arrived);
        _arrivedOctets += packet.Size;
    }

    /// <summary>True once, when all that can be known is known; the rate is 0 when too little arrived.</summary>
    public bool TryFinish(MediaTime now, out double bitsPerSecond)
    {
        bitsPerSecond = 0;
        if (_phase == Phase.None) return false;
        var complete = _phase == Phase.Waiting && _arrivedPackets >= _sentPackets;
        if (!complete && now - _lastSent < Patience) return false;
        _phase = Phase.None;
        bitsPerSecond = Measure();
        return true;
    }

    private readonly double Measure()
    {
        if (_arrivedPackets < MinPackets || _arrivedOctets < _sentOctets * MinShareArrived) return 0;
        var sendSeconds = (_lastSent - _started).TotalSeconds;
        var sent = sendSeconds > 0 ? Math.Min(_rate, (_sentOctets - _lastSentSize) * 8 / sendSeconds) : _rate;
        var arrivalSeconds = Math.Max(0.001, (_lastArrival - _firstArrival) / 1e6);
        var passed = (_arrivedOctets - _firstArrivedSize) * 8 / arrivalSeconds;
        return passed >= sent * Unsaturated ? Math.Min(passed, _rate) : passed * Utilisation;
    }
}
