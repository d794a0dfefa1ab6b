using Hangfire;
using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.FollowUp;

internal sealed class HangfireFollowUpQueue(IBackgroundJobClient jobs) : IFollowUpQueue
{
    public void Enqueue(LeasedFollowUp leased) =>
        jobs.Enqueue<FollowUpJob>(FollowUpQueues.Of(leased.Lane), job => job.RunAsync(leased.Id, leased.Lease, CancellationToken.None));
}

/// <summary>Names of Hangfire's queues: a server for each, so that film never stands before cases.</summary>
public static class FollowUpQueues
{
    public const string Quick = "default";
    public const string Slow = "slow";

    public const string Papers = "papers";

    public static string Of(FollowUpLane lane) => lane switch
    {
        FollowUpLane.Slow => Slow,
        FollowUpLane.Papers => Papers,
        _ => Quick,
    };
}
