using VirtualWindow.Rtc;
using VirtualWindow.Sfu.Feedback;
using VirtualWindow.Sfu.Recording;

namespace VirtualWindow.Sfu;

/// <summary>
/// All rooms of one media loop (a selective forwarding unit, RFC 7667 §3.7). Sans-IO: peers come from the factory, time is
/// an argument, everything runs on the loop's thread. Per receive batch the loop feeds the peers, then calls
/// <see cref="EndBatch"/>; about every 50 ms it calls <see cref="Tick"/>.
/// </summary>
public sealed class SelectiveForwarder(IPeerFactory peers, SfuOptions options, ISfuObserver observer)
{
    private static readonly TimeSpan StatisticsInterval = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, Room> _rooms = [];
    private readonly List<Producer> _pending = [];
    private readonly List<SubscribeConnection> _probing = [];
    private readonly List<Room> _emptied = [];
    private IReadOnlyList<TrackStatistics> _tracks = [];
    private MediaTime _lastDescribed = MediaTimes.Never;
    private int _connectionNumbers;

    public SfuCounters Counters { get; } = new();

    /// <summary>What each track did up to now, taken once a second; a whole list is put in place at once, so that any thread may read it.</summary>
    public IReadOnlyList<TrackStatistics> Tracks => Volatile.Read(ref _tracks);

    public int RoomCount => _rooms.Count;

    internal SfuOptions Options { get; } = options;

    /// <summary>Answers a sendonly offer. An earlier publish of the same participant is closed; its watchers keep their streams.</summary>
    /// <returns>Null with a reason when the offer cannot be served; the earlier publish then stays.</returns>
    public MediaConnection? Publish(string room, string participant, string offerSdp, MediaTime now, out string? reason) =>
        Enter(room).Publish(participant, peers, offerSdp, now, out reason);

    /// <summary>Answers a recvonly offer; the publisher may come later. An earlier subscription to the same publisher is closed.</summary>
    /// <returns>Null with a reason when the offer cannot be served.</returns>
    public MediaConnection? Subscribe(string room, string subscriber, string publisher, string offerSdp, MediaTime now, out string? reason) =>
        Enter(room).Subscribe(subscriber, publisher, peers, offerSdp, now, out reason);

    /// <summary>Begins a connection for everything that <paramref name="subscriber"/> watches; <see cref="MediaConnection.Offer"/> fills it.</summary>
    public MediaConnection Offer(string room, string subscriber, MediaTime now) => Enter(room).Offer(subscriber, peers, now);

    /// <summary>Forwards no media while held; reports go on, so that connections stay up. Holding an unknown room makes it.</summary>
    public void Hold(string room, bool held, MediaTime now) => Enter(room).Hold(held, now);

    /// <summary>While the room is held these go on seeing and hearing each other, unrecorded; replaces the former list, and the end of the hold clears it.</summary>
    public void Confer(string room, IReadOnlyCollection<string> participants, MediaTime now)
    {
        if (participants.Count > 0) Enter(room).Confer(participants, now);
        else if (_rooms.TryGetValue(room, out var found)) found.Confer(participants, now);
    }

    /// <summary>Records everybody who publishes in the room, now or later, until stopped or the room is closed. Safe to repeat.</summary>
    public void Record(RecordingOrder order, IRecorder recorder, MediaTime now) => Enter(order.Room).Record(order, recorder, now);

    public void StopRecording(string room, MediaTime now)
    {
        if (_rooms.TryGetValue(room, out var found)) found.StopRecording(now);
    }

    /// <summary>A recorder lost frames that no repair brings back: the participant's pictures have to begin anew.</summary>
    public void RestartTaps(string room, string participant, MediaTime now)
    {
        if (_rooms.TryGetValue(room, out var found)) found.RestartTaps(participant, now);
    }

    /// <summary>Closes every connection of the participant; its watchers wait for its return.</summary>
    public void RemoveParticipant(string room, string participant, MediaTime now)
    {
        if (_rooms.TryGetValue(room, out var found)) found.Remove(participant, now);
    }

    /// <summary>What a subscriber's page shows of a publisher's pictures: the layer is chosen by it, and by what its line takes.</summary>
    /// <param name="height">In device pixels; 0 asks for the smallest layer (a tile on a wall), <see cref="int.MaxValue"/> for the largest.</param>
    public void Prefer(string room, string subscriber, string publisher, int height, MediaTime now)
    {
        if (_rooms.TryGetValue(room, out var found)) found.Prefer(subscriber, publisher, height, now);
    }

    public void CloseRoom(string room, MediaTime now)
    {
        if (_rooms.Remove(room, out var found)) found.Close(now);
    }

    /// <summary>Forwards what arrived since the last call, receiver by receiver. Packet memory may be reused afterwards.</summary>
    public void EndBatch(MediaTime now)
    {
        try
        {
            for (var i = 0; i < _pending.Count; i++)
            {
                if (i + 2 < _pending.Count) _pending[i + 2].FetchFirst();
                if (i + 1 < _pending.Count) _pending[i + 1].FetchFirstDeeper();
                _pending[i].Forward(now);
            }
        }
        finally
        {
            _pending.Clear();
        }

        for (var i = _probing.Count - 1; i >= 0; i--)
            if (!_probing[i].SendProbe(now)) _probing.RemoveAt(i);
    }

    /// <summary>Reports, NACK repetition, bandwidth feedback, silence. Every 20 to 100 ms.</summary>
    public void Tick(MediaTime now)
    {
        foreach (var room in _rooms.Values)
        {
            room.Tick(now);
            if (room.IsEmpty && !room.IsKept) _emptied.Add(room);
        }

        foreach (var room in _emptied) _rooms.Remove(room.Id);
        _emptied.Clear();
        if (now.IsDue(_lastDescribed, StatisticsInterval)) Describe(now);
    }

    internal int NextConnectionNumber() => ++_connectionNumbers;

    internal void MarkPending(Producer producer) => _pending.Add(producer);

    internal void MarkProbing(SubscribeConnection connection)
    {
        if (!_probing.Contains(connection)) _probing.Add(connection);
    }

    internal void OnPublisherChanged(PublishConnection connection, PublisherChange change) =>
        observer.OnPublisherChanged(connection.Room, connection.Participant, change);

    internal void OnSpeakerChanged(string room, string participant, PublisherChange change) => observer.OnPublisherChanged(room, participant, change);

    internal void OnConnectionClosed(MediaConnection connection) => observer.OnConnectionClosed(connection);

    private void Describe(MediaTime now)
    {
        _lastDescribed = now;
        var tracks = new List<TrackStatistics>(_tracks.Count);
        foreach (var room in _rooms.Values) room.Describe(tracks, now);
        Volatile.Write(ref _tracks, tracks);
    }

    private Room Enter(string id)
    {
        if (!_rooms.TryGetValue(id, out var room)) _rooms.Add(id, room = new Room(id, this));
        return room;
    }
}
