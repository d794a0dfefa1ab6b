using VirtualWindow.Rtc;
using VirtualWindow.Rtc.Rtcp;
using VirtualWindow.Sfu.Feedback;

namespace VirtualWindow.Sfu.Recording;

/// <summary>
/// Which stream of a producer its recording gets: the only one, or the largest simulcast layer that arrives. The tap hears of
/// a change as of a new source.
/// </summary>
internal sealed class TapFeed
{
    /// <summary>A file should not change its picture size with every breath of the uplink.</summary>
    private static readonly TimeSpan Dwell = TimeSpan.FromSeconds(5);

    private readonly Producer _producer;
    private readonly TrackTap _tap;
    private ProducedStream _stream;

    /// <summary>Takes the stream's place with its next key frame.</summary>
    private ProducedStream? _next;
    private MediaTime _lastChange = MediaTimes.Never;

    public TapFeed(Producer producer, TrackTap tap)
    {
        (_producer, _tap) = (producer, tap);
        _stream = Largest() ?? producer.Streams[0];
    }

    public bool AwaitsKeyFrameOf(ProducedStream stream) => stream == _next || (stream == _stream && _tap.AwaitsKeyFrame);

    public bool Takes(ProducedStream stream) => stream == _next || stream == _stream;

    public void Forward(MediaTime now)
    {
        if (_producer.IsOffTheRecord) return;
        if (_next is { } next && TryFindOpening(next, out var from))
        {
            (_stream, _next) = (next, null);
            _tap.Restart(now);
            _tap.Take(next.Pending[from..], now);
        }
        else if (!_stream.Pending.IsEmpty) _tap.Take(_stream.Pending, now);
    }

    public void Tick(MediaTime now)
    {
        if (Largest() is not { } largest) return;
        if (largest == _stream) _next = null;
        if (largest == (_next ?? _stream) || (_producer.IsLive(_stream) && !now.IsDue(_lastChange, Dwell))) return;
        (_next, _lastChange) = (largest, now);
        largest.RequestKeyFrame(now);
    }

    public void Hold(bool held, MediaTime now) => _tap.Hold(held, now);

    public void Restart(MediaTime now)
    {
        _tap.WantKeyFrame();
        AskForKeyFrame(now);
    }

    public void OnSenderReport(ProducedStream stream, in SenderReport report, MediaTime now)
    {
        if (stream == _stream) _tap.OnSenderReport(report, now);
    }

    public void OnStreamRestarted(ProducedStream stream, MediaTime now)
    {
        if (stream == _stream) _tap.Restart(now);
    }

    public void Close(MediaTime now) => _tap.Close(now);

    public void AskForKeyFrame(MediaTime now)
    {
        if (_tap.AwaitsKeyFrame) _stream.RequestKeyFrame(now);
    }

    private ProducedStream? Largest()
    {
        ProducedStream? largest = null;
        foreach (var stream in _producer.Streams)
            if (_producer.IsLive(stream) && (largest is null || stream.Height > largest.Height)) largest = stream;
        return largest;
    }

    private static bool TryFindOpening(ProducedStream stream, out int index)
    {
        for (index = 0; index < stream.Pending.Length; index++)
            if (stream.Pending[index].OpensStream) return true;
        return false;
    }
}
