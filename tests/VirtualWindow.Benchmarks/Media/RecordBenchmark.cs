using System.Buffers.Binary;
using System.Diagnostics;
using VirtualWindow.MediaNode.Recording;
using VirtualWindow.Rtc;
using VirtualWindow.Rtc.Rtcp;
using VirtualWindow.Sfu.Recording;

namespace VirtualWindow.Benchmarks.Media;

/// <summary>
/// Command <c>record</c>: what recording costs a media loop per packet (the copy into the queue), and what it costs the disk thread from the
/// queue to the file, synced as in service; from that, rooms recorded per core.
/// </summary>
internal static class RecordBenchmark
{
    private const int Batch = 64;

    /// <summary>Two participants, each 50 sound packets and 100 picture packets a second (about 0.9 Mbit/s).</summary>
    private const int PacketsPerRoomSecond = 300;

    public static void Run(TextWriter output)
    {
        var loop = MeasureLoop();
        var disk = MeasureDisk();
        output.WriteLine("| what | ns per recorded packet |");
        output.WriteLine("|---|---:|");
        output.WriteLine($"| media loop: copy into the queue | {loop:F0} |");
        output.WriteLine($"| disk thread: queue to file | {disk:F0} |");
        output.WriteLine($"rooms of two recorded per core of the disk thread: {1e9 / disk / PacketsPerRoomSecond:F0}");
    }

    private static double MeasureLoop()
    {
        using var queue = new RecordingQueue(32 << 20);
        var taps = Enumerable.Range(0, 80).Select(i => queue.Open(Track(MediaKind.Video, i), default)).ToArray();
        var packets = new Packets();
        var nobody = new Nobody();
        long sequence = 0;
        var best = double.MaxValue;
        int Round()
        {
            var started = Stopwatch.GetTimestamp();
            for (var i = 0; i < Batch; i++) queue.Packet(taps[sequence / 4 % taps.Length], sequence++, packets.Any(isSound: i % 4 == 3), default);
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalNanoseconds / Batch);
            queue.Drain(nobody);
            return Batch;
        }

        Timing.WarmUp(Round);
        best = double.MaxValue;
        for (var i = 0; i < 5_000; i++) Round();
        return best;
    }

    /// <summary>Ten seconds of 40 rooms of two, as fast as it goes: the mean, system calls and syncs included.</summary>
    private static double MeasureDisk()
    {
        const int rooms = 40, milliseconds = 10_000, turn = 20;
        var root = Directory.CreateTempSubdirectory("vw-record-bench").FullName;
        var disk = new BenchDisk(root);
        try
        {
            var recorded = Enumerable.Range(0, rooms).Select(disk.Open).ToArray();
            var packets = new Packets();
            var count = 0L;
            var started = Stopwatch.GetTimestamp();
            for (var at = 0; at < milliseconds; at += turn)
            {
                foreach (var room in recorded) count += Feed(room, packets, at);
                foreach (var room in recorded) room.Tick(new MediaTime(at * 1_000L));
            }

            var elapsed = Stopwatch.GetElapsedTime(started);
            foreach (var room in recorded) room.Dispose();
            return elapsed.TotalNanoseconds / count;
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    /// <summary>What two participants send in 20 ms.</summary>
    private static int Feed(RecordedRoom room, Packets packets, int at)
    {
        for (var who = 0; who < 2; who++)
        {
            var turn = at / 20;
            room.Packet(who * 2, turn, packets.Sound(turn), new MediaTime(at * 1_000L));
            for (var part = 0; part < 2; part++) room.Packet((who * 2) + 1, (turn * 2) + part, packets.Picture(turn, part), new MediaTime(at * 1_000L));
        }

        return 6;
    }

    private static TappedTrack Track(MediaKind kind, int connection) => new("r", $"p{connection}", connection, 0, new NegotiatedMedia(
        kind == MediaKind.Audio ? "a" : "v", kind, true, false,
        [kind == MediaKind.Audio ? new NegotiatedCodec(111, "opus", 48_000, 2, null, null, []) : new NegotiatedCodec(96, "VP8", 90_000, 0, null, null, [])],
        [], 0, new Dictionary<string, byte>()));

    /// <summary>Packets of the sizes that the load tool sends.</summary>
    private sealed class Packets
    {
        private readonly byte[] _sound = new byte[92];
        private readonly byte[] _picture = new byte[1_112];

        public Packets()
        {
            (_sound[0], _sound[1], _sound[12]) = (0x80, 111, 0x78);
            (_picture[0], _picture[1]) = (0x80, 96);
        }

        public ReadOnlySpan<byte> Any(bool isSound) => isSound ? _sound : _picture;

        public ReadOnlySpan<byte> Sound(int number)
        {
            Number(_sound, number, number * 960);
            return _sound;
        }

        /// <summary>A frame of two packets each 20 ms, a key frame every two seconds.</summary>
        public ReadOnlySpan<byte> Picture(int frame, int part)
        {
            Number(_picture, (frame * 2) + part, frame * 1_800);
            _picture[1] = (byte)(96 | (part == 1 ? 0x80 : 0));
            ReadOnlySpan<byte> keyFrame = [0x10, 0x10, 0x00, 0x00, 0x9D, 0x01, 0x2A, 0x80, 0x02, 0xE0, 0x01];
            keyFrame.CopyTo(_picture.AsSpan(12));
            if (part == 1) _picture[12] = 0;
            else if (frame % 100 != 0) _picture[13] = 0x11;
            return _picture;
        }

        private static void Number(Span<byte> packet, int sequence, int timestamp)
        {
            BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)sequence);
            BinaryPrimitives.WriteInt32BigEndian(packet[4..], timestamp);
        }
    }

    private sealed class BenchDisk(string root) : IRecordingFolder, IRecordingObserver
    {
        private int _files;

        public RecordedRoom Open(int number)
        {
            var room = new RecordedRoom(new RecordingOrder($"r{number}", $"r{number}"), this, DateTimeOffset.UnixEpoch, default, this);
            for (var who = 0; who < 2; who++)
            {
                room.Open(who * 2, Track(MediaKind.Audio, who), default);
                room.Open((who * 2) + 1, Track(MediaKind.Video, who), default);
            }

            return room;
        }

        public IRecordingFile Create(string name) => new DiskFile(Path.Combine(root, $"{_files++}.webm"));

        public void OnStarted(RecordedRoom recording)
        {
        }

        public void OnFiles(RecordedRoom recording)
        {
        }

        public void OnFault(RecordedRoom recording, string participant, RecordingFault fault, bool present)
        {
        }

        public void OnKeyFrameWanted(RecordedRoom recording, string participant)
        {
        }

        public void OnDiskFailed(RecordedRoom recording, Exception failure) => throw failure;
    }

    private sealed class Nobody : IRecordingTasks
    {
        public void Begin(RecordingOrder order, MediaTime now)
        {
        }

        public void Open(int tap, TappedTrack track, MediaTime now)
        {
        }

        public void Packet(int tap, long sequence, ReadOnlySpan<byte> packet, MediaTime arrival)
        {
        }

        public void Report(int tap, in SenderReport report)
        {
        }

        public void Overrun(int tap, long packets, MediaTime now)
        {
        }

        public void Interrupt(int tap, TapInterruption cause, MediaTime now)
        {
        }

        public void Close(int tap, MediaTime now)
        {
        }

        public void End(string recording, MediaTime now)
        {
        }
    }
}
