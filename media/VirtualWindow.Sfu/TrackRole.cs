namespace VirtualWindow.Sfu;

/// <summary>What a track is for, in the order in which a narrow line serves it.</summary>
internal enum TrackRole
{
    /// <summary>Without it there is no conversation.</summary>
    Voice,

    /// <summary>Screen or document: a participant's second picture. It must stay readable.</summary>
    Document,

    /// <summary>The camera: a participant's first picture.</summary>
    Face,
}
