using VirtualWindow.MediaNode.Loop;
using VirtualWindow.MediaNode.Recording;
using VirtualWindow.Rtc;

namespace VirtualWindow.MediaNode;

/// <summary>One media loop with the rooms on it: what a room is placed on, and how other threads ask it.</summary>
/// <param name="number">0, 1, … in the order of the ports.</param>
/// <param name="disk">Null when this node does not record.</param>
internal sealed class RoomLoop(int number, MediaLoop loop, MediaEngine engine, RecordingDisk? disk)
{
    /// <summary>
    /// What a room of two usually costs of one core (about 400 forwarded packets a second): it counts from the moment the room is
    /// placed, while the measured share follows a second later.
    /// </summary>
    private const double ShareOfARoom = 0.002;

    public int Number { get; } = number;

    public MediaLoop Loop { get; } = loop;

    public MediaEngine Engine { get; } = engine;

    public RecordingDisk? Disk { get; } = disk;

    /// <summary>Rooms placed here; kept by <see cref="RoomPlaces"/> under its lock.</summary>
    public int PlacedRooms { get; set; }

    /// <summary>Share of the last measured second that the loop was awake, 0..1.</summary>
    public double BusyShare { get; set; }

    public bool IsAlive => !Loop.IsStopped;

    /// <summary>The loop with the least gets the next room.</summary>
    public double Load => BusyShare + (PlacedRooms * ShareOfARoom);

    /// <summary>Asks on the loop's thread.</summary>
    /// <returns>Null when the loop is behind or has ended: then nothing was asked. The task's result is default when the loop ended before it got there.</returns>
    public Task<T?>? TryAsk<T>(Func<MediaEngine, MediaTime, T> question)
    {
        var answer = new TaskCompletionSource<T?>(TaskCreationOptions.RunContinuationsAsynchronously);
        return Loop.TryPost(now => Answer(answer, question, now)) ? AnswerOrEndAsync(answer.Task) : null;
    }

    private async Task<T?> AnswerOrEndAsync<T>(Task<T?> answer)
    {
        await Task.WhenAny(answer, Loop.Ended);
        return answer.IsCompleted ? await answer : default;
    }

    private void Answer<T>(TaskCompletionSource<T?> answer, Func<MediaEngine, MediaTime, T> question, MediaTime now)
    {
        try
        {
            answer.TrySetResult(question(Engine, now));
        }
        catch (Exception fault)
        {
            answer.TrySetException(fault);
        }
    }
}
