using System.Collections.Concurrent;
using VirtualWindow.Contracts.Media;

namespace VirtualWindow.Signaling.Tests;

/// <summary>A media node that answers every offer and remembers what it was asked; streams start and stop as the test says.</summary>
internal sealed class FakeMediaNode : IMediaNode
{
    public const string Answer = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\n";

    public ConcurrentQueue<string> Asked { get; } = new();
    public bool Down { get; set; }
    public bool TakesNewRooms { get; set; } = true;

    public event Action<MediaEvent>? Changed;

    public void Raise(MediaEvent news) => Changed?.Invoke(news);

    public ValueTask<MediaAnswer> PublishAsync(string room, string participant, string offerSdp, CancellationToken ct) =>
        AnswerTo($"publish {room} {participant}");

    public ValueTask<MediaAnswer> SubscribeAsync(string room, string subscriber, string publisher, string offerSdp, CancellationToken ct) =>
        AnswerTo($"subscribe {room} {subscriber} {publisher}");

    public ValueTask HoldAsync(string room, bool held, CancellationToken ct) => Note($"hold {room} {held}");

    public ValueTask RemoveParticipantAsync(string room, string participant, CancellationToken ct) => Note($"remove {room} {participant}");

    public ValueTask CloseRoomAsync(string room, CancellationToken ct) => Note($"close {room}");

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
