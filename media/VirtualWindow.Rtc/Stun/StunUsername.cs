namespace VirtualWindow.Rtc.Stun;

/// <summary>USERNAME of an ICE check: the responder's ufrag, a colon, the sender's (RFC 8445 §7.2.2).</summary>
public static class StunUsername
{
    /// <summary>RFC 8445 §5.3: a ufrag has at most 256 characters.</summary>
    public const int MaxUfragLength = 256;

    /// <summary>Finds for whom a datagram is meant, before anything of it is trusted.</summary>
    /// <param name="ufrag">Receives the characters in front of the colon; at least <see cref="MaxUfragLength"/> long.</param>
    /// <returns>Length of the ufrag, or -1 when the datagram is no well-formed request with a USERNAME.</returns>
    public static int ReadLocalUfrag(ReadOnlySpan<byte> datagram, Span<char> ufrag)
    {
        if (StunMessage.TryParse(datagram, out var message) != StunFault.None) return -1;
        if (message.Type != StunMessageType.BindingRequest || !message.TryGet(StunAttributeType.Username, out var username)) return -1;
        var colon = username.IndexOf((byte)':');
        if (colon is <= 0 or > MaxUfragLength) return -1;
        for (var i = 0; i < colon; i++) ufrag[i] = (char)username[i];
        return colon;
    }
}
