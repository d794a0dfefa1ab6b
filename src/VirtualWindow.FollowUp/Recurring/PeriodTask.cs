using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.FollowUp.Recurring;

/// <summary>
/// Work that comes again every day or hour. Each period is one follow-up under a unique key, so it runs once however many processes
/// there are, is retried like any other and is seen on the same page. It works on the state it finds: a period that was missed while
/// nothing ran is made up for by the next.
/// </summary>
internal abstract class PeriodTask(string kind, bool hourly) : IFollowUpStep
{
    public string Kind => kind;
    public string Name => kind;
    public bool MayBeSkipped => true;
    public bool Hourly => hourly;

    /// <summary>Works in small writes of its own, each safe to repeat; a crash half-way is made up for by the retry.</summary>
    public async ValueTask<StepPlan> PrepareAsync(Guid subject, CancellationToken ct)
    {
        await RunAsync(Period.Of(subject), ct);
        return StepPlan.Do((_, _) => Task.CompletedTask);
    }

    protected abstract Task RunAsync(Period period, CancellationToken ct);
}
