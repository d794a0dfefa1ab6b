using VirtualWindow.Rtc.Ice;
using VirtualWindow.Rtc.Sdp;

namespace VirtualWindow.Rtc;

/// <summary>Our own engine's offers. Nothing listens before the first answer: a client's checks come again.</summary>
internal sealed class ServerOffer(PeerSurroundings surroundings, Func<uint> nextSsrc) : IServerOffer
{
    private readonly PeerNegotiation _negotiation = new(surroundings, new("", [], Bundled: true, []));
    private readonly List<Line> _lines = [];
    private IceCredentials _ice = IceCredentials.Create();
    private PeerTransport? _peer;
    private bool _restartsIce;

    public int Version { get; private set; }

    public IPeer? Peer => _peer;

    public string Write(IReadOnlyList<OfferedLine> lines, bool restartIce)
    {
        ArgumentNullException.ThrowIfNull(lines);
        Version++;
        for (var i = 0; i < lines.Count; i++)
        {
            if (i == _lines.Count) _lines.Add(new Line(lines[i], Offer(lines[i])));
            else if (_lines[i].Asked != lines[i]) _lines[i] = new Line(lines[i], Offer(lines[i])); // another source: another SSRC
        }
        if (restartIce && _peer is not null) (_ice, _restartsIce) = (IceCredentials.Create(), true);
        return _negotiation.WriteOffer([.. _lines.Select(line => line.Offered)], _ice);
    }

    public IReadOnlyList<NegotiatedMedia?>? TryAccept(int version, string answerSdp, IPeerHandler handler, MediaTime now, out string? reason)
    {
        reason = SdpRefusal.Outdated;
        if (version != Version || _peer is { State: PeerState.Closed } || !SdpParser.TryParse(answerSdp, out var answer, out reason)) return null;
        // An answer is read like an offer to receive: what it keeps of ours is what we may send.
        var answered = OfferNegotiation.TryNegotiate(answer, surroundings.Options.AcceptRtx, static () => 1, out reason);
        if (answered is null) return null;
        reason = IsAnswer(answered) ? null : SdpRefusal.Changed;
        if (reason is not null) return null;
        var agreed = answered with { Lines = [.. answered.Lines.Zip(_lines, Agree)] };
        _negotiation.Agree(agreed);
        Connect(agreed, handler, now);
        return [.. agreed.Lines.Select(line => line.Media is { Sends: true } media ? media : null)];
    }

    public void Dispose() => _peer?.Dispose();

    private void Connect(NegotiatedSession agreed, IPeerHandler handler, MediaTime now)
    {
        if (_peer is null)
        {
            _peer = new PeerTransport(new(_negotiation, "", _ice), handler, surroundings, now);
            surroundings.Peers.Add(_peer);
        }
        else if (_restartsIce) _peer.RestartIce(_ice, agreed.RemoteUfrag);
        _restartsIce = false;
    }

    private bool IsAnswer(NegotiatedSession answered) =>
        answered.Lines.Count == _lines.Count
        && answered.Lines.Zip(_lines).All(pair => pair.First.Offered.Mid == pair.Second.Asked.Mid && pair.First.Offered.Kind == pair.Second.Offered.Offered.Kind)
        && (_peer is null || answered.RemoteFingerprint.AsSpan().SequenceEqual(_negotiation.Session.RemoteFingerprint));

    /// <summary>The client's choice of what we offered, under the SSRCs that the offer announced.</summary>
    private static NegotiatedLine Agree(NegotiatedLine answered, Line line)
    {
        if (answered.Media is not { } media) return answered;
        var offered = line.Offered.Media!;
        return answered with
        {
            Media = media with
            {
                Receives = false,
                Sends = media.Sends && offered.Sends,
                LocalSsrc = offered.LocalSsrc,
                LocalRepairSsrc = media.LocalRepairSsrc == 0 ? 0 : offered.LocalRepairSsrc,
            },
        };
    }

    private NegotiatedLine Offer(OfferedLine line)
    {
        var wish = OfferTemplate.For(line);
        var media = OfferNegotiation.TryNegotiate(wish, surroundings.Options.AcceptRtx, nextSsrc, out _)!.Lines[0].Media;
        return new(wish.Media[0], media) { Stream = line.Stream is { } stream ? new(stream, line.Track) : null };
    }

    private sealed record Line(OfferedLine Asked, NegotiatedLine Offered);
}
