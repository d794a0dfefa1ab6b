using VirtualWindow.Rtc.Stun;

namespace VirtualWindow.Rtc;

/// <summary>
/// Finds the peer of a datagram: STUN by the local ufrag in USERNAME, everything else by remote address.
/// An address gets in only through a STUN check that its peer has authenticated. One loop owns it.
/// </summary>
public sealed class PeerTable(PeerCounters counters)
{
    private readonly Dictionary<PeerAddress, IDatagramPeer> _byAddress = [];
    private readonly Dictionary<string, IDatagramPeer> _byUfrag = new(StringComparer.Ordinal);
    private readonly HashSet<IDatagramPeer> _peers = [];
    private readonly List<IDatagramPeer> _ticking = [];
    private PeerAddress _lastAddress;
    private IDatagramPeer? _lastPeer;

    /// <summary>Peers that exist, connected or not.</summary>
    public IEnumerable<IDatagramPeer> Peers => _peers;

    public int Count => _peers.Count;

    public void Add(IDatagramPeer peer)
    {
        ArgumentNullException.ThrowIfNull(peer);
        _peers.Add(peer);
        _byUfrag.Add(peer.LocalUfrag, peer);
    }

    /// <summary>A restart gives a peer a second user fragment for a while.</summary>
    public void AddUfrag(string ufrag, IDatagramPeer peer) => _byUfrag.Add(ufrag, peer);

    public void RemoveUfrag(string ufrag) => _byUfrag.Remove(ufrag);

    /// <summary>Forgets the peer; its addresses are to be unbound first.</summary>
    public void Remove(IDatagramPeer peer)
    {
        ArgumentNullException.ThrowIfNull(peer);
        _peers.Remove(peer);
        _byUfrag.Remove(peer.LocalUfrag);
    }

    /// <summary>From now on datagrams of this address are the peer's; a browser that reloads may take its old address with it.</summary>
    public void Bind(in PeerAddress address, IDatagramPeer peer)
    {
        _byAddress[address] = peer;
        _lastPeer = null;
    }

    /// <summary>Gives the address up unless another peer has taken it meanwhile.</summary>
    public void Unbind(in PeerAddress address, IDatagramPeer peer)
    {
        if (!_byAddress.TryGetValue(address, out var bound) || !ReferenceEquals(bound, peer)) return;
        _byAddress.Remove(address);
        _lastPeer = null;
    }

    /// <summary>The address is gone (its TCP connection ended); whoever had it is told.</summary>
    public void Forget(in PeerAddress address)
    {
        if (Find(address) is not { } peer) return;
        Unbind(address, peer);
        peer.LoseAddress(address);
    }

    /// <summary>Runs every peer's timers; a peer may close and leave meanwhile.</summary>
    public void Tick(MediaTime now)
    {
        _ticking.Clear();
        _ticking.AddRange(_peers);
        foreach (var peer in _ticking) peer.Tick(now);
    }

    public IDatagramPeer? Find(in PeerAddress address)
    {
        // Datagrams come in trains, so the last answer is most often the next one too.
        if (_lastPeer is not null && address == _lastAddress) return _lastPeer;
        if (!_byAddress.TryGetValue(address, out var peer)) return null;
        (_lastAddress, _lastPeer) = (address, peer);
        return peer;
    }

    /// <summary>Hands one datagram to its peer, or counts why it has none; never throws.</summary>
    /// <param name="datagram">Changed in place (decryption).</param>
    public void Route(Span<byte> datagram, in PeerAddress from, MediaTime now)
    {
        var peer = StunMessage.LooksLike(datagram) ? FindByUfrag(datagram) : Find(from);
        if (peer is not null) peer.Receive(datagram, from, now);
        else counters.Count(WhyNobody(datagram));
    }

    private IDatagramPeer? FindByUfrag(ReadOnlySpan<byte> datagram)
    {
        Span<char> ufrag = stackalloc char[StunUsername.MaxUfragLength];
        var length = StunUsername.ReadLocalUfrag(datagram, ufrag);
        if (length < 0) return null;
        return _byUfrag.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(ufrag[..length], out var peer) ? peer : null;
    }

    private static DropReason WhyNobody(ReadOnlySpan<byte> datagram)
    {
        if (datagram.IsEmpty) return DropReason.UnknownProtocol;
        if (datagram[0] > 3) return datagram[0] is (>= 20 and <= 63) or (>= 128 and <= 191) ? DropReason.UnknownAddress : DropReason.UnknownProtocol;
        return StunMessage.TryParse(datagram, out var message) switch
        {
            StunFault.BadFingerprint => DropReason.StunBadFingerprint,
            not StunFault.None => DropReason.StunMalformed,
            _ when message.Type != StunMessageType.BindingRequest => DropReason.StunNotRequest,
            _ => message.Has(StunAttributeType.Username) ? DropReason.StunUnknownUser : DropReason.StunBadRequest,
        };
    }
}
