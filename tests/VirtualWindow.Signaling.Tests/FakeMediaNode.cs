using System.Collections.Concurrent;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Media;

namespace VirtualWindow.Signaling.Tests;

/// <summary>A media node that answers every offer and remembers what it was asked; streams start and stop as the test says.</summary>
internal sealed class FakeMediaNode : IMediaNode
{
    public const string Answer = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\n";

    public const string Offer = "v=0\r\no=- 2 1 IN IP4 127.0.0.1\r\n";

    private readonly ConcurrentDictionary<string, string> _recordings = new();

    public ConcurrentQueue<string> Asked { get; } = new();
    public bool Down { get; set; }
    public bool TakesNewRooms { get; set; } = true;

    /// <summary>What happens while a recording is being started.</summary>
    public Func<Task> WhileStartingToRecord { get; set; } = () => Task.CompletedTask;

    public event Action<MediaEvent>? Changed;

    public void Raise(MediaEvent news) => Changed?.Invoke(news);

    public ValueTask<MediaAnswer> PublishAsync(string room, string participant, string offerSdp, CancellationToken ct) =>
        AnswerTo($"publish {room} {participant}");

    public ValueTask<MediaAnswer> SubscribeAsync(string room, string subscriber, string publisher, string offerSdp, CancellationToken ct) =>
        AnswerTo($"subscribe {room} {subscriber} {publisher}");

    public ValueTask<MediaOffer> OfferAsync(WatchWish wish, CancellationToken ct)
    {
        Remember($"offer {wish.Room} {wish.Subscriber} {string.Join('+', wish.Publishers)} on {wish.ConnectionId ?? "new"} restart {wish.RestartIce}");
        return ValueTask.FromResult(wish.ConnectionId is null or "connection" ? new MediaOffer(Offer, "connection", 7, null) : new MediaOffer(null, null, 0, RefusalCodes.NotFound));
    }

    public ValueTask<string?> AcceptAsync(string room, string subscriber, string connectionId, int version, string answerSdp, CancellationToken ct)
    {
        Remember($"accept {room} {subscriber} {connectionId} {version}");
        return ValueTask.FromResult(version == 7 ? null : RefusalCodes.Stale);
    }

    public ValueTask<MediaAnswer> RestartIceAsync(string room, string participant, string connectionId, string offerSdp, CancellationToken ct) =>
        AnswerTo($"restart {room} {participant} {connectionId}");
    public ValueTask PreferAsync(string room, string subscriber, string publisher, int height, CancellationToken ct) =>
        Note($"prefer {room} {subscriber} {publisher} {height}");

    public ValueTask HoldAsync(string room, bool held, CancellationToken ct) => Note($"hold {room} {held}");

    public ValueTask ConferAsync(string room, IReadOnlyList<string> participants, CancellationToken ct) => Note($"confer {room} {string.Join('+', participants)}");

    public ValueTask RemoveParticipantAsync(string room, string participant, CancellationToken ct) => Note($"remove {room} {participant}");

    public async ValueTask CloseRoomAsync(string room, CancellationToken ct)
    {
        await Note($"close {room}");
        CloseRecording(room, RecordingState.Closed);
    }

    public async ValueTask<bool> StartRecordingAsync(RecordingRequest request, CancellationToken ct)
    {
        await Note($"record {request.Room}");
        await WhileStartingToRecord();
        _recordings[request.Room] = request.Recording;
        return true;
    }

    public async ValueTask StopRecordingAsync(string room, CancellationToken ct)
    {
        await Note($"stop recording {room}");
        CloseRecording(room, RecordingState.Closed);
    }

    /// <summary>What runs in the room is closed: two files, 4,711 bytes, 120 ms missing.</summary>
    public void CloseRecording(string room, RecordingState state)
    {
        if (!_recordings.TryRemove(room, out var recording)) return;
        Raise(new MediaEvent.RecordingClosed(room, new RecordingSummary(
            recording, $"2026-11/{room}/{recording}", new string('a', 64), state, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddMinutes(1), 2, 4_711, 120)));
    }

    private ValueTask<MediaAnswer> AnswerTo(string request)
    {
        Remember(request);
        return ValueTask.FromResult(new MediaAnswer(Answer, "connection", null));
    }

    private ValueTask Note(string request)
    {
        Remember(request);
        return ValueTask.CompletedTask;
    }

    private void Remember(string request)
    {
        if (Down) throw new InvalidOperationException("The media node is down.");
        Asked.Enqueue(request);
    }
}
