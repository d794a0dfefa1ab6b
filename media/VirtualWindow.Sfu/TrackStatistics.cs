using VirtualWindow.Rtc;

namespace VirtualWindow.Sfu;

/// <summary>One RTP stream as the server saw it, from the connection's start.</summary>
/// <param name="Participant">Who publishes it (incoming) or watches it (outgoing).</param>
/// <param name="Publisher">Whose media it is.</param>
/// <param name="Incoming">From its publisher; else to a subscriber.</param>
/// <param name="Layer">Place of the simulcast layer, 0 where there is one stream; -1 while an outgoing track forwards nothing.</param>
/// <param name="Height">Of the picture in pixels, 0 when unknown or sound.</param>
/// <param name="TemporalLayer">Highest one that is forwarded; 2 is all of them.</param>
/// <param name="Paused">Left out because the line cannot carry it beside what is more important.</param>
/// <param name="Lost">Packets that never came to the server (incoming) or to the receiver by its report (outgoing).</param>
/// <param name="LossFraction">Of the last report interval, 0..1; outgoing only.</param>
/// <param name="RoundTrip">To the other side, zero when not measured.</param>
/// <param name="PictureLosses">Key frames that the receiver had to ask for: pictures that froze or broke, as far as a server can know.</param>
/// <param name="EstimateBitsPerSecond">What the subscriber's connection can take, 0 for incoming tracks or when not measured.</param>
public readonly record struct TrackStatistics(
    string Room, string Participant, string Publisher, bool Incoming, MediaKind Kind, uint Ssrc, int Layer, int Height, int TemporalLayer, bool Paused,
    long Packets, long Octets, long BitsPerSecond, long Lost, double LossFraction, TimeSpan Jitter, TimeSpan RoundTrip, long RepairsGivenUp, long PictureLosses,
    long EstimateBitsPerSecond);
