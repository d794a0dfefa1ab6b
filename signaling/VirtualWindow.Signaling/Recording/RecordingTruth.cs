using System.Collections.Concurrent;
using System.Threading.Channels;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Media;

namespace VirtualWindow.Signaling.Recording;

/// <summary>What the media node says about the recordings of this process; never what was only asked for.</summary>
internal sealed class RecordingTruth : IDisposable
{
    private readonly IMediaNode _node;
    private readonly TimeProvider _time;
    private readonly Channel<RecordingSummary> _closings = Channel.CreateUnbounded<RecordingSummary>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<string, RunningRecording> _running = new(StringComparer.Ordinal);

    public RecordingTruth(IMediaNode node, TimeProvider time)
    {
        (_node, _time) = (node, time);
        _node.Changed += Note;
    }

    /// <summary>Raised after a recording changed; handlers return quickly.</summary>
    public event Action? Changed;

    /// <summary>Recordings that are closed: folder and hashes are known. They wait here, because the node tells at its start what an earlier process left.</summary>
    public ChannelReader<RecordingSummary> Closings => _closings.Reader;

    public RunningRecording? Of(string room) => _running.GetValueOrDefault(room);

    /// <summary>It has been asked for, perhaps once more.</summary>
    public void Expect(string room, Guid recording) =>
        _running[room] = (Of(room) ?? new RunningRecording(recording, default, null, [])) with { AskedAt = _time.GetUtcNow() };

    public IReadOnlyList<KeyValuePair<string, RunningRecording>> All() => [.. _running];

    public void Forget(string room) => _running.TryRemove(room, out _);

    public void Dispose() => _node.Changed -= Note;

    private void Note(MediaEvent news)
    {
        switch (news)
        {
            case MediaEvent.RecordingStarted started:
                Change(started.Room, running => running with { StartedAt = running.StartedAt ?? _time.GetUtcNow() });
                break;
            case MediaEvent.RecordingTroubleChanged trouble:
                Change(trouble.Room, running => running.With(trouble, _time.GetUtcNow()));
                break;
            case MediaEvent.RecordingClosed closed:
                if (Of(closed.Room) is { } last && last.Id.ToString("N") == closed.Summary.Recording) Forget(closed.Room);
                _closings.Writer.TryWrite(closed.Summary);
                break;
            default: return;
        }

        Changed?.Invoke();
    }

    private void Change(string room, Func<RunningRecording, RunningRecording> change)
    {
        if (_running.TryGetValue(room, out var running)) _running.TryUpdate(room, change(running), running);
    }
}

/// <param name="AskedAt">When the node was asked for it last.</param>
/// <param name="StartedAt">When its first frame was in a file; null before.</param>
internal sealed record RunningRecording(Guid Id, DateTimeOffset AskedAt, DateTimeOffset? StartedAt, IReadOnlyList<KnownTrouble> Troubles)
{
    public RunningRecording With(MediaEvent.RecordingTroubleChanged news, DateTimeOffset now)
    {
        var others = Troubles.Where(known => known.Trouble != news.Trouble || known.Participant != news.Participant);
        return this with { Troubles = news.Present ? [.. others, new KnownTrouble(news.Participant, news.Trouble, now)] : [.. others] };
    }
}

internal sealed record KnownTrouble(string Participant, RecordingTrouble Trouble, DateTimeOffset Since);
