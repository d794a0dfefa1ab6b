using Microsoft.EntityFrameworkCore;
using VirtualWindow.FollowUp.Messages;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Messages;
using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.FollowUp.Steps;

/// <summary>Hands one message to the gateway, under its own id as the idempotency key. Without a gateway it is kept for the outbox page.</summary>
internal sealed class SendMessage(IWindowStore store, IEnumerable<IMessageGateway> gateways) : IFollowUpStep
{
    private readonly IMessageGateway? _gateway = gateways.LastOrDefault();

    public string Kind => FollowUpEntry.SendMessage;
    public string Name => "send-message";
    public bool MayBeSkipped => true;

    // A crash after the call and before the commit: the provider is asked again with the same key.
    public async ValueTask<StepPlan> PrepareAsync(Guid subject, CancellationToken ct)
    {
        var message = await store.ReadAsync((db, token) => db.Messages.SingleAsync(row => row.Id == subject, token), ct);
        if (_gateway is not null && message.State != MessageState.Sent) await _gateway.SendAsync(message, ct);
        return StepPlan.Do(async (work, token) =>
        {
            var kept = await work.Db.Messages.SingleAsync(row => row.Id == subject, token);
            if (kept.State == MessageState.Sent) return;
            (kept.State, kept.SentAt) = _gateway is null ? (MessageState.Kept, (DateTimeOffset?)null) : (MessageState.Sent, work.Now);
        });
    }
}
