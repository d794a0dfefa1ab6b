using Microsoft.EntityFrameworkCore;
using VirtualWindow.FollowUp.Messages;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Messages;
using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.FollowUp.Steps;

/// <summary>Hands one message to its channel's gateway, under its own id as the idempotency key. Without a gateway it is kept for the outbox page.</summary>
internal sealed class SendMessage(IWindowStore store, IEnumerable<IMessageGateway> gateways) : IFollowUpStep
{
    private readonly Dictionary<MessageChannel, IMessageGateway> _gateways = gateways.ToDictionary(gateway => gateway.Channel);

    public string Kind => FollowUpEntry.SendMessage;
    public string Name => "send-message";
    public bool MayBeSkipped => true;

    // A crash after the call and before the commit: the provider is asked again with the same key.
    public async ValueTask<StepPlan> PrepareAsync(Guid subject, CancellationToken ct)
    {
        var message = await store.ReadAsync((db, token) => db.Messages.SingleAsync(row => row.Id == subject, token), ct);
        if (message.State == MessageState.Sent) return StepPlan.Do((_, _) => Task.CompletedTask);
        var sent = _gateways.TryGetValue(message.Channel, out var gateway);
        if (sent) await gateway!.SendAsync(message, ct);
        return StepPlan.Do(async (work, token) =>
        {
            var kept = await work.Db.Messages.SingleAsync(row => row.Id == subject, token);
            (kept.State, kept.SentAt) = sent ? (MessageState.Sent, work.Now) : (MessageState.Kept, (DateTimeOffset?)null);
        });
    }
}
