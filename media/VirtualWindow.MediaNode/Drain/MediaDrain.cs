using Microsoft.Extensions.Logging;

namespace VirtualWindow.MediaNode.Drain;

/// <summary>How far a drain is.</summary>
/// <param name="Until">When the rooms that are left then are told to move; null while not draining.</param>
/// <param name="Rooms">Rooms that are here now.</param>
public sealed record DrainStatus(bool Draining, DateTimeOffset? Until, int Rooms);

/// <summary>
/// Emptying the node before it is stopped. Running sessions get until a deadline to end by themselves.
/// <code>
///  Serving ──Begin──▶ Draining ──deadline──▶ Moved (rooms told to move and closed)
///     ▲                  │ └── last room left: done ──────┘
///     └────── Cancel ────┴──────────────────────────────┘
/// </code>
/// </summary>
internal sealed partial class MediaDrain : IAsyncDisposable
{
    private readonly Func<int> _rooms;
    private readonly Func<Task> _moveEverybody;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly ITimer _deadline;
    private TaskCompletionSource? _emptied;
    private DateTimeOffset _until;

    public MediaDrain(Func<int> rooms, Func<Task> moveEverybody, TimeProvider time, ILogger logger)
    {
        (_rooms, _moveEverybody, _time, _logger) = (rooms, moveEverybody, time, logger);
        _deadline = time.CreateTimer(static drain => _ = ((MediaDrain)drain!).MoveAsync(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public bool IsDraining
    {
        get
        {
            lock (_gate) return _emptied is not null;
        }
    }

    public DrainStatus Status
    {
        get
        {
            var rooms = _rooms(); // takes the lock of the places, under which this one may be taken
            lock (_gate) return new DrainStatus(_emptied is not null, _emptied is null ? null : _until, rooms);
        }
    }

    /// <summary>No new rooms from now on. Begun again, only the deadline changes.</summary>
    /// <returns>Completes when no room is left, by itself or moved; also when the drain is cancelled.</returns>
    public Task Begin(TimeSpan within)
    {
        Task emptied;
        lock (_gate)
        {
            _until = _time.GetUtcNow() + within;
            _emptied ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            emptied = _emptied.Task;
            if (!emptied.IsCompleted) _deadline.Change(within, Timeout.InfiniteTimeSpan);
        }

        LogBegun(_logger, _rooms(), within);
        OnRoomLeft();
        return emptied;
    }

    public void Cancel()
    {
        lock (_gate)
        {
            if (_emptied is null) return;
            _emptied.TrySetResult();
            _emptied = null;
            _deadline.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        LogCancelled(_logger);
    }

    /// <summary>Perhaps it was the last one.</summary>
    public void OnRoomLeft()
    {
        if (_rooms() > 0) return;
        lock (_gate)
        {
            if (_emptied is null) return;
            _emptied.TrySetResult();
            _deadline.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public ValueTask DisposeAsync() => _deadline.DisposeAsync();

    private async Task MoveAsync()
    {
        lock (_gate)
        {
            if (_emptied is null) return; // cancelled meanwhile
        }

        LogMoving(_logger, _rooms());
        await _moveEverybody();
        lock (_gate) _emptied?.TrySetResult();
    }

    [LoggerMessage(3030, LogLevel.Information, "Draining: no new rooms; {Rooms} rooms have {Within} to end, then they are told to move.")]
    private static partial void LogBegun(ILogger logger, int rooms, TimeSpan within);

    [LoggerMessage(3031, LogLevel.Information, "The drain was cancelled: new rooms are taken again.")]
    private static partial void LogCancelled(ILogger logger);

    [LoggerMessage(3032, LogLevel.Information, "Deadline of the drain: {Rooms} rooms are told to move.")]
    private static partial void LogMoving(ILogger logger, int rooms);
}
