using System.Net;
using VirtualWindow.Rtc.Sctp;

namespace VirtualWindow.Rtc;

/// <summary>What the peers of one loop share.</summary>
public sealed record RtcOptions
{
    /// <summary>Addresses written as host candidates into every answer, best first; at least one. IPv4 and IPv6.</summary>
    public required IReadOnlyList<IPEndPoint> Candidates { get; init; }

    /// <summary>Offer the same addresses as passive TCP candidates too (RFC 6544 §4.1), after all of UDP.</summary>
    public bool AcceptsTcp { get; init; }

    /// <summary>Without an authenticated check for so long a peer is closed (RFC 7675 §5.1).</summary>
    public TimeSpan ConsentTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>From ClientHello to Finished.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>First resend of a lost DTLS flight; doubled each time (RFC 6347 §4.2.4.1 suggests 1 s, far too long for a call).</summary>
    public TimeSpan HandshakeResend { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Largest DTLS datagram sent, in bytes of UDP payload.</summary>
    public int DtlsDatagramLimit { get; init; } = 1200;

    /// <summary>Data channels: protocol parameters and what one peer may hold.</summary>
    public SctpOptions Sctp { get; init; } = new();

    /// <summary>Accept RTX (RFC 4588) both ways: lost packets are repeated on a stream of their own.</summary>
    public bool AcceptRtx { get; init; } = true;
}
