using System.Security.Cryptography;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Media;
using VirtualWindow.MediaNode.Tcp;
using VirtualWindow.MediaNode.Udp;
using VirtualWindow.Rtc;
using VirtualWindow.Rtc.Sdp;
using VirtualWindow.Sfu;
using VirtualWindow.Sfu.Recording;

namespace VirtualWindow.MediaNode;

/// <summary>
/// What one media loop owns: its peers, its rooms and the names of their connections. Every member is called on the loop's
/// thread except the counters.
/// </summary>
internal sealed class MediaEngine : IStreamWork, ISfuObserver
{
    private readonly MediaOptions _options;
    private readonly MediaEngineNews _news;
    private readonly PeerTable _peers;
    private readonly SelectiveForwarder _rooms;
    private readonly Dictionary<string, MediaConnection> _connections = new(StringComparer.Ordinal);
    private readonly Dictionary<MediaConnection, string> _ids = [];
    private readonly Dictionary<string, int> _peersByRoom = new(StringComparer.Ordinal);
    private readonly HashSet<string> _held = new(StringComparer.Ordinal);
    private readonly HashSet<string> _recorded = new(StringComparer.Ordinal);

    /// <param name="makePeers">The peer engine over this loop's table and counters.</param>
    public MediaEngine(MediaOptions options, Func<PeerTable, PeerCounters, IPeerFactory> makePeers, MediaEngineNews news)
    {
        _options = options;
        _news = news;
        _peers = new PeerTable(Counters);
        _rooms = new SelectiveForwarder(makePeers(_peers, Counters), new SfuOptions(), this);
    }

    /// <summary>What each track did up to last second; written by the loop, read by anybody.</summary>
    public IReadOnlyList<TrackStatistics> Tracks => _rooms.Tracks;

    public PeerCounters Counters { get; } = new();

    public SfuCounters Rooms => _rooms.Counters;

    /// <summary>The TCP side of this loop; null when turned off.</summary>
    public StreamPort? Streams { get; init; }

    /// <summary>Connections and rooms now; other threads may read a slightly old value.</summary>
    public int ConnectionCount => _connections.Count;

    public int RoomCount => _peersByRoom.Count;

    public void Receive(Span<byte> datagram, in PeerAddress from, MediaTime now) => _peers.Route(datagram, from, now);

    public IDatagramPeer? Expect(in PeerAddress from)
    {
        var peer = _peers.Find(from);
        CacheLines.Fetch(peer, PeerTransport.HotBytes);
        return peer;
    }

    public void AfterBatch(MediaTime now) => _rooms.EndBatch(now);

    public void Tick(MediaTime now)
    {
        _peers.Tick(now);
        _rooms.Tick(now);
        Streams?.Tick(now);
    }

    public bool IsKnown(in PeerAddress address) => _peers.Find(address) is not null;

    public void OnStreamClosed(in PeerAddress address, MediaTime now) => _peers.Forget(address);

    public void Abandon(MediaTime now)
    {
        foreach (var connection in _connections.Values.ToArray())
        {
            try
            {
                connection.Close(now);
            }
            catch (Exception) when (!connection.IsClosed)
            {
                // The farewell could not be written; who watches the participant is told by the next ones all the same.
            }
        }

        foreach (var room in _recorded) _rooms.StopRecording(room, now);
        Streams?.CloseAll(now);
        Streams?.Dispose();
        _news.Ended();
    }

    /// <summary>True while the room has connections or is held or recorded for those who will come back.</summary>
    public bool Has(string room) => _peersByRoom.ContainsKey(room) || IsKept(room);

    public MediaAnswer Publish(string room, string participant, string offer, MediaTime now) =>
        IsFull(room) ? Refused(RefusalCodes.MediaFull) : Answered(_rooms.Publish(room, participant, offer, now, out _));

    public MediaAnswer Subscribe(string room, string subscriber, string publisher, string offer, MediaTime now) =>
        IsFull(room) ? Refused(RefusalCodes.MediaFull) : Answered(_rooms.Subscribe(room, subscriber, publisher, offer, now, out _));

    public MediaOffer Offer(WatchWish wish, MediaTime now)
    {
        if (wish.ConnectionId is { } known) return Find(wish.Room, wish.Subscriber, known) is { } connection ? Offered(connection, known, wish, now) : NoOffer(RefusalCodes.NotFound);
        if (IsFull(wish.Room)) return NoOffer(RefusalCodes.MediaFull);
        var begun = _rooms.Offer(wish.Room, wish.Subscriber, now);
        return Offered(begun, Register(begun), wish, now);
    }

    /// <returns>Null, or a refusal code.</returns>
    public string? Accept(string room, string subscriber, string connectionId, int version, string answer, MediaTime now)
    {
        if (Find(room, subscriber, connectionId) is not { } connection) return RefusalCodes.NotFound;
        return connection.Answer(version, answer, now) switch
        {
            null => null,
            SdpRefusal.Outdated => RefusalCodes.Stale,
            _ => RefusalCodes.MediaRefused,
        };
    }

    /// <param name="participant">Whose connection it has to be; null: whoever knows the id.</param>
    public MediaAnswer RestartIce(string room, string? participant, string connectionId, string description)
    {
        if (Find(room, participant, connectionId) is not { Peer: { } peer }) return Refused(RefusalCodes.NotFound);
        var answer = peer.TryRestartIce(description, out _);
        return answer is null ? Refused(RefusalCodes.MediaRefused) : new MediaAnswer(answer, connectionId, null);
    }

    public string? IceUfrag(string room, string connectionId) => Find(room, null, connectionId) is { Peer: IDatagramPeer peer } ? peer.LocalUfrag : null;

    public void Hold(string room, bool held, MediaTime now)
    {
        if (held) _held.Add(room);
        else _held.Remove(room);
        _rooms.Hold(room, held, now);
    }

    public void Confer(string room, IReadOnlyList<string> participants, MediaTime now) => _rooms.Confer(room, participants, now);

    public void Prefer(string room, string subscriber, string publisher, int height, MediaTime now) => _rooms.Prefer(room, subscriber, publisher, height, now);

    public void RemoveParticipant(string room, string participant, MediaTime now) => _rooms.RemoveParticipant(room, participant, now);

    public void CloseRoom(string room, MediaTime now)
    {
        _held.Remove(room);
        _recorded.Remove(room);
        _rooms.CloseRoom(room, now);
    }

    public void Record(RecordingOrder order, IRecorder recorder, MediaTime now)
    {
        _recorded.Add(order.Room);
        _rooms.Record(order, recorder, now);
    }

    public void StopRecording(string room, MediaTime now)
    {
        _recorded.Remove(room);
        _rooms.StopRecording(room, now);
    }

    /// <summary>The recording lost pictures of this participant for good.</summary>
    public void RestartTaps(string room, string participant, MediaTime now) => _rooms.RestartTaps(room, participant, now);

    /// <returns>False when the room has no such connection (any more).</returns>
    public bool CloseConnection(string room, string connectionId, MediaTime now)
    {
        if (Find(room, null, connectionId) is not { } connection)
            return false;
        connection.Close(now);
        return true;
    }

    /// <summary>Tells and closes every room; whoever belongs to one negotiates again, here or elsewhere.</summary>
    public void MoveAll(MediaTime now)
    {
        foreach (var room in _peersByRoom.Keys.Union(_held).Union(_recorded).ToArray())
        {
            _news.Tell(new MediaEvent.Moved(room));
            CloseRoom(room, now);
            _news.Emptied(room);
        }
    }

    /// <summary>Tells every other side that it is over, instead of leaving it to time out.</summary>
    public void CloseAll(MediaTime now)
    {
        foreach (var connection in _connections.Values.ToArray())
            connection.Close(now);
        Streams?.CloseAll(now);
    }

    public void OnPublisherChanged(string room, string participant, PublisherChange change) => _news.Tell(change switch
    {
        PublisherChange.Publishing => new MediaEvent.Publishing(room, participant),
        PublisherChange.Silent => new MediaEvent.Silent(room, participant),
        PublisherChange.Back => new MediaEvent.Back(room, participant),
        PublisherChange.Speaking => new MediaEvent.Speaking(room, participant),
        PublisherChange.Quiet => new MediaEvent.Quiet(room, participant),
        _ => new MediaEvent.Stopped(room, participant),
    });

    public void OnConnectionClosed(MediaConnection connection)
    {
        connection.Peer?.Dispose(); // none when our offer was never answered
        if (!_ids.Remove(connection, out var id))
            return;
        _connections.Remove(id);
        if (--_peersByRoom[connection.Room] > 0)
            return;
        _peersByRoom.Remove(connection.Room);
        if (!IsKept(connection.Room))
            _news.Emptied(connection.Room);
    }

    internal static MediaAnswer Refused(string code) => new(null, null, code);

    private bool IsKept(string room) => _held.Contains(room) || _recorded.Contains(room);

    private bool IsFull(string room) => _peersByRoom.GetValueOrDefault(room) >= _options.MaxPeersPerRoom;

    private MediaConnection? Find(string room, string? participant, string connectionId) =>
        _connections.TryGetValue(connectionId, out var connection) && connection.Room == room && (participant is null || connection.Participant == participant)
            ? connection
            : null;

    private static MediaOffer NoOffer(string code) => new(null, null, 0, code);

    private static MediaOffer Offered(MediaConnection connection, string id, WatchWish wish, MediaTime now) =>
        connection.Offer(wish.Publishers, wish.RestartIce, out var version, now) is { } offer ? new(offer, id, version, null) : NoOffer(RefusalCodes.NotFound);

    private MediaAnswer Answered(MediaConnection? connection) =>
        connection is null ? Refused(RefusalCodes.MediaRefused) : new MediaAnswer(connection.Peer.AnswerSdp, Register(connection), null);

    private string Register(MediaConnection connection)
    {
        // 128 random bits: who knows the id may end the connection (with a token of the same room).
        var id = RandomNumberGenerator.GetHexString(32, lowercase: true);
        _connections.Add(id, connection);
        _ids.Add(connection, id);
        _peersByRoom[connection.Room] = _peersByRoom.GetValueOrDefault(connection.Room) + 1;
        return id;
    }
}

/// <summary>What an engine tells its node; called on the loop's thread, must only note it.</summary>
/// <param name="Emptied">The last connection of a room is gone and the room is neither held nor recorded.</param>
/// <param name="Ended">The loop has broken down and everybody on it was told.</param>
internal sealed record MediaEngineNews(Action<MediaEvent> Tell, Action<string> Emptied, Action Ended);
