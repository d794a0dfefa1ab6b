using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using VirtualWindow.FollowUp.Outside;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Outbox;
using VirtualWindow.Storage.Outside;

namespace VirtualWindow.FollowUp.Steps;

/// <summary>
/// Brings one event to one endpoint. An attempt that fails is no failure of the step: it waits as the schedule says, and after the last one
/// the delivery is given up and shown as such. A crash after the call: the endpoint is called again with the same id.
/// </summary>
internal sealed class DeliverWebhook(IWindowStore store, WebhookSender sender, WebhookSecrets secrets, WebhookOptions options, TimeProvider time) : IFollowUpStep
{
    public string Kind => FollowUpEntry.DeliverWebhook;
    public string Name => "deliver-webhook";
    public bool MayBeSkipped => true;

    public async ValueTask<StepPlan> PrepareAsync(Guid subject, CancellationToken ct)
    {
        var (delivery, endpoint) = await store.ReadAsync(async (db, token) =>
        {
            var found = await db.WebhookDeliveries.SingleAsync(row => row.Id == subject, token);
            return (found, await db.WebhookEndpoints.SingleAsync(row => row.Id == found.Endpoint, token));
        }, ct);
        if (delivery.State == DeliveryState.Delivered) return StepPlan.Do((_, _) => Task.CompletedTask);
        if (!endpoint.Enabled) return StepPlan.Do((work, token) => GiveUpAsync(work, subject, token));
        var now = time.GetUtcNow();
        var started = time.GetTimestamp();
        var answer = await sender.PostAsync(endpoint.Url, delivery.Event, delivery.Body, now, SecretsOf(endpoint, now), ct);
        var took = time.GetElapsedTime(started);
        var attempts = await store.WriteAsync((db, token) => NoteAsync(db, subject, answer, now, took, token), ct);
        if (answer.Taken) return StepPlan.Do((work, token) => TakenAsync(work, subject, token));
        if (!answer.Gone && options.WaitAfter(attempts) is { } wait) return StepPlan.NotYet(StepReasons.NotTaken, Spread(Longer(wait, answer.RetryAfter)));
        return StepPlan.Do((work, token) => GiveUpAsync(work, subject, token));
    }

    private IEnumerable<string> SecretsOf(WebhookEndpoint endpoint, DateTimeOffset now)
    {
        yield return secrets.Reveal(endpoint.ProtectedSecret);
        if (endpoint.ProtectedFormerSecret is { } former && now < endpoint.FormerUntil) yield return secrets.Reveal(former);
    }

    private static async Task<int> NoteAsync(WindowDb db, Guid subject, WebhookAnswer answer, DateTimeOffset now, TimeSpan took, CancellationToken ct)
    {
        var delivery = await db.WebhookDeliveries.SingleAsync(row => row.Id == subject, ct);
        (delivery.LastAttemptAt, delivery.LastStatus, delivery.LastError) = (now, answer.Status, answer.Error);
        var serial = 1 + (await db.WebhookAttempts.Where(row => row.Delivery == subject).MaxAsync(row => (int?)row.Serial, ct) ?? 0);
        db.WebhookAttempts.Add(new() { Delivery = subject, Serial = serial, At = now, Status = answer.Status, Error = answer.Error, Milliseconds = (int)took.TotalMilliseconds, Answer = answer.Beginning });
        await db.WebhookAttempts.Where(row => row.Delivery == subject && row.Serial <= serial - WebhookAttempt.MostKept).ExecuteDeleteAsync(ct);
        if (answer.Gone)
        {
            var endpoint = await db.WebhookEndpoints.SingleAsync(row => row.Id == delivery.Endpoint, ct);
            (endpoint.Enabled, endpoint.DisabledBecause) = (false, "gone");
        }

        return ++delivery.Attempts;
    }

    private static async Task TakenAsync(StepWork work, Guid subject, CancellationToken ct) =>
        (await work.Db.WebhookDeliveries.SingleAsync(row => row.Id == subject, ct)).State = DeliveryState.Delivered;

    private static async Task<string?> GiveUpAsync(StepWork work, Guid subject, CancellationToken ct)
    {
        (await work.Db.WebhookDeliveries.SingleAsync(row => row.Id == subject, ct)).State = DeliveryState.GivenUp;
        return StepReasons.GivenUp;
    }

    private static TimeSpan Longer(TimeSpan wait, TimeSpan? asked) => asked > wait ? asked.Value : wait;

    /// <summary>Up to a tenth more, so that what failed together does not come back together.</summary>
    private static TimeSpan Spread(TimeSpan wait) => wait * (1 + RandomNumberGenerator.GetInt32(1_000) / 10_000.0);
}
