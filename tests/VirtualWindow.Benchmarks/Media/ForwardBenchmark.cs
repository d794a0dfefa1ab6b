using System.Buffers.Binary;
using System.Diagnostics;
using VirtualWindow.Rtc;
using VirtualWindow.Rtc.Srtp;
using VirtualWindow.Sfu;

namespace VirtualWindow.Benchmarks.Media;

/// <summary>
/// Command <c>forward</c>: nanoseconds per forwarded packet from the encrypted datagram in a receive buffer to the encrypted
/// datagram in a send buffer, without sockets: unprotect, rooms, rewriting, history, protect.
/// </summary>
internal static class ForwardBenchmark
{
    private const int BatchSize = 64;

    public static void Run(TextWriter output)
    {
        output.WriteLine("| shape | profile | ns per forwarded packet |");
        output.WriteLine("|---|---|---:|");
        foreach (var profile in new[] { SrtpProfile.AeadAes128Gcm, SrtpProfile.Aes128CmHmacSha1Tag80 })
        {
            output.WriteLine($"| 40 rooms × 2 | {profile} | {Measure(profile, publishers: 80, watchersEach: 1):F0} |");
            output.WriteLine($"| 1 × 50 | {profile} | {Measure(profile, publishers: 1, watchersEach: 50):F0} |");
        }
    }

    private static double Measure(SrtpProfile profile, int publishers, int watchersEach)
    {
        using var hall = new BenchHall(profile, publishers, watchersEach);
        var best = double.MaxValue;
        int Round()
        {
            hall.FillReceiveBuffers(); // the kernel's work
            var started = Stopwatch.GetTimestamp();
            var forwarded = hall.ReceiveBatch();
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalNanoseconds / forwarded);
            return forwarded;
        }

        Timing.WarmUp(Round);
        best = double.MaxValue;
        for (var i = 0; i < 3000; i++) Round();
        return best;
    }

    /// <summary>Rooms with one publisher each and its watchers: three video packets of 1100 bytes to one audio packet of 80, as the load tool sends.</summary>
    private sealed class BenchHall : IPeerFactory, ISfuObserver, IDisposable
    {
        private static readonly NegotiatedCodec Vp8 = new(96, "VP8", 90000, 0, null, null, ["nack", "nack pli", "goog-remb"]);
        private static readonly NegotiatedCodec Opus = new(111, "opus", 48000, 2, null, null, []);

        private readonly SrtpProfile _profile;
        private readonly SelectiveForwarder _forwarder;
        private readonly BenchPublisher[] _publishers;
        private readonly byte[] _receive = GC.AllocateArray<byte>(BatchSize * 2048, pinned: true);
        private readonly int[] _lengths = new int[BatchSize];
        private readonly BenchPublisher[] _senders = new BenchPublisher[BatchSize];
        private long _sent;
        private uint _nextSsrc = 1000;
        private MediaTime _now = new(1_000_000);

        public BenchHall(SrtpProfile profile, int publishers, int watchersEach)
        {
            _profile = profile;
            _forwarder = new SelectiveForwarder(this, new SfuOptions(), this);
            _publishers = new BenchPublisher[publishers];
            for (var i = 0; i < publishers; i++)
            {
                var peer = (BenchPeer)_forwarder.Publish($"room {i}", "publisher", "publish", _now, out _)!.Peer;
                _publishers[i] = new BenchPublisher(peer, profile);
                for (var w = 0; w < watchersEach; w++) _forwarder.Subscribe($"room {i}", $"watcher {w}", "publisher", "watch", _now, out _);
            }

            foreach (var peer in Peers) peer.Connect(_now);
        }

        private List<BenchPeer> Peers { get; } = [];

        /// <summary>Bursts of four packets of one publisher, as frames come.</summary>
        public void FillReceiveBuffers()
        {
            for (var slot = 0; slot < BatchSize; slot++, _sent++)
            {
                _senders[slot] = _publishers[_sent / 4 % _publishers.Length];
                _lengths[slot] = _senders[slot].Send(isAudio: _sent % 4 == 3, Slot(slot));
            }
        }

        public int ReceiveBatch()
        {
            var before = _forwarder.Counters.PacketsForwarded;
            _now += TimeSpan.FromMicroseconds(100);
            for (var slot = 0; slot < BatchSize; slot++)
            {
                var sender = _senders[slot];
                var datagram = Slot(slot)[.._lengths[slot]];
                var length = sender.Peer.Srtp.UnprotectRtp(datagram);
                sender.Peer.Handler.OnRtp(sender.Peer, datagram[..length], _now);
            }

            _forwarder.EndBatch(_now);
            return (int)(_forwarder.Counters.PacketsForwarded - before);
        }

        public IServerOffer Offer() => throw new NotSupportedException(); // here only clients offer

        public IPeer TryAnswer(string offerSdp, IPeerHandler handler, MediaTime now, out string? reason)
        {
            reason = null;
            var publishes = offerSdp == "publish";
            var none = new Dictionary<string, byte>();
            NegotiatedMedia[] media =
            [
                new("a", MediaKind.Audio, publishes, !publishes, [Opus], publishes ? [1] : [], _nextSsrc++, none),
                new("v", MediaKind.Video, publishes, !publishes, [Vp8], publishes ? [2] : [], _nextSsrc++, none),
            ];
            var peer = new BenchPeer(handler, media, _profile);
            Peers.Add(peer);
            return peer;
        }

        public void OnPublisherChanged(string room, string participant, PublisherChange change)
        {
        }

        public void OnConnectionClosed(MediaConnection connection)
        {
        }

        public void Dispose()
        {
            foreach (var peer in Peers) peer.Dispose();
            foreach (var publisher in _publishers) publisher.Dispose();
        }

        private Span<byte> Slot(int slot) => _receive.AsSpan(slot * 2048, 2048);
    }

    /// <summary>The browser's side of a publish connection.</summary>
    private sealed class BenchPublisher(BenchPeer peer, SrtpProfile profile) : IDisposable
    {
        private const uint AudioSsrc = 1;
        private const uint VideoSsrc = 2;

        private readonly SrtpContext _srtp = BenchPeer.CreateSrtp(profile, isServer: false);
        private readonly byte[] _header = new byte[12];
        private readonly byte[] _audio = new byte[80];
        private readonly byte[] _video = VideoPayload();
        private ushort _audioSequence;
        private ushort _videoSequence;

        public BenchPeer Peer { get; } = peer;

        public int Send(bool isAudio, Span<byte> wire)
        {
            _header[0] = 0x80;
            _header[1] = (byte)(isAudio ? 111 : 96);
            BinaryPrimitives.WriteUInt16BigEndian(_header.AsSpan(2), isAudio ? ++_audioSequence : ++_videoSequence);
            BinaryPrimitives.WriteUInt32BigEndian(_header.AsSpan(8), isAudio ? AudioSsrc : VideoSsrc);
            return _srtp.ProtectRtp(_header, isAudio ? _audio : _video, wire);
        }

        public void Dispose() => _srtp.Dispose();

        private static byte[] VideoPayload()
        {
            var payload = new byte[1100];
            payload[0] = 0x10; // first packet of a key frame
            return payload;
        }
    }

    /// <summary>The server's side: encrypts into a send ring of 64 datagrams, then forgets.</summary>
    private sealed class BenchPeer(IPeerHandler handler, IReadOnlyList<NegotiatedMedia> media, SrtpProfile profile) : IPeer
    {
        private static readonly byte[] SendRing = GC.AllocateArray<byte>(BatchSize * 2048, pinned: true);
        private static int _next;

        public SrtpContext Srtp { get; } = CreateSrtp(profile, isServer: true);

        public IPeerHandler Handler { get; } = handler;

        public PeerState State { get; private set; } = PeerState.Connecting;

        public MediaTime LastHeard => default;

        public string AnswerSdp => string.Empty;

        public string? TryRestartIce(string description, out string? reason)
        {
            reason = null;
            return null;
        }

        public IReadOnlyList<NegotiatedMedia> Media { get; } = media;

        public static SrtpContext CreateSrtp(SrtpProfile profile, bool isServer) =>
            SrtpContext.Create(profile, new byte[profile.KeyingMaterialLength()], isServer);

        public void Connect(MediaTime now)
        {
            State = PeerState.Connected;
            Handler.OnConnected(this, now);
        }

        public void SendRtp(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload) => Srtp.ProtectRtp(header, payload, Reserve());

        public void SendRtcp(ReadOnlySpan<byte> compound) => Srtp.ProtectRtcp(compound, Reserve());

        public void Close(PeerCloseReason reason) => State = PeerState.Closed;

        public void Dispose() => Srtp.Dispose();

        private static Span<byte> Reserve() => SendRing.AsSpan((_next++ % BatchSize) * 2048, 2048);
    }
}
