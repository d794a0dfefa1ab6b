namespace VirtualWindow.Sfu.Recording;

/// <summary>
/// Tells a black and a frozen picture by the sizes of coded frames. A camera has noise: a key frame needs some bytes for each macroblock
/// of 16 × 16 and each inter frame some for those that changed. One colour needs next to none, a repeated picture nothing after its
/// key frame. A lens cap and a loop of one image look the same to a coder as to a clerk: that is what is to be told.
/// </summary>
internal struct PictureWatch()
{
    /// <summary>Bytes per macroblock of a key frame below which it has no detail. Cameras in dim light need five times as much.</summary>
    private const double FlatKeyFrame = 0.75;

    /// <summary>Bytes per macroblock of an inter frame below which nothing has changed.</summary>
    private const double StillInterFrame = 0.08;

    /// <summary>Bytes of a frame header and its probabilities whatever the picture.</summary>
    private const int FrameOverhead = 40;

    private long _flatSince = -1;
    private long _movedAt = -1;
    private bool _flat;

    /// <param name="now">Microseconds on the recording's time line.</param>
    public void Take(bool isKeyFrame, int bytes, int macroblocks, long now)
    {
        if (_movedAt < 0) _movedAt = now;
        if (isKeyFrame) TakeKeyFrame(bytes, macroblocks, now);
        else if (bytes > FrameOverhead + (StillInterFrame * macroblocks)) OnMovement(bytes, macroblocks, now);
    }

    public readonly bool IsBlack(long now) => _flat && now - _flatSince >= (long)FaultTimes.Black.TotalMicroseconds;

    /// <summary>A flat picture does not move either: it is told as black only.</summary>
    public readonly bool IsFrozen(long now) => !_flat && _movedAt >= 0 && now - _movedAt >= (long)FaultTimes.Frozen.TotalMicroseconds;

    /// <summary>Nothing was expected for a while (hold, camera off): begin to look anew.</summary>
    public void Forgive() => this = new PictureWatch();

    private void TakeKeyFrame(int bytes, int macroblocks, long now)
    {
        var flat = bytes <= FrameOverhead + (FlatKeyFrame * macroblocks);
        if (flat && !_flat) _flatSince = now;
        if (_flat && !flat) _movedAt = now; // the cap is off
        _flat = flat;
    }

    /// <summary>More than a flat picture can hold: it is none any more, even before its next key frame.</summary>
    private void OnMovement(int bytes, int macroblocks, long now)
    {
        _movedAt = now;
        if (bytes > FrameOverhead + (FlatKeyFrame * macroblocks)) _flat = false;
    }
}
