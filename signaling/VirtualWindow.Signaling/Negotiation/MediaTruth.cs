using System.Collections.Concurrent;
using VirtualWindow.Contracts.Media;

namespace VirtualWindow.Signaling.Negotiation;

internal enum StreamState { None, Flowing, Silent }

/// <summary>What the media node says about each participant's stream; never what a page claims.</summary>
internal sealed class MediaTruth : IDisposable
{
    private readonly IMediaNode _node;
    private readonly ConcurrentDictionary<(string Room, string Participant), StreamState> _streams = new();

    public MediaTruth(IMediaNode node)
    {
        _node = node;
        _node.Changed += Note;
    }

    /// <summary>Raised after a stream's state changed; handlers return quickly.</summary>
    public event Action? Changed;

    public StreamState Of(string room, string participant) => _streams.GetValueOrDefault((room, participant));

    /// <summary>A session is over: what its streams did no longer matters.</summary>
    public void Forget(string room)
    {
        foreach (var key in _streams.Keys)
            if (key.Room == room) _streams.TryRemove(key, out _);
    }

    public void Dispose() => _node.Changed -= Note;

    private void Note(MediaEvent news)
    {
        var key = (news.Room, news.Participant);
        switch (news)
        {
            case MediaEvent.Publishing or MediaEvent.Back: _streams[key] = StreamState.Flowing; break;
            case MediaEvent.Silent: _streams[key] = StreamState.Silent; break;
            case MediaEvent.Stopped: _streams.TryRemove(key, out _); break;
            default: return;
        }
        Changed?.Invoke();
    }
}
