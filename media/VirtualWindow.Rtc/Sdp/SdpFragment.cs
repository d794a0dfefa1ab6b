namespace VirtualWindow.Rtc.Sdp;

/// <summary>The part of a description that ICE needs (RFC 8840 §9, application/trickle-ice-sdpfrag): credentials, and candidates that a lite agent skips.</summary>
/// <param name="Ufrag">Null when the fragment only brings candidates.</param>
public sealed record SdpFragment(string? Ufrag, string? Password)
{
    /// <summary>Reads a fragment as forgivingly as <see cref="SdpParser"/> reads an offer; never throws.</summary>
    public static bool TryParse(string? text, out SdpFragment fragment)
    {
        // A fragment is a description without its head.
        var read = SdpParser.TryParse(text is null || text.StartsWith("v=", StringComparison.Ordinal) ? text : "v=0\r\n" + text, out var session, out _);
        var media = session.Media.Count > 0 ? session.Media[0].Transport : session.Transport;
        fragment = new(media.Ufrag ?? session.Transport.Ufrag, media.Password ?? session.Transport.Password);
        return read && (fragment.Ufrag is null) == (fragment.Password is null);
    }
}
