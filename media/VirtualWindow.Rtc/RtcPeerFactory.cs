using System.Security.Cryptography;
using VirtualWindow.Rtc.Dtls;
using VirtualWindow.Rtc.Ice;
using VirtualWindow.Rtc.Sdp;

namespace VirtualWindow.Rtc;

/// <summary>Makes the peers of one loop; called on that loop.</summary>
/// <param name="identity">One per process, shared by all loops.</param>
/// <param name="sink">The loop's send batch.</param>
/// <param name="peers">The loop's table; a new peer adds itself, a closed one leaves.</param>
public sealed class RtcPeerFactory(RtcOptions options, DtlsIdentity identity, IDatagramSink sink, PeerTable peers, IHandshakeRunner handshakes, PeerCounters counters) : IPeerFactory
{
    private readonly PeerSurroundings _surroundings = options.Candidates.Count > 0
        ? new(options, identity, sink, peers, handshakes, counters)
        : throw new ArgumentException("An answer needs at least one address.", nameof(options));

    public PeerCounters Counters => counters;

    IPeer? IPeerFactory.TryAnswer(string offerSdp, IPeerHandler handler, MediaTime now, out string? reason) => TryAnswer(offerSdp, handler, now, out reason);

    /// <inheritdoc cref="IPeerFactory.TryAnswer"/>
    public PeerTransport? TryAnswer(string offerSdp, IPeerHandler handler, MediaTime now, out string? reason)
    {
        if (!SdpParser.TryParse(offerSdp, out var offer, out reason)) return null;
        var session = OfferNegotiation.TryNegotiate(offer, options.AcceptRtx, NextSsrc, out reason);
        if (session is null) return null;
        var ice = IceCredentials.Create();
        var negotiation = new PeerNegotiation(_surroundings, session);
        var peer = new PeerTransport(new(negotiation, negotiation.WriteAnswer(ice), ice), handler, _surroundings, now);
        peers.Add(peer);
        return peer;
    }

    public IServerOffer Offer() => new ServerOffer(_surroundings, NextSsrc);

    /// <summary>Never 0, which means "sends nothing"; two equal ones among a handful have a chance of 2^-31.</summary>
    private static uint NextSsrc() => (uint)RandomNumberGenerator.GetInt32(1, int.MaxValue);
}
