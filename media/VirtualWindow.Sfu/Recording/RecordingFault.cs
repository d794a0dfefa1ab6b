namespace VirtualWindow.Sfu.Recording;

/// <summary>What is wrong with a recording while it can still be repaired. Those marked heuristic look at sizes and arrival, not at samples.</summary>
public enum RecordingFault
{
    /// <summary>Nothing of this participant has reached a file within <see cref="FaultTimes.NotStarted"/>.</summary>
    NotStarted,

    /// <summary>No sound packet, or nothing but digital silence (heuristic: level extension, else packet sizes).</summary>
    Silent,

    /// <summary>Sound so loud for so long that peaks must be cut off (heuristic: level extension).</summary>
    Clipped,

    /// <summary>A picture of one colour (heuristic: key frames without detail).</summary>
    Black,

    /// <summary>No frames, or frames in which nothing changes (heuristic: inter frames without content; every camera has noise).</summary>
    Frozen,

    /// <summary>The disk is full or cannot be written.</summary>
    Disk,

    /// <summary>The disk is too slow: packets were left out.</summary>
    Overrun,

    /// <summary>The participant sends a codec that is not recorded.</summary>
    Codec,
}

/// <summary>How long something has to be wrong before it is told.</summary>
public static class FaultTimes
{
    public static TimeSpan NotStarted { get; } = TimeSpan.FromSeconds(5);

    public static TimeSpan Silent { get; } = TimeSpan.FromSeconds(10);

    public static TimeSpan Clipped { get; } = TimeSpan.FromSeconds(5);

    public static TimeSpan Black { get; } = TimeSpan.FromSeconds(8);

    public static TimeSpan Frozen { get; } = TimeSpan.FromSeconds(8);

    /// <summary>A fault of queue or disk counts for this long after its last occurrence.</summary>
    public static TimeSpan Remembered { get; } = TimeSpan.FromSeconds(10);
}
