using Hangfire;
using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.FollowUp;

internal sealed class HangfireFollowUpQueue(IBackgroundJobClient jobs) : IFollowUpQueue
{
    public void Enqueue(LeasedFollowUp leased) =>
        jobs.Enqueue<FileCaseJob>(job => job.RunAsync(leased.Id, leased.Lease, CancellationToken.None));
}
