using VirtualWindow.Rtc;
using VirtualWindow.Rtc.Rtcp;
using VirtualWindow.Rtc.Rtp;

namespace VirtualWindow.Sfu.Recording;

/// <summary>One tapped m-line on its way into a file: order, frames, time, gaps. Times are microseconds since the recording began.</summary>
internal sealed class RecordedTrack : IDisposable
{
    private const string AudioLevelExtension = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";

    /// <summary>More gaps than this are counted, not listed.</summary>
    private const int MostGaps = 1_000;

    private readonly JitterWindow _window = new();
    private readonly Vp8Assembly? _picture;
    private readonly WebmCodec[] _codecs = new WebmCodec[128];
    private readonly bool[] _known = new bool[128];
    private readonly byte _levelExtension;
    private readonly List<RecordedGap> _gaps = [];
    private RecordedPart? _part;
    private SoundWatch _sound = new();
    private PictureWatch _motion = new();
    private long _lastEnd = -1;
    private GapCause? _openGap;
    private long _opened;
    private bool _overrun;
    private bool _held;

    public RecordedTrack(TappedTrack about, long now)
    {
        About = about;
        _opened = now;
        var clockRate = 48_000;
        foreach (var codec in about.Media.Codecs)
        {
            var recorded = CodecOf(codec.Name);
            if (recorded is null) continue;
            (_codecs[codec.PayloadType & 0x7F], _known[codec.PayloadType & 0x7F]) = (recorded.Value, true);
            clockRate = codec.ClockRate;
        }

        Clock = new TrackClock(clockRate);
        if (IsVideo) _picture = new Vp8Assembly();
        about.Media.Extensions.TryGetValue(AudioLevelExtension, out _levelExtension);
    }

    public TappedTrack About { get; }

    public TrackClock Clock { get; }

    public bool IsVideo => About.Media.Kind == MediaKind.Video;

    public IReadOnlyList<RecordedGap> Gaps => _gaps;

    public long Frames { get; private set; }

    public long LostPackets { get; private set; }

    public long UnknownCodecPackets { get; private set; }

    /// <summary>Start of the first frame and end of the last one, -1 without any.</summary>
    public long FirstFrame { get; private set; } = -1;

    public long LastEnd => _lastEnd;

    /// <summary>Pictures were lost: only a key frame brings them back. Taken by who can ask for one.</summary>
    public bool WantsKeyFrame { get; set; }

    public int Width => _picture?.Width ?? 0;

    public int Height => _picture?.Height ?? 0;

    public bool IsBroken => _part is { IsBroken: true };

    public void WriteTo(RecordedPart part) => _part = part;

    public void Packet(long sequence, ReadOnlySpan<byte> packet, long now)
    {
        switch (_window.Judge(sequence))
        {
            case JitterWindow.Verdict.Next:
                Pass(sequence, packet, now);
                TakeWaiting(long.MinValue);
                break;
            case JitterWindow.Verdict.Early:
                while (!_window.TryKeep(sequence, packet, now)) TakeWaiting(long.MaxValue);
                break;
            default:
                break; // its place has been given up, or it is a copy
        }
    }

    /// <summary>The queue in front was full: what follows has a gap before it that is our own.</summary>
    public void NoteOverrun() => _overrun = true;

    public void Report(in SenderReport report) => Clock.Report(report.NtpTimestamp, report.RtpTimestamp);

    public void Interrupt(TapInterruption cause, long now)
    {
        TakeWaiting(long.MaxValue);
        _window.Clear();
        Lose(cause == TapInterruption.NewSource ? GapCause.NewSource : GapCause.Held);
        if (cause == TapInterruption.NewSource) Clock.Restart();
        _held = cause == TapInterruption.Held;
        _sound.Forgive();
        _motion.Forgive();
        _opened = now;
    }

    /// <summary>The file has ended and another begins: a picture must begin with a key frame.</summary>
    public void StartOver(GapCause cause) => Lose(cause);

    /// <summary>Gives up what has been missing for too long.</summary>
    public void Tick(long now) => TakeWaiting(now - (long)JitterWindow.Patience.TotalMicroseconds);

    public void Finish() => TakeWaiting(long.MaxValue);

    public bool Has(RecordingFault fault, long now) => !_held && fault switch
    {
        RecordingFault.NotStarted => IsMissing(FaultTimes.NotStarted, now),
        RecordingFault.Silent => !IsVideo && (_sound.IsSilent(now) || IsMissing(FaultTimes.Silent, now)),
        RecordingFault.Clipped => !IsVideo && _sound.IsClipped(now),
        RecordingFault.Black => IsFace && _motion.IsBlack(now),
        RecordingFault.Frozen => IsFace && (_motion.IsFrozen(now) || IsMissing(FaultTimes.Frozen, now)),
        RecordingFault.Codec => UnknownCodecPackets > 0 && FirstFrame < 0,
        RecordingFault.Disk => IsBroken,
        _ => false,
    };

    public void Dispose() => _window.Dispose();

    /// <summary>A screen or a document may well stand still and be white.</summary>
    private bool IsFace => IsVideo && About.Place == 0;

    private bool IsMissing(TimeSpan since, long now) => FirstFrame < 0 && UnknownCodecPackets == 0 && now - _opened >= (long)since.TotalMicroseconds;

    private static WebmCodec? CodecOf(string name) => name.ToUpperInvariant() switch
    {
        "OPUS" => WebmCodec.Opus,
        "VP8" => WebmCodec.Vp8,
        _ => null,
    };

    private void TakeWaiting(long deadline)
    {
        while (_window.TryTake(deadline, out var waiting))
        {
            if (waiting.Sequence > _window.Next) OnGap(waiting.Sequence - _window.Next);
            Pass(waiting.Sequence, waiting.Packet, waiting.Arrival);
            waiting.Return();
        }
    }

    private void OnGap(long packets)
    {
        LostPackets += packets;
        Lose(_overrun ? GapCause.Overrun : GapCause.Network);
        _overrun = false;
    }

    private void Lose(GapCause cause)
    {
        _openGap ??= cause;
        if (_picture is null) return;
        _picture.Lose();
        WantsKeyFrame = true;
    }

    private void Pass(long sequence, ReadOnlySpan<byte> packet, long arrival)
    {
        _window.Pass(sequence);
        if (!RtpHeader.TryParse(packet, out var header)) return;
        var payload = packet[header.Length..(packet.Length - header.PaddingLength)];
        if (payload.IsEmpty) return; // a bandwidth probe
        if (!_known[header.PayloadType]) UnknownCodecPackets++;
        else if (_codecs[header.PayloadType] == WebmCodec.Opus) TakeSound(header, packet, payload, arrival);
        else TakePicture(header, payload, arrival);
    }

    private void TakeSound(in RtpHeader header, ReadOnlySpan<byte> packet, ReadOnlySpan<byte> payload, long arrival)
    {
        _sound.Take(Level(header, packet), payload.Length, arrival);
        Write(header.Timestamp, arrival, isKeyFrame: true, payload, OpusPacket.Duration(payload));
    }

    private void TakePicture(in RtpHeader header, ReadOnlySpan<byte> payload, long arrival)
    {
        const int assumedFrame = 33_000;
        if (!_picture!.Take(header, payload)) return;
        if (_picture.IsKeyFrame) WantsKeyFrame = false;
        _motion.Take(_picture.IsKeyFrame, _picture.Frame.Length, (_picture.Width + 15) / 16 * ((_picture.Height + 15) / 16), arrival);
        Write(header.Timestamp, arrival, _picture.IsKeyFrame, _picture.Frame, assumedFrame);
    }

    private void Write(uint timestamp, long arrival, bool isKeyFrame, ReadOnlySpan<byte> frame, int duration)
    {
        var at = Clock.Map(timestamp, arrival);
        if (_part is null) return;
        if (!_part.TryWrite(this, at, isKeyFrame, frame, duration, arrival))
        {
            Lose(GapCause.Disk);
            return;
        }

        if (_openGap is { } cause && _lastEnd >= 0) Mark(new RecordedGap(_lastEnd, at, cause));
        _openGap = null;
        if (FirstFrame < 0) FirstFrame = at;
        _lastEnd = Math.Max(_lastEnd, at + duration);
        Frames++;
    }

    private void Mark(RecordedGap gap)
    {
        if (gap.To > gap.From && _gaps.Count < MostGaps) _gaps.Add(gap);
    }

    private int Level(in RtpHeader header, ReadOnlySpan<byte> packet)
    {
        const int levelMask = 0x7F; // the upper bit says "voice"
        if (_levelExtension == 0) return -1;
        var extensions = header.Extensions(packet);
        while (extensions.MoveNext())
            if (extensions.Id == _levelExtension && !extensions.Value.IsEmpty) return extensions.Value[0] & levelMask;
        return -1;
    }
}
