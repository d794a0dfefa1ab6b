using VirtualWindow.Rtc;

namespace VirtualWindow.Sfu.Tests.Congestion;

/// <summary>Publishers that send as much as they are told to (REMB), 30 pictures and 50 sound packets a second, and watchers behind links.</summary>
internal sealed class SimulatedCall
{
    private const int StepMilliseconds = 5;
    private const int PacketOctets = 1100;
    private const int AudioBits = 55_000;

    private readonly Hall _hall = new();
    private readonly List<Source> _sources = [];
    private readonly List<SimulatedWatcher> _watchers = [];
    private int _steps;

    public Hall Hall => _hall;

    public MediaTime Now => _hall.Now;

    public SimulatedWatcher Watch(string who, string publisher, SimulatedLink link, string offer = "watch wide")
    {
        if (_sources.TrueForAll(s => s.Name != publisher)) _sources.Add(new Source(publisher, _hall.Publish(publisher)));
        var watcher = new SimulatedWatcher(_hall, who, publisher, link, offer);
        _watchers.Add(watcher);
        return watcher;
    }

    /// <param name="each">Called every 100 ms.</param>
    public void Run(double seconds, Action? each = null)
    {
        for (var end = _steps + (int)(seconds * 1000 / StepMilliseconds); _steps < end; _steps++)
        {
            _hall.Advance(StepMilliseconds);
            foreach (var watcher in _watchers) watcher.Step(_hall.Now);
            foreach (var source in _sources) Send(source);
            if (_steps % (50 / StepMilliseconds) == 0) _hall.Forwarder.Tick(_hall.Now);
            _hall.Forwarder.EndBatch(_hall.Now);
            if (_steps % (100 / StepMilliseconds) == 0) each?.Invoke();
        }
    }

    private void Send(Source source)
    {
        if (_steps * StepMilliseconds % 20 == 0)
            _hall.Receive(source.Peer, Hall.Packet(Hall.Opus, source.AudioSequence++, (uint)source.AudioSequence * 960, Hall.AudioSsrc, new byte[80], null));
        if (_steps * StepMilliseconds * 30 / 1000 == source.Frames) return;
        source.Frames = _steps * StepMilliseconds * 30 / 1000;
        foreach (var told in SentRtcp.Estimates(source.Peer)) source.Told = told;
        var isKeyFrame = source.VideoSequence == 1 || SentRtcp.PictureLosses(source.Peer) > 0;
        source.Peer.Rtcp.Clear();
        // A browser's own congestion control begins low and doubles about every second on a good uplink.
        source.Own = Math.Min(2_200_000, source.Own * 1.03);
        // What it is told is for both: the voice comes first.
        var octets = (int)(Math.Max(30_000, Math.Min(source.Told, source.Own) - AudioBits) / 8 / 30) * (isKeyFrame ? 3 : 1);
        for (var first = true; octets > 0; octets -= PacketOctets, first = false)
        {
            var packet = Hall.VideoPacket(source.VideoSequence++, (uint)source.Frames * 3000, isKeyFrame && first, size: Math.Clamp(octets, 60, PacketOctets));
            _hall.Receive(source.Peer, packet);
        }
    }

    private sealed class Source(string name, FakePeer peer)
    {
        public string Name { get; } = name;
        public FakePeer Peer { get; } = peer;
        public int AudioSequence { get; set; } = 1;
        public int VideoSequence { get; set; } = 1;
        public int Frames { get; set; } = -1;
        public long Told { get; set; } = 2_500_000;
        public double Own { get; set; } = 300_000;
    }
}
