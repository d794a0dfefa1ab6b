using VirtualWindow.Rtc;
using VirtualWindow.Sfu.Channels;
using VirtualWindow.Sfu.Recording;

namespace VirtualWindow.Sfu;

/// <summary>One session's participants and who watches whom.</summary>
internal sealed class Room(string id, SelectiveForwarder forwarder)
{
    private readonly Dictionary<string, Participant> _participants = [];
    private readonly List<SubscribeConnection> _abandoned = [];
    private HashSet<string> _conferring = [];
    private RoomRecording? _recording;
    private ActiveSpeaker _speaker = new();

    public string Id { get; } = id;

    /// <summary>Data channels go on while the room is held: what somebody sends by hand is no eavesdropping.</summary>
    public RoomChannels Channels { get; } = new(forwarder.Options, forwarder.Counters);

    /// <summary>Nothing is forwarded between participants; connections and reports go on.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>Held, and not one of those who confer meanwhile.</summary>
    public bool IsHeldFor(string participant) => IsHeld && !_conferring.Contains(participant);

    public bool IsEmpty => _participants.Count == 0;

    /// <summary>A hold and a recording outlive a reconnect of everybody.</summary>
    public bool IsKept => IsHeld || _recording is not null;

    public MediaConnection? Publish(string participant, IPeerFactory peers, string offerSdp, MediaTime now, out string? reason)
    {
        var connection = new PublishConnection(this, participant, forwarder);
        var peer = peers.TryAnswer(offerSdp, connection, now, out reason);
        if (peer is null) return null;

        connection.Open(peer, now);
        var own = Enter(participant);
        var replaced = own.Publish;
        own.Publish = connection; // first, so that closing the old one is no "stopped"
        replaced?.Close(now);
        foreach (var watcher in Watchers(participant))
            if (MayHear(watcher.Participant, participant)) watcher.Bind(participant, connection.Producers, now);
        _recording?.Tap(connection, now);
        return connection;
    }

    public MediaConnection? Subscribe(string subscriber, string publisher, IPeerFactory peers, string offerSdp, MediaTime now, out string? reason)
    {
        var connection = new SubscribeConnection(this, subscriber, forwarder);
        var peer = peers.TryAnswer(offerSdp, connection, now, out reason);
        if (peer is null) return null;

        connection.Open(publisher, peer);
        var own = Enter(subscriber);
        var replaced = own.Subscriptions.Find(s => s.Publisher == publisher);
        own.Subscriptions.Add(connection);
        replaced?.Close(now);
        BindTo(publisher, connection, now);
        return connection;
    }

    /// <summary>Begins the one connection on which the server offers everything that a participant watches.</summary>
    public MediaConnection Offer(string subscriber, IPeerFactory peers, MediaTime now)
    {
        var connection = new SubscribeConnection(this, subscriber, forwarder);
        connection.Open(new WatchList(connection, peers.Offer(), now));
        Enter(subscriber).Subscriptions.Add(connection);
        return connection;
    }

    /// <summary>An offer was answered: what it brings is bound, and an earlier connection of the same participant has served its time.</summary>
    public void OnAnswered(SubscribeConnection connection, MediaTime now)
    {
        foreach (var earlier in _participants[connection.Participant].Subscriptions.FindAll(s => s.List is not null && s != connection)) earlier.Close(now);
        foreach (var publisher in connection.Consumers.Select(consumer => consumer.Publisher).Distinct().ToArray()) BindTo(publisher, connection, now);
    }

    public void Hold(bool held, MediaTime now)
    {
        if (IsHeld == held) return;
        IsHeld = held;
        if (!held) _conferring = [];
        foreach (var producer in Producers) producer.HoldTap(held, now);
        BindAnew(now);
        if (held) return;
        foreach (var consumer in Consumers) consumer.Resume(now);
    }

    /// <summary>While held these go on seeing and hearing each other. Whoever does not confer is unbound from them, so that no packet has to be asked.</summary>
    public void Confer(IReadOnlyCollection<string> participants, MediaTime now)
    {
        var former = _conferring;
        _conferring = [.. participants];
        if (!IsHeld) return;
        BindAnew(now);
        foreach (var consumer in Consumers)
            if (_conferring.Contains(consumer.Publisher) && !former.Contains(consumer.Publisher)) consumer.Resume(now);
    }

    /// <summary>Records everybody who publishes, now or later; an earlier recording ends.</summary>
    public void Record(RecordingOrder order, IRecorder recorder, MediaTime now)
    {
        if (_recording?.Order.Recording == order.Recording) return;
        StopRecording(now);
        _recording = new RoomRecording(order, recorder);
        _recording.Begin(now);
        foreach (var participant in _participants.Values)
            if (participant.Publish is { } connection) _recording.Tap(connection, now);
    }

    public void StopRecording(MediaTime now)
    {
        if (_recording is not { } recording) return;
        _recording = null;
        foreach (var producer in Producers) producer.Tap(null, now);
        recording.End(now);
    }

    /// <summary>The recording of this participant lost frames for good.</summary>
    public void RestartTaps(string participant, MediaTime now)
    {
        if (!_participants.TryGetValue(participant, out var recorded) || recorded.Publish is not { } connection) return;
        foreach (var producer in connection.Producers) producer.RestartTap(now);
    }

    /// <summary>What <paramref name="subscriber"/> shows of <paramref name="publisher"/>'s pictures, by height in pixels.</summary>
    public void Prefer(string subscriber, string publisher, int height, MediaTime now)
    {
        if (!_participants.TryGetValue(subscriber, out var own)) return;
        foreach (var subscription in own.Subscriptions)
            if (subscription.List is not null || subscription.Publisher == publisher) subscription.Prefer(publisher, height, now);
    }

    public void Remove(string participant, MediaTime now)
    {
        if (!_participants.TryGetValue(participant, out var leaving)) return;
        foreach (var connection in leaving.Connections.ToArray()) connection.Close(now);
    }

    public void Close(MediaTime now)
    {
        foreach (var participant in _participants.Keys.ToArray()) Remove(participant, now);
        StopRecording(now);
    }

    public void Tick(MediaTime now)
    {
        foreach (var participant in _participants.Values)
        {
            participant.Publish?.Tick(now);
            foreach (var subscription in participant.Subscriptions) subscription.Tick(now);
        }

        ListenForSpeaker(now);
        Channels.Tick(now);
        CloseUnanswered(now);
    }

    /// <summary>Appends what each track did; the room's share of <see cref="SelectiveForwarder.Tracks"/>.</summary>
    public void Describe(List<TrackStatistics> tracks, MediaTime now)
    {
        foreach (var participant in _participants.Values)
        {
            if (participant.Publish is { } publish) TrackReport.Describe(publish, tracks, now);
            foreach (var subscription in participant.Subscriptions) TrackReport.Describe(subscription, tracks);
        }
    }

    /// <summary>The least of what the watchers of a publisher can take, within the options' bounds.</summary>
    public long AffordableBitsPerSecond(string publisher, MediaTime now)
    {
        long affordable = forwarder.Options.MaxBitsPerSecond;
        foreach (var participant in _participants.Values)
            foreach (var subscription in participant.Subscriptions)
                if (subscription.Watches(publisher) && subscription.TryGetEstimate(now, out var estimate)) affordable = Math.Min(affordable, estimate);
        return Math.Max(affordable, forwarder.Options.MinBitsPerSecond);
    }

    public void OnPublishEnded(PublishConnection connection)
    {
        if (!_participants.TryGetValue(connection.Participant, out var own) || own.Publish != connection) return; // replaced
        own.Publish = null;
        forwarder.OnPublisherChanged(connection, PublisherChange.Stopped);
        Leave(own);
    }

    public void OnSubscribeEnded(SubscribeConnection connection)
    {
        if (!_participants.TryGetValue(connection.Participant, out var own)) return;
        own.Subscriptions.Remove(connection);
        Leave(own);
    }

    private IEnumerable<Consumer> Consumers => _participants.Values.SelectMany(p => p.Subscriptions).SelectMany(s => s.Consumers);

    private bool MayHear(string subscriber, string publisher) => !IsHeld || !_conferring.Contains(publisher) || _conferring.Contains(subscriber);

    private void BindAnew(MediaTime now)
    {
        foreach (var subscription in _participants.Values.SelectMany(p => p.Subscriptions))
            foreach (var publisher in subscription.Consumers.Select(consumer => consumer.Publisher).Distinct().ToArray())
                if (MayHear(subscription.Participant, publisher)) BindTo(publisher, subscription, now);
                else subscription.Unbind(publisher);
    }

    private void BindTo(string publisher, SubscribeConnection connection, MediaTime now)
    {
        if (!MayHear(connection.Participant, publisher)) return;
        if (_participants.TryGetValue(publisher, out var watched) && watched.Publish is { } publish) connection.Bind(publisher, publish.Producers, now);
    }

    private void CloseUnanswered(MediaTime now)
    {
        foreach (var participant in _participants.Values)
            foreach (var subscription in participant.Subscriptions)
                if (subscription.List is { } list && list.IsAbandoned(now)) _abandoned.Add(subscription);
        foreach (var subscription in _abandoned) subscription.Close(now);
        _abandoned.Clear();
    }

    private IEnumerable<Producer> Producers => _participants.Values.SelectMany(p => p.Publish?.Producers ?? []);

    /// <summary>A held room hears nobody.</summary>
    private void ListenForSpeaker(MediaTime now)
    {
        foreach (var participant in _participants.Values)
            if (!IsHeld && participant.Publish is { } publish) _speaker.Hear(participant.Id, publish.Loudness(now));
        if (!_speaker.TryChange(now, out var former)) return;
        if (former is not null) forwarder.OnSpeakerChanged(Id, former, PublisherChange.Quiet);
        if (_speaker.Current is { } current) forwarder.OnSpeakerChanged(Id, current, PublisherChange.Speaking);
    }

    private IEnumerable<SubscribeConnection> Watchers(string publisher) =>
        _participants.Values.SelectMany(p => p.Subscriptions).Where(s => s.Watches(publisher));

    private Participant Enter(string id)
    {
        if (!_participants.TryGetValue(id, out var participant)) _participants.Add(id, participant = new Participant(id));
        return participant;
    }

    private void Leave(Participant participant)
    {
        if (participant.IsGone) _participants.Remove(participant.Id);
    }
}
