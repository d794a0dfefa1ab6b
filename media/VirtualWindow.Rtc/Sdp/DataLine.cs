using System.Globalization;

namespace VirtualWindow.Rtc.Sdp;

/// <summary>The one m=application line of a session with data channels (RFC 8841): SCTP over DTLS over the bundle's transport.</summary>
/// <param name="Mid">Empty when the offer names none.</param>
/// <param name="Port">SCTP port of both sides: ours is the offer's again.</param>
/// <param name="MaxMessageBytes">Longest message that the other side takes; null says that it takes any (RFC 8841 §6).</param>
/// <param name="IsOldStyle">The offer is written as in the drafts before RFC 8841 (aiortc): a=sctpmap instead of a=sctp-port.</param>
public sealed record NegotiatedData(string Mid, ushort Port, int? MaxMessageBytes, bool IsOldStyle = false);

/// <summary>Reads, judges and answers m=application.</summary>
internal static class DataLine
{
    /// <summary>What an offer without a=max-message-size means (RFC 8841 §6.1).</summary>
    private const int DefaultMaxMessageBytes = 64 * 1024;

    private const string Format = "webrtc-datachannel";
    private const string OldProtocol = "DTLS/SCTP";

    /// <summary>a=sctp-port, a=max-message-size and the old a=sctpmap; others are not of this line.</summary>
    public static void ReadAttribute(ReadOnlySpan<char> name, ReadOnlySpan<char> value, MediaDescription media)
    {
        if (name is "sctp-port" && ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port)) media.SctpPort ??= port;
        if (name is "sctpmap" && value.IndexOf(" " + Format, StringComparison.Ordinal) is > 0 and var end) ReadAttribute("sctp-port", value[..end], media);
        if (name is "max-message-size" && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var size)) media.MaxMessageSize ??= size;
    }

    public static bool IsServed(MediaDescription media, SessionDescription offer) =>
        media.Kind is "application"
        && (media.Port != 0 || media.BundleOnly)
        && media.SctpPort is > 0 and var port
        && (IsOldStyle(media)
            ? media.Formats.Trim() == port.ToString(CultureInfo.InvariantCulture)
            : media.Protocol is "UDP/DTLS/SCTP" or "TCP/DTLS/SCTP" && media.Formats.Trim() == Format)
        && (offer.Bundle.Count == 0 || (media.Mid is not null && offer.Bundle.Contains(media.Mid)));

    public static NegotiatedData Negotiate(MediaDescription media)
    {
        int? maxMessageBytes = media.MaxMessageSize switch
        {
            null => DefaultMaxMessageBytes,
            0 => null,
            { } size => (int)Math.Min(size, int.MaxValue),
        };
        return new(media.Mid ?? "", media.SctpPort!.Value, maxMessageBytes, IsOldStyle(media));
    }

    /// <param name="maxMessageBytes">Longest message that we take.</param>
    public static IEnumerable<string> Attributes(NegotiatedData data, int maxMessageBytes)
    {
        yield return data.IsOldStyle
            ? string.Create(CultureInfo.InvariantCulture, $"a=sctpmap:{data.Port} {Format} {ushort.MaxValue}")
            : string.Create(CultureInfo.InvariantCulture, $"a=sctp-port:{data.Port}");
        yield return string.Create(CultureInfo.InvariantCulture, $"a=max-message-size:{maxMessageBytes}");
    }

    private static bool IsOldStyle(MediaDescription media) => media.Protocol == OldProtocol;
}
