using System.Globalization;
using Microsoft.Extensions.Logging;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Media;
using VirtualWindow.MediaNode.Loop;
using VirtualWindow.Rtc;
using VirtualWindow.Rtc.Rtcp;
using VirtualWindow.Sfu.Recording;

namespace VirtualWindow.MediaNode.Recording;

/// <summary>
/// The thread that writes the recordings of one loop. Everything it owns (jitter windows, files, health) is touched by it alone; a slow or
/// broken disk stops this thread, fills the queue in front and costs the recording a marked gap, and nobody else anything.
/// </summary>
internal sealed partial class RecordingDisk : IRecordingTasks, IRecordingObserver, IDisposable
{
    /// <summary>How long packets may gather: bounds, with the jitter window, what a crash of the process takes.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(20);

    private readonly RecordingDiskOptions _options;
    private readonly RecordingNews _news;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Dictionary<string, RecordedRoom> _rooms = new(StringComparer.Ordinal);
    private readonly Dictionary<int, RecordedRoom> _taps = [];
    private readonly List<Task> _closing = [];
    private readonly Lock _gate = new();
    private Thread? _thread;
    private volatile bool _stopping;

    public RecordingDisk(RecordingDiskOptions options, RecordingNews news, TimeProvider time, ILogger logger)
    {
        (_options, _news, _time, _logger) = (options, news, time, logger);
        Queue = new RecordingQueue(options.QueueBytes);
    }

    /// <summary>What the rooms' taps feed.</summary>
    public RecordingQueue Queue { get; }

    /// <summary>Recordings under way; other threads may read a slightly old value.</summary>
    public int Recordings => _rooms.Count;

    /// <summary>Takes memory and thread; safe to repeat. Before the first recording, never on the loop.</summary>
    public void Prepare()
    {
        Queue.Prepare();
        lock (_gate)
        {
            if (_thread is not null || _stopping) return;
            _thread = new Thread(Run) { IsBackground = true, Name = "recording-disk" };
            _thread.Start();
        }
    }

    /// <summary>Finishes every file; what the queue holds is written first.</summary>
    public void Dispose()
    {
        lock (_gate) _stopping = true;
        Queue.Ring();
        _thread?.Join();
        Task.WaitAll([.. _closing]);
        Queue.Dispose();
    }

    void IRecordingTasks.Begin(RecordingOrder order, MediaTime now)
    {
        var begunAt = _time.GetUtcNow() - (MediaLoop.Now - now);
        var folder = RecordingFolder.Of(_options.Root, order, begunAt, _options.Open);
        _rooms[order.Recording] = new RecordedRoom(order, folder, begunAt, now, this);
        LogBegun(_logger, order.Recording, order.Room, folder.RelativePath);
    }

    void IRecordingTasks.Open(int tap, TappedTrack track, MediaTime now)
    {
        if (!_rooms.TryGetValue(track.Recording, out var room)) return;
        _taps[tap] = room;
        room.Open(tap, track, now);
    }

    void IRecordingTasks.Packet(int tap, long sequence, ReadOnlySpan<byte> packet, MediaTime arrival)
    {
        if (_taps.TryGetValue(tap, out var room)) room.Packet(tap, sequence, packet, arrival);
    }

    void IRecordingTasks.Report(int tap, in SenderReport report)
    {
        if (_taps.TryGetValue(tap, out var room)) room.Report(tap, report);
    }

    void IRecordingTasks.Overrun(int tap, long packets, MediaTime now)
    {
        if (_taps.TryGetValue(tap, out var room)) room.Overrun(tap, packets, now);
    }

    void IRecordingTasks.Interrupt(int tap, TapInterruption cause, MediaTime now)
    {
        if (_taps.TryGetValue(tap, out var room)) room.Interrupt(tap, cause, now);
    }

    void IRecordingTasks.Close(int tap, MediaTime now)
    {
        if (_taps.Remove(tap, out var room)) room.Close(tap, now);
    }

    void IRecordingTasks.End(string recording, MediaTime now)
    {
        if (!_rooms.Remove(recording, out var room)) return;
        room.Finish(now);
        var endedAt = _time.GetUtcNow();
        // Hashing reads whole files: not on this thread, which has other recordings to write.
        _closing.RemoveAll(static task => task.IsCompleted);
        _closing.Add(Task.Run(() => CloseUp(room, endedAt)));
    }

    void IRecordingObserver.OnStarted(RecordedRoom recording) => _news.Tell(new MediaEvent.RecordingStarted(recording.Order.Room, recording.Order.Recording));

    void IRecordingObserver.OnFiles(RecordedRoom recording) => Note(recording);

    void IRecordingObserver.OnFault(RecordedRoom recording, string participant, RecordingFault fault, bool present)
    {
        var trouble = RecordingFacts.Of(fault);
        if (present) LogFault(_logger, recording.Order.Recording, recording.Order.Room, participant, trouble);
        else LogFaultGone(_logger, recording.Order.Recording, recording.Order.Room, participant, trouble);
        _news.Tell(new MediaEvent.RecordingTroubleChanged(recording.Order.Room, participant, trouble, present));
    }

    void IRecordingObserver.OnKeyFrameWanted(RecordedRoom recording, string participant) => _news.WantKeyFrame(recording.Order.Room, participant);

    void IRecordingObserver.OnDiskFailed(RecordedRoom recording, Exception failure) => LogDiskFailed(_logger, failure, recording.Order.Recording);

    private void Run()
    {
        while (!_stopping)
        {
            Queue.Wait(_rooms.Count == 0 ? Timeout.InfiniteTimeSpan : Turn);
            TakeTurn();
        }

        TakeTurn();
        foreach (var recording in _rooms.Keys.ToArray()) Survive(() => ((IRecordingTasks)this).End(recording, MediaLoop.Now));
    }

    private void TakeTurn()
    {
        Survive(() => Queue.Drain(this));
        var now = MediaLoop.Now;
        foreach (var room in _rooms.Values) Survive(() => room.Tick(now));
    }

    /// <summary>A defect in one recording must not end the others.</summary>
    private void Survive(Action turn)
    {
        try
        {
            turn();
        }
        catch (Exception fault)
        {
            LogTurnFailed(_logger, fault);
        }
    }

    private void CloseUp(RecordedRoom room, DateTimeOffset endedAt)
    {
        using (room)
        {
            try
            {
                var folder = (RecordingFolder)room.Folder;
                var manifest = folder.WithHashes(RecordingFacts.Of(room, RecordingState.Closed, endedAt));
                Tell(folder, manifest, folder.Write(manifest));
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                LogDiskFailed(_logger, failure, room.Order.Recording);
            }
        }
    }

    private void Tell(RecordingFolder folder, RecordingManifest manifest, string sha256)
    {
        var summary = RecordingFacts.SummaryOf(folder, manifest, sha256);
        LogClosed(_logger, summary.Recording, summary.Files, summary.Bytes, summary.GapMilliseconds, manifest.Overruns);
        _news.Tell(new MediaEvent.RecordingClosed(manifest.Room, summary));
    }

    /// <summary>The manifest of a running recording: after a crash it says what the files are.</summary>
    private void Note(RecordedRoom room)
    {
        try
        {
            ((RecordingFolder)room.Folder).Write(RecordingFacts.Of(room, RecordingState.Running, null));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            LogDiskFailed(_logger, failure, room.Order.Recording);
        }
    }

    [LoggerMessage(3050, LogLevel.Information, "Recording {Recording} of room {Room} begins in {Folder}")]
    private static partial void LogBegun(ILogger logger, string recording, string room, string folder);

    [LoggerMessage(3051, LogLevel.Information, "Recording {Recording} is closed: {Files} files, {Bytes} bytes, {GapMilliseconds} ms missing, {Overruns} packets left out by a slow disk")]
    private static partial void LogClosed(ILogger logger, string recording, int files, long bytes, long gapMilliseconds, long overruns);

    [LoggerMessage(3052, LogLevel.Warning, "Recording {Recording} of room {Room}, participant {Participant}: {Trouble}")]
    private static partial void LogFault(ILogger logger, string recording, string room, string participant, RecordingTrouble trouble);

    [LoggerMessage(3053, LogLevel.Information, "Recording {Recording} of room {Room}, participant {Participant}: no longer {Trouble}")]
    private static partial void LogFaultGone(ILogger logger, string recording, string room, string participant, RecordingTrouble trouble);

    [LoggerMessage(3054, LogLevel.Error, "The disk refused to write for recording {Recording}; it is tried again, the call goes on")]
    private static partial void LogDiskFailed(ILogger logger, Exception failure, string recording);

    [LoggerMessage(3055, LogLevel.Error, "A turn of the recordings failed; the next one goes on")]
    private static partial void LogTurnFailed(ILogger logger, Exception fault);
}

/// <param name="Root">Folder of all recordings.</param>
/// <param name="QueueBytes">What may wait for the disk; beyond it packets are left out.</param>
/// <param name="Open">Makes a new file at a path.</param>
internal sealed record RecordingDiskOptions(string Root, int QueueBytes, Func<string, IRecordingFile> Open);

/// <summary>What the disk tells its node; called on the disk's thread or a thread of the pool.</summary>
internal sealed record RecordingNews(Action<MediaEvent> Tell, Action<string, string> WantKeyFrame);
