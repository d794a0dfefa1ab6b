namespace VirtualWindow.Sfu.Recording;

public enum GapCause
{
    /// <summary>Packets lost on the way and not repaired in time.</summary>
    Network,

    /// <summary>保持.</summary>
    Held,

    /// <summary>Another source took the m-line over.</summary>
    NewSource,

    /// <summary>The recorder's queue was full: the disk is too slow.</summary>
    Overrun,

    /// <summary>The disk refused to write.</summary>
    Disk,
}

/// <summary>A stretch of a track that is not in its file.</summary>
/// <param name="From">Microseconds on the recording's time line: end of the last frame before it.</param>
/// <param name="To">Start of the first frame behind it.</param>
public readonly record struct RecordedGap(long From, long To, GapCause Cause);
