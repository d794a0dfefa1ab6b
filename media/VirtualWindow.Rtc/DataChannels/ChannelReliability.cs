namespace VirtualWindow.Rtc.DataChannels;

/// <summary>What a channel promises (RFC 8831 §6.1). Both limits null: every message arrives. At most one is set.</summary>
/// <param name="IsUnordered">Messages may overtake each other; else they arrive in the order sent, as far as they arrive.</param>
/// <param name="MaxRetransmits">A message is sent again at most so often, 0 to 65535.</param>
/// <param name="Lifetime">A message is not tried any longer than this.</param>
public readonly record struct ChannelReliability(bool IsUnordered = false, ushort? MaxRetransmits = null, TimeSpan? Lifetime = null)
{
    /// <summary>No message may be lost: a slow receiver slows the sender.</summary>
    public bool IsReliable => MaxRetransmits is null && Lifetime is null;
}
