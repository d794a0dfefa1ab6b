using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.FollowUp;

/// <summary>Wakes the pump each time a part of what was leased is finished, so that under load the workers never wait for its poll.</summary>
internal sealed class WorkInHand(OutboxBell bell, FollowUpOptions options)
{
    private readonly int _part = Math.Max(1, options.Batch / 4);
    private int _finished;

    public void Finished()
    {
        if (Interlocked.Increment(ref _finished) % _part == 0) bell.Ring();
    }
}
