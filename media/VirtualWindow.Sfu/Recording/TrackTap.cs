using VirtualWindow.Rtc;
using VirtualWindow.Rtc.Rtcp;
using VirtualWindow.Sfu.Forwarding;

namespace VirtualWindow.Sfu.Recording;

/// <summary>Recording as one more consumer of a producer: everything the publisher sent goes to the recorder, nothing is changed.</summary>
internal sealed class TrackTap
{
    private readonly IRecorder _recorder;
    private readonly int _number;
    private readonly bool _hasKeyFrames;

    /// <param name="number">What the recorder calls this tap.</param>
    public TrackTap(IRecorder recorder, int number, bool hasKeyFrames)
    {
        (_recorder, _number, _hasKeyFrames) = (recorder, number, hasKeyFrames);
        AwaitsKeyFrame = hasKeyFrames;
    }

    /// <summary>True until a key frame comes: a file begins with one.</summary>
    public bool AwaitsKeyFrame { get; private set; }

    public void Take(ReadOnlySpan<ForwardedPacket> packets, MediaTime now)
    {
        foreach (ref readonly var packet in packets)
        {
            if (AwaitsKeyFrame && packet.OpensStream) AwaitsKeyFrame = false;
            _recorder.Packet(_number, packet.Sequence, packet.Whole, now);
        }
    }

    /// <summary>保持 and its end: meanwhile nothing is taken.</summary>
    public void Hold(bool held, MediaTime now)
    {
        AwaitsKeyFrame = _hasKeyFrames;
        _recorder.Interrupt(_number, held ? TapInterruption.Held : TapInterruption.Resumed, now);
    }

    public void OnSenderReport(in SenderReport report, MediaTime now) => _recorder.Report(_number, report, now);

    /// <summary>Another source begins on this m-line.</summary>
    public void Restart(MediaTime now)
    {
        AwaitsKeyFrame = _hasKeyFrames;
        _recorder.Interrupt(_number, TapInterruption.NewSource, now);
    }

    /// <summary>Frames were lost for good: the picture goes on with the next key frame.</summary>
    public void WantKeyFrame() => AwaitsKeyFrame = _hasKeyFrames;

    public void Close(MediaTime now) => _recorder.Close(_number, now);
}
