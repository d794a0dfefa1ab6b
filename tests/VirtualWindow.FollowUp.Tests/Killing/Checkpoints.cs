using Microsoft.Extensions.DependencyInjection;
using VirtualWindow.Domain;
using VirtualWindow.Storage.Outbox;
using VirtualWindow.Testing.Processes;

namespace VirtualWindow.FollowUp.Tests.Killing;

/// <summary>
/// Wraps the queue and every step of the follow-up, so that the hall says where it stands and stops there until it is killed.
/// "enqueue": leased, not handed over. "before:STEP": what comes before is committed. "applied:STEP": done, not committed.
/// </summary>
internal sealed class Checkpoints(string? stopAt)
{
    public void Decorate(IServiceCollection services)
    {
        for (var i = 0; i < services.Count; i++)
        {
            var inner = services[i];
            if (inner.ServiceType == typeof(IFollowUpStep))
                services[i] = ServiceDescriptor.Singleton<IFollowUpStep>(provider => new Step(this, (IFollowUpStep)Create(provider, inner)));
            else if (inner.ServiceType == typeof(IFollowUpQueue))
                services[i] = ServiceDescriptor.Singleton<IFollowUpQueue>(provider => new Queue(this, (IFollowUpQueue)Create(provider, inner)));
        }
    }

    public void Pass(string checkpoint)
    {
        if (checkpoint != stopAt)
            return;
        KillableProgram.Say($"at {checkpoint}");
        Thread.Sleep(Timeout.Infinite);
    }

    private static object Create(IServiceProvider provider, ServiceDescriptor inner) =>
        ActivatorUtilities.CreateInstance(provider, inner.ImplementationType!);

    private sealed class Queue(Checkpoints checkpoints, IFollowUpQueue inner) : IFollowUpQueue
    {
        public void Enqueue(LeasedFollowUp leased)
        {
            checkpoints.Pass("enqueue");
            inner.Enqueue(leased);
        }
    }

    private sealed class Step(Checkpoints checkpoints, IFollowUpStep inner) : IFollowUpStep
    {
        public string Kind => inner.Kind;
        public string Name => inner.Name;
        public bool MayBeSkipped => inner.MayBeSkipped;
        public bool Quick => inner.Quick;

        public async ValueTask<StepPlan> PrepareAsync(Guid subject, CancellationToken ct)
        {
            checkpoints.Pass($"before:{Name}");
            var plan = await inner.PrepareAsync(subject, ct);
            return plan is StepPlan.Effect effect ? StepPlan.Do((work, token) => ApplyAsync(effect, work, token)) : plan;
        }

        private async Task<string?> ApplyAsync(StepPlan.Effect effect, StepWork work, CancellationToken ct)
        {
            var reason = await effect.Apply(work, ct);
            await work.Db.SaveChangesAsync(ct);
            checkpoints.Pass($"applied:{Name}");
            return reason;
        }
    }
}
