namespace VirtualWindow.Contracts;

/// <summary>What is wrong with a running recording. What the node knows by sizes and arrival only, without decoding, is marked heuristic.</summary>
public enum RecordingTrouble
{
    /// <summary>Nothing of a participant has reached a file within 5 s.</summary>
    NotStarted,
    /// <summary>No sound packets, or digital silence, for 10 s (heuristic).</summary>
    Silent,
    /// <summary>Sound at full scale for a fifth of 5 s (heuristic).</summary>
    Clipped,
    /// <summary>A picture without detail for 8 s: covered lens, black picture (heuristic).</summary>
    Black,
    /// <summary>No frames, or frames in which nothing changes, for 8 s (heuristic).</summary>
    Frozen,
    /// <summary>The disk is full or cannot be written.</summary>
    Disk,
    /// <summary>The disk is too slow; there is a gap.</summary>
    Overrun,
    /// <summary>The participant sends a codec that is not recorded.</summary>
    Codec,
}
