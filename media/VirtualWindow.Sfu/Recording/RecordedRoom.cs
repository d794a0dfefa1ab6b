using VirtualWindow.Rtc;
using VirtualWindow.Rtc.Rtcp;

namespace VirtualWindow.Sfu.Recording;

/// <summary>What a recording tells while it runs; called on the thread that feeds it, must return quickly.</summary>
public interface IRecordingObserver
{
    /// <summary>The first file of the recording exists.</summary>
    void OnStarted(RecordedRoom recording);

    /// <summary>The set of files has changed.</summary>
    void OnFiles(RecordedRoom recording);

    void OnFault(RecordedRoom recording, string participant, RecordingFault fault, bool present);

    /// <summary>Pictures of this participant were lost for good.</summary>
    void OnKeyFrameWanted(RecordedRoom recording, string participant);

    void OnDiskFailed(RecordedRoom recording, Exception failure);
}

/// <summary>
/// One recording of one room, behind the queue: turns tapped packets into files. Sans-IO: the folder is an argument, time too. Fed by one
/// thread with what the taps said, in their order; about every 20 ms <see cref="Tick"/>.
/// </summary>
public sealed class RecordedRoom : IDisposable
{
    /// <summary>Longest time that written sound and picture may be lost in a power failure.</summary>
    private static readonly long SyncMicroseconds = (long)TimeSpan.FromMilliseconds(900).TotalMicroseconds;

    private static readonly long HealthMicroseconds = (long)TimeSpan.FromMilliseconds(500).TotalMicroseconds;

    private readonly IRecordingObserver _observer;
    private readonly MediaTime _begun;
    private readonly Dictionary<int, RecordedTrack> _taps = [];
    private readonly List<RecordedTrack> _tracks = [];
    private readonly Dictionary<(int Connection, int Place), RecordedPart> _parts = [];
    private readonly HashSet<(string Participant, RecordingFault Fault)> _faults = [];
    private long _lastSync;
    private long _lastHealth;
    private long _overrunUntil = -1;

    /// <param name="begunAt">Wall clock of <paramref name="begun"/>.</param>
    public RecordedRoom(RecordingOrder order, IRecordingFolder folder, DateTimeOffset begunAt, MediaTime begun, IRecordingObserver observer)
    {
        (Order, Folder, BegunAt, _begun, _observer) = (order, folder, begunAt, begun, observer);
    }

    public RecordingOrder Order { get; }

    public DateTimeOffset BegunAt { get; }

    public IRecordingFolder Folder { get; }

    /// <summary>Packets that the queue in front had no room for.</summary>
    public long Overruns { get; private set; }

    public IEnumerable<RecordedPartView> Parts => _parts.Values.Select(part => new RecordedPartView(
        part.Tracks[0].About.Participant, part.Files, [.. part.Tracks.Select(View)]));


    public void Open(int tap, TappedTrack about, MediaTime now)
    {
        var track = new RecordedTrack(about, Since(now));
        _taps[tap] = track;
        _tracks.Add(track);
        if (!_parts.TryGetValue((about.Connection, about.Place), out var part))
        {
            var place = about.Place == 0 ? "" : $"-screen{about.Place}";
            _parts.Add((about.Connection, about.Place), part = new RecordedPart(this, $"{about.Participant}-{about.Connection}{place}"));
        }

        part.Add(track);
    }

    public void Packet(int tap, long sequence, ReadOnlySpan<byte> packet, MediaTime arrival)
    {
        if (_taps.TryGetValue(tap, out var track)) track.Packet(sequence, packet, Since(arrival));
    }

    public void Report(int tap, in SenderReport report)
    {
        if (!_taps.TryGetValue(tap, out var track)) return;
        track.Report(report);
        var sound = _tracks.Find(one => !one.IsVideo && one.About.Connection == track.About.Connection && one.About.Place == 0);
        if (sound is null) return;
        foreach (var other in _tracks)
            if (other.About.Connection == track.About.Connection) other.Clock.AlignTo(sound.Clock);
    }

    public void Interrupt(int tap, TapInterruption cause, MediaTime now)
    {
        if (_taps.TryGetValue(tap, out var track)) track.Interrupt(cause, Since(now));
    }

    /// <summary>The queue in front was full: <paramref name="packets"/> of this tap are missing.</summary>
    public void Overrun(int tap, long packets, MediaTime now)
    {
        Overruns += packets;
        _overrunUntil = Since(now) + (long)FaultTimes.Remembered.TotalMicroseconds;
        if (_taps.TryGetValue(tap, out var track)) track.NoteOverrun();
    }

    public void Close(int tap, MediaTime now)
    {
        if (!_taps.Remove(tap, out var track)) return;
        track.Finish();
        if (_taps.Values.Any(other => SharesFile(other, track))) return;
        _parts[(track.About.Connection, track.About.Place)].Finish(Since(now));
        TellFaults(Since(now));
        _observer.OnFiles(this);
    }

    public void Tick(MediaTime now)
    {
        var at = Since(now);
        foreach (var track in _taps.Values) track.Tick(at);
        var sync = at - _lastSync >= SyncMicroseconds;
        if (sync) _lastSync = at;
        foreach (var part in _parts.Values) part.Flush(sync, at);
        AskForKeyFrames();
        if (at - _lastHealth < HealthMicroseconds) return;
        _lastHealth = at;
        TellFaults(at);
    }

    /// <summary>Every file gets its index; safe to repeat.</summary>
    public void Finish(MediaTime now)
    {
        _taps.Clear();
        foreach (var part in _parts.Values) part.Finish(Since(now));
        TellFaults(Since(now));
    }

    public void Dispose()
    {
        foreach (var part in _parts.Values) part.Dispose();
        foreach (var track in _tracks) track.Dispose();
    }

    internal DateTimeOffset WallClock(long microseconds) => BegunAt + TimeSpan.FromMicroseconds(microseconds);

    internal void OnFileOpened()
    {
        if (_parts.Values.Sum(part => part.Files.Count) == 1) _observer.OnStarted(this);
        _observer.OnFiles(this);
    }

    internal void OnDiskFailed(Exception failure) => _observer.OnDiskFailed(this, failure);

    private static bool SharesFile(RecordedTrack one, RecordedTrack other) =>
        one.About.Connection == other.About.Connection && one.About.Place == other.About.Place;

    private static RecordedTrackView View(RecordedTrack track) => new(
        track.About.Media.Mid, track.About.Media.Kind, track.About.Place, track.FirstFrame, track.LastEnd, track.Frames, track.LostPackets,
        track.Clock.Correction, track.Width, track.Height, track.Gaps);

    private long Since(MediaTime now) => now.Microseconds - _begun.Microseconds;

    private void AskForKeyFrames()
    {
        foreach (var track in _taps.Values)
        {
            if (!track.WantsKeyFrame || track.IsBroken) continue; // a key frame that cannot be written costs everybody's picture
            track.WantsKeyFrame = false;
            _observer.OnKeyFrameWanted(this, track.About.Participant);
        }
    }

    private void TellFaults(long now)
    {
        foreach (var participant in _tracks.Select(track => track.About.Participant).Distinct())
            foreach (var fault in Enum.GetValues<RecordingFault>())
                Tell(participant, fault, Has(participant, fault, now));
    }

    private bool Has(string participant, RecordingFault fault, long now)
    {
        var own = _taps.Values.Where(track => track.About.Participant == participant).ToList();
        return own.Count > 0 && fault switch
        {
            RecordingFault.Overrun => now < _overrunUntil,
            RecordingFault.NotStarted => own.TrueForAll(track => track.Has(fault, now)),
            _ => own.Exists(track => track.Has(fault, now)),
        };
    }

    private void Tell(string participant, RecordingFault fault, bool present)
    {
        var changed = present ? _faults.Add((participant, fault)) : _faults.Remove((participant, fault));
        if (changed) _observer.OnFault(this, participant, fault, present);
    }
}

/// <summary>Files and tracks of one connection's m-lines of one place. Tracks lie in each of the files in this order.</summary>
public sealed record RecordedPartView(string Participant, IReadOnlyList<RecordedFile> Files, IReadOnlyList<RecordedTrackView> Tracks);

/// <param name="FirstFrame">Microseconds since the recording began, -1 without any frame; <paramref name="LastEnd"/> likewise.</param>
/// <param name="ClockCorrection">Microseconds by which sender reports moved the track against its first arrival.</param>
public sealed record RecordedTrackView(
    string Mid, MediaKind Kind, int Place, long FirstFrame, long LastEnd, long Frames, long LostPackets, long ClockCorrection,
    int Width, int Height, IReadOnlyList<RecordedGap> Gaps);
