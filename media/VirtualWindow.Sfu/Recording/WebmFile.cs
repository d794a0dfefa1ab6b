using System.Buffers.Binary;

namespace VirtualWindow.Sfu.Recording;

/// <summary>
/// Writes one WebM file (Matroska, RFC 9559) that can be played at any moment, whatever happens to the writer: sizes of segment and
/// running cluster are unknown until they are known, clusters are short, and only duration, index and sizes are filled in at the end.
/// <code>
/// EBML │ Segment (size patched at the end)
///      │   Void → SeekHead   at the end
///      │   Info { TimestampScale 1 ms, DateUTC, Void → Duration at the end }
///      │   Tracks { TrackEntry per m-line: picture size patched with the first key frame, Void when nothing ever came }
///      │   Cluster { Timestamp, SimpleBlock … } ≤ 1 s each, a new one with each key frame (size patched when the next begins)
///      │   Cues                at the end
/// </code>
/// </summary>
internal sealed class WebmFile : IDisposable
{
    /// <summary>Longest cluster: what a reader may have to skip after a crash.</summary>
    private const long ClusterMilliseconds = 1_000;

    private const int SeekHeadSpace = 128;

    /// <summary>Id (2), size (1) and 8 bytes.</summary>
    private const int DurationSpace = 11;

    private readonly IRecordingFile _file;
    private readonly WebmTrack[] _tracks;
    private readonly TrackPlace[] _places;
    private readonly EbmlBuffer _buffer = new();
    private readonly List<Cue> _cues = [];
    private long _position;
    private long _segment;
    private long _info;
    private long _duration;
    private long _tracksAt;
    private long _clusterSize = -1;
    private long _clusterAt;
    private long _clusterTime;
    private long _end;

    /// <param name="startedAt">Wall clock of the file's time 0 (DateUTC).</param>
    public WebmFile(IRecordingFile file, DateTimeOffset startedAt, params WebmTrack[] tracks)
    {
        (_file, _tracks) = (file, tracks);
        _places = new TrackPlace[tracks.Length];
        WriteHeader(startedAt);
    }

    /// <summary>Bytes of the file, those not flushed yet included.</summary>
    public long Length => _position + _buffer.Length;

    /// <summary>Milliseconds from the file's start to the end of the last block.</summary>
    public long Duration => _end;

    /// <summary>Appends one frame. Times of one track never go back.</summary>
    /// <param name="milliseconds">Since the start of the file.</param>
    /// <returns>The time written.</returns>
    public long Write(WebmTrack track, long milliseconds, bool isKeyFrame, ReadOnlySpan<byte> frame, int durationMilliseconds)
    {
        ref var place = ref _places[track.Number - 1];
        var time = place.HasBlocks ? Math.Max(milliseconds, place.LastTime) : Math.Max(milliseconds, 0);
        OpenCluster(track, time, isKeyFrame);
        (place.HasBlocks, place.LastTime) = (true, time);
        _end = Math.Max(_end, time + durationMilliseconds);
        Block(track, time, isKeyFrame, frame);
        return time;
    }

    /// <summary>Width and height become known with the first key frame.</summary>
    public void SetPictureSize(WebmTrack track, int width, int height)
    {
        ref var place = ref _places[track.Number - 1];
        if (place.Width != 0) return; // a later change of size is in the frames themselves
        place.Width = width;
        Span<byte> value = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(value, (ushort)width);
        Patch(place.WidthAt, value);
        BinaryPrimitives.WriteUInt16BigEndian(value, (ushort)height);
        Patch(place.HeightAt, value);
    }

    /// <summary>Hands everything so far to the file.</summary>
    public void Flush()
    {
        if (_buffer.Length == 0) return;
        _file.Append(_buffer.Written);
        _position += _buffer.Length;
        _buffer.Clear();
    }

    public void Sync()
    {
        Flush();
        _file.Sync();
    }

    /// <summary>Sizes, duration and index. What was never written stays as it was: the file plays without it.</summary>
    public void Finish()
    {
        CloseCluster();
        var cues = WriteCues();
        Flush();
        PatchSize(_segment);
        WriteSeekHead(cues);
        WriteDuration();
        HideEmptyTracks();
        _file.Sync();
    }

    public void Dispose() => _file.Dispose();

    private void WriteHeader(DateTimeOffset startedAt)
    {
        var ebml = _buffer.Begin(MatroskaId.Ebml);
        _buffer.UInt(MatroskaId.EbmlVersion, 1);
        _buffer.UInt(MatroskaId.EbmlReadVersion, 1);
        _buffer.UInt(MatroskaId.EbmlMaxIdLength, 4);
        _buffer.UInt(MatroskaId.EbmlMaxSizeLength, 8);
        _buffer.Text(MatroskaId.DocType, "webm");
        _buffer.UInt(MatroskaId.DocTypeVersion, 4);
        _buffer.UInt(MatroskaId.DocTypeReadVersion, 2);
        _buffer.End(ebml);
        _buffer.Id(MatroskaId.Segment);
        _segment = _buffer.Length;
        _buffer.UnknownSize();
        _buffer.Void(SeekHeadSpace);
        WriteInfo(startedAt);
        WriteTracks();
        Flush();
    }

    private void WriteInfo(DateTimeOffset startedAt)
    {
        _info = _buffer.Length;
        var info = _buffer.Begin(MatroskaId.Info);
        _buffer.UInt(MatroskaId.TimestampScale, 1_000_000);
        _buffer.Date(MatroskaId.DateUtc, startedAt);
        _buffer.Text(MatroskaId.MuxingApp, "VirtualWindow");
        _buffer.Text(MatroskaId.WritingApp, "VirtualWindow");
        _duration = _buffer.Length;
        _buffer.Void(DurationSpace);
        _buffer.End(info);
    }

    private void WriteTracks()
    {
        _tracksAt = _buffer.Length;
        var tracks = _buffer.Begin(MatroskaId.Tracks);
        foreach (var track in _tracks) WriteTrack(track, ref _places[track.Number - 1]);
        _buffer.End(tracks);
    }

    private void WriteTrack(WebmTrack track, ref TrackPlace place)
    {
        place.EntryAt = _buffer.Length;
        var entry = _buffer.Begin(MatroskaId.TrackEntry);
        _buffer.UInt(MatroskaId.TrackNumber, (ulong)track.Number);
        _buffer.UInt(MatroskaId.TrackUid, (ulong)track.Number);
        _buffer.UInt(MatroskaId.TrackType, track.IsVideo ? 1u : 2u);
        _buffer.UInt(MatroskaId.FlagLacing, 0);
        _buffer.Text(MatroskaId.Language, "und");
        _buffer.Text(MatroskaId.Name, track.Name);
        _buffer.Text(MatroskaId.CodecId, track.CodecId);
        if (track.IsVideo) WriteVideo(ref place);
        else WriteAudio(track);
        _buffer.End(entry);
        place.EntryLength = _buffer.Length - (int)place.EntryAt;
    }

    private void WriteVideo(ref TrackPlace place)
    {
        const int header = 2; // id and size of the element before its value
        var video = _buffer.Begin(MatroskaId.Video);
        place.WidthAt = _buffer.Length + header;
        _buffer.UInt(MatroskaId.PixelWidth, 640, 2);
        place.HeightAt = _buffer.Length + header;
        _buffer.UInt(MatroskaId.PixelHeight, 480, 2);
        _buffer.End(video);
    }

    private void WriteAudio(WebmTrack track)
    {
        _buffer.Bytes(MatroskaId.CodecPrivate, track.OpusHead());
        _buffer.UInt(MatroskaId.SeekPreRoll, 80_000_000); // a decoder needs 80 ms to settle (RFC 7845 §4.6)
        var audio = _buffer.Begin(MatroskaId.Audio);
        _buffer.Float(MatroskaId.SamplingFrequency, 48_000);
        _buffer.UInt(MatroskaId.Channels, (ulong)track.Channels);
        _buffer.End(audio);
    }

    private void OpenCluster(WebmTrack track, long time, bool isKeyFrame)
    {
        var opensPicture = track.IsVideo && isKeyFrame;
        if (_clusterSize >= 0 && !opensPicture && time - _clusterTime < ClusterMilliseconds) return;
        CloseCluster();
        _clusterAt = Length - (_segment + 8);
        _buffer.Id(MatroskaId.Cluster);
        _clusterSize = Length;
        _buffer.UnknownSize();
        _buffer.UInt(MatroskaId.ClusterTimestamp, (ulong)time, 8);
        _clusterTime = time;
        if (opensPicture || !Array.Exists(_tracks, one => one.IsVideo)) _cues.Add(new Cue(time, track.Number, _clusterAt));
    }

    private void CloseCluster()
    {
        if (_clusterSize < 0) return;
        PatchSize(_clusterSize);
        _clusterSize = -1;
    }

    private void Block(WebmTrack track, long time, bool isKeyFrame, ReadOnlySpan<byte> frame)
    {
        const byte keyFrame = 0x80;
        const int header = 4;
        _buffer.Id(MatroskaId.SimpleBlock);
        _buffer.Size((ulong)(header + frame.Length));
        _buffer.Size((ulong)track.Number);
        var relative = (short)Math.Clamp(time - _clusterTime, short.MinValue, short.MaxValue);
        _buffer.Byte((byte)(relative >> 8));
        _buffer.Byte((byte)relative);
        _buffer.Byte(isKeyFrame ? keyFrame : (byte)0);
        _buffer.Raw(frame);
    }

    /// <returns>Where they are in the segment, -1 without any.</returns>
    private long WriteCues()
    {
        if (_cues.Count == 0) return -1;
        var at = Length - (_segment + 8);
        var cues = _buffer.Begin(MatroskaId.Cues);
        foreach (var cue in _cues)
        {
            var point = _buffer.Begin(MatroskaId.CuePoint);
            _buffer.UInt(MatroskaId.CueTime, (ulong)cue.Time);
            var positions = _buffer.Begin(MatroskaId.CueTrackPositions);
            _buffer.UInt(MatroskaId.CueTrack, (ulong)cue.Track);
            _buffer.UInt(MatroskaId.CueClusterPosition, (ulong)cue.Cluster);
            _buffer.End(positions);
            _buffer.End(point);
        }

        _buffer.End(cues);
        return at;
    }

    private void WriteSeekHead(long cues)
    {
        var head = new EbmlBuffer();
        var begun = head.Begin(MatroskaId.SeekHead);
        WriteSeek(head, MatroskaId.Info, _info - (_segment + 8));
        WriteSeek(head, MatroskaId.Tracks, _tracksAt - (_segment + 8));
        if (cues >= 0) WriteSeek(head, MatroskaId.Cues, cues);
        head.End(begun);
        head.Void(SeekHeadSpace - head.Length);
        Patch(_segment + 8, head.Written);
    }

    private static void WriteSeek(EbmlBuffer head, uint id, long position)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, id);
        var seek = head.Begin(MatroskaId.Seek);
        head.Bytes(MatroskaId.SeekId, bytes);
        head.UInt(MatroskaId.SeekPosition, (ulong)position);
        head.End(seek);
    }

    private void WriteDuration()
    {
        var duration = new EbmlBuffer();
        duration.Float(MatroskaId.Duration, _end);
        Patch(_duration, duration.Written);
    }

    /// <summary>A camera that never sent anything would make players wait for a picture.</summary>
    private void HideEmptyTracks()
    {
        foreach (ref readonly var place in _places.AsSpan())
        {
            if (place.HasBlocks || !Array.Exists(_places, other => other.HasBlocks)) continue;
            var hidden = new EbmlBuffer();
            hidden.Void(place.EntryLength);
            Patch(place.EntryAt, hidden.Written);
        }
    }

    private void PatchSize(long at)
    {
        Span<byte> size = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(size, (1L << 56) | (Length - at - 8));
        Patch(at, size);
    }

    private void Patch(long at, ReadOnlySpan<byte> bytes)
    {
        if (at >= _position) _buffer.Overwrite((int)(at - _position), bytes);
        else _file.Patch(at, bytes);
    }

    private readonly record struct Cue(long Time, int Track, long Cluster);

    /// <summary>Where a track's fields are, and what it has seen.</summary>
    private struct TrackPlace
    {
        public long EntryAt;
        public int EntryLength;
        public long WidthAt;
        public long HeightAt;
        public int Width;
        public bool HasBlocks;
        public long LastTime;
    }
}
