using Microsoft.Extensions.DependencyInjection;
using VirtualWindow.Domain;
using VirtualWindow.Storage.Outbox;
using VirtualWindow.Testing.Processes;

namespace VirtualWindow.FollowUp.Tests.Killing;

/// <summary>
/// Wraps the queue and every step of the follow-up, so that the hall says where it stands and stops there until it is killed.
/// "enqueue": leased, not handed over. "before:STEP": the step before is committed. "applied:STEP": done, not committed.
/// </summary>
internal sealed class Checkpoints(string? stopAt)
{
    public void Decorate(IServiceCollection services)
    {
        for (var i = 0; i < services.Count; i++)
        {
            var inner = services[i];
            if (inner.ServiceType == typeof(ICaseStep))
                services[i] = ServiceDescriptor.Singleton<ICaseStep>(provider => new Step(this, (ICaseStep)Create(provider, inner)));
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

    private sealed class Step(Checkpoints checkpoints, ICaseStep inner) : ICaseStep
    {
        public string Name => inner.Name;

        public async ValueTask<CaseEffect> PrepareAsync(CaseId id, CancellationToken ct)
        {
            checkpoints.Pass($"before:{Name}");
            var effect = await inner.PrepareAsync(id, ct);
            return async (work, token) =>
            {
                await effect(work, token);
                await work.Db.SaveChangesAsync(token);
                checkpoints.Pass($"applied:{Name}");
            };
        }
    }
}
