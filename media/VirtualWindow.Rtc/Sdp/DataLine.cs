using System.Globalization;

namespace VirtualWindow.Rtc.Sdp;

/// <summary>The one m=application line of a session with data channels (RFC 8841): SCTP over DTLS over the bundle's transport.</summary>
/// <param name="Mid">Empty when the offer names none.</param>
/// <param name="Port">SCTP port of both sides: ours is the offer's again.</param>
/// <param name="MaxMessageBytes">Longest message that the other side takes; null says that it takes any (RFC 8841 §6).</param>
public sealed record NegotiatedData(string Mid, ushort Port, int? MaxMessageBytes);

/// <summary>Reads, judges and answers m=application.</summary>
internal static class DataLine
{
    /// <summary>What an offer without a=max-message-size means (RFC 8841 §6.1).</summary>
    private const int DefaultMaxMessageBytes = 64 * 1024;

    private const string Format = "webrtc-datachannel";

    /// <summary>a=sctp-port and a=max-message-size; others are not of this line.</summary>
    public static void ReadAttribute(ReadOnlySpan<char> name, ReadOnlySpan<char> value, MediaDescription media)
    {
        if (name is "sctp-port" && ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port)) media.SctpPort ??= port;
        if (name is "max-message-size" && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var size)) media.MaxMessageSize ??= size;
    }

    public static bool IsServed(MediaDescription media, SessionDescription offer) =>
        media.Kind is "application"
        && (media.Port != 0 || media.BundleOnly)
        && media.Protocol is "UDP/DTLS/SCTP" or "TCP/DTLS/SCTP"
        && media.Formats.Trim() == Format
        && media.SctpPort is > 0
        && (offer.Bundle.Count == 0 || (media.Mid is not null && offer.Bundle.Contains(media.Mid)));

    public static NegotiatedData Negotiate(MediaDescription media) => new(media.Mid ?? "", media.SctpPort!.Value, media.MaxMessageSize switch
    {
        null => DefaultMaxMessageBytes,
        0 => null,
        { } size => (int)Math.Min(size, int.MaxValue),
    });

    /// <param name="maxMessageBytes">Longest message that we take.</param>
    public static IEnumerable<string> Attributes(NegotiatedData data, int maxMessageBytes)
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"a=sctp-port:{data.Port}");
        yield return string.Create(CultureInfo.InvariantCulture, $"a=max-message-size:{maxMessageBytes}");
    }
}
