namespace VirtualWindow.Sfu.Recording;

/// <summary>
/// The files of one connection's m-lines of one place (microphone and camera; or a screen): one at a time, a further one when the disk
/// had failed. Made with the first frame.
/// </summary>
internal sealed class RecordedPart(RecordedRoom room, string name) : IDisposable
{
    private static readonly long RetryMicroseconds = (long)TimeSpan.FromSeconds(2).TotalMicroseconds;

    private readonly List<RecordedTrack> _tracks = [];
    private readonly List<WebmTrack> _webmTracks = [];
    private readonly List<RecordedFile> _files = [];
    private WebmFile? _webm;
    private RecordedFile? _current;
    private long _retryAt = long.MinValue;

    public IReadOnlyList<RecordedFile> Files => _files;

    public IReadOnlyList<RecordedTrack> Tracks => _tracks;

    /// <summary>The disk refuses; it is asked again every two seconds.</summary>
    public bool IsBroken { get; private set; }

    public void Add(RecordedTrack track)
    {
        _tracks.Add(track);
        var channels = track.About.Media.Codecs.Count > 0 ? Math.Max(1, track.About.Media.Codecs[0].Channels) : 1;
        _webmTracks.Add(new WebmTrack(
            _webmTracks.Count + 1, track.IsVideo ? WebmCodec.Vp8 : WebmCodec.Opus, $"{track.About.Participant} {track.About.Media.Mid}", channels));
        track.WriteTo(this);
    }

    /// <param name="at">Where the frame lies on the recording's time line.</param>
    /// <returns>False when it did not get into a file.</returns>
    public bool TryWrite(RecordedTrack track, long at, bool isKeyFrame, ReadOnlySpan<byte> frame, int duration, long now)
    {
        if (_webm is null && !TryOpen(at, now)) return false;
        var webmTrack = _webmTracks[_tracks.IndexOf(track)];
        try
        {
            if (isKeyFrame && track.IsVideo) _webm!.SetPictureSize(webmTrack, track.Width, track.Height);
            _webm!.Write(webmTrack, (at - _current!.StartedAt) / 1_000, isKeyFrame, frame, duration / 1_000);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Fail(failure, now);
            return false;
        }
    }

    /// <summary>Hands what was written to the system: from then on a crash of this process takes nothing of it.</summary>
    public void Flush(bool sync, long now)
    {
        if (_webm is null) return;
        try
        {
            if (sync) _webm.Sync();
            else _webm.Flush();
            _current!.Length = _webm.Length;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Fail(failure, now);
        }
    }

    public void Finish(long now)
    {
        foreach (var track in _tracks) track.Finish();
        if (_webm is null) return;
        try
        {
            _webm.Finish();
            (_current!.Length, _current.IsComplete, _current.Duration) = (_webm.Length, true, _webm.Duration);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Fail(failure, now);
        }

        Dispose();
    }

    public void Dispose()
    {
        _webm?.Dispose();
        _webm = null;
    }

    private bool TryOpen(long at, long now)
    {
        if (now < _retryAt) return false;
        var file = new RecordedFile(_files.Count == 0 ? $"{name}.webm" : $"{name}-{_files.Count + 1}.webm", at);
        try
        {
            _webm = new WebmFile(room.Folder.Create(file.Name), room.WallClock(at), [.. _webmTracks]);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Fail(failure, now);
            return false;
        }

        _current = file;
        _files.Add(file);
        IsBroken = false;
        room.OnFileOpened();
        return true;
    }

    /// <summary>What was written stays and plays; the pictures of the next file begin with a key frame.</summary>
    private void Fail(Exception failure, long now)
    {
        _retryAt = now + RetryMicroseconds;
        IsBroken = true;
        try
        {
            Dispose();
        }
        catch (IOException)
        {
            _webm = null; // closing reports the same failure once more
        }

        foreach (var track in _tracks) track.StartOver(GapCause.Disk);
        room.OnDiskFailed(failure);
    }
}

/// <summary>One file of a recording.</summary>
/// <param name="name">Within the recording's folder.</param>
/// <param name="startedAt">Its time 0 in microseconds since the recording began.</param>
public sealed class RecordedFile(string name, long startedAt)
{
    public string Name { get; } = name;

    public long StartedAt { get; } = startedAt;

    public long Length { get; internal set; }

    /// <summary>Milliseconds; known when complete.</summary>
    public long Duration { get; internal set; }

    /// <summary>Index and duration are written. Without them it plays all the same.</summary>
    public bool IsComplete { get; internal set; }
}
