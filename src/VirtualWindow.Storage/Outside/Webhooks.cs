using Microsoft.EntityFrameworkCore;
using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.Storage.Outside;

/// <summary>An outside system that wants to be told. Its secrets are encrypted at rest (<see cref="WebhookSecrets"/>).</summary>
public sealed class WebhookEndpoint
{
    public required Guid Id { get; init; }
    public required string Name { get; set; }
    public required string Url { get; set; }
    /// <summary>Types it wants, separated by blanks; empty = all.</summary>
    public required string Types { get; set; }
    public required string ProtectedSecret { get; set; }
    /// <summary>The secret before the last change; deliveries are signed with both until <see cref="FormerUntil"/>, so that nobody must
    /// change both ends in the same second.</summary>
    public string? ProtectedFormerSecret { get; set; }
    public DateTimeOffset? FormerUntil { get; set; }
    public bool Enabled { get; set; } = true;
    /// <summary>Why nothing is sent any more, e.g. "gone" (the endpoint answered 410).</summary>
    public string? DisabledBecause { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required string CreatedBy { get; init; }

    public bool Wants(string type) => Enabled && (Types.Length == 0 || Types.Split(' ').Contains(type));
}

/// <summary>Stored as numbers: append only.</summary>
public enum DeliveryState
{
    Waiting = 0,
    Delivered = 1,
    /// <summary>Tried as often as the schedule says, or the endpoint is gone; a person may send it again.</summary>
    GivenUp = 2,
}

/// <summary>One event on its way to one endpoint.</summary>
public sealed class WebhookDelivery
{
    public required Guid Id { get; init; }
    public required Guid Endpoint { get; init; }
    /// <summary>The event's id: the same at every attempt and for every endpoint, so that a receiver may drop what it has.</summary>
    public required string Event { get; init; }
    public required string Type { get; init; }
    /// <summary>The body, byte for byte as it is signed and sent.</summary>
    public required string Body { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DeliveryState State { get; set; }
    /// <summary>Attempts since it was last asked for.</summary>
    public int Attempts { get; set; }
    public DateTimeOffset? LastAttemptAt { get; set; }
    /// <summary>HTTP status of the last attempt; null when none came.</summary>
    public int? LastStatus { get; set; }
    /// <summary>Why no status came: a code, e.g. "timeout", "refused-address".</summary>
    public string? LastError { get; set; }
}

/// <summary>One time that a delivery was tried; the newest ones of each are kept.</summary>
public sealed class WebhookAttempt
{
    public const int MostKept = 20, LongestAnswer = 200;

    public required Guid Delivery { get; init; }
    /// <summary>From 1, over all times it was asked for.</summary>
    public required int Serial { get; init; }
    public required DateTimeOffset At { get; init; }
    /// <summary>HTTP status; null when none came.</summary>
    public int? Status { get; init; }
    /// <summary>Why no status came: a code, e.g. "timeout".</summary>
    public string? Error { get; init; }
    public int Milliseconds { get; init; }
    /// <summary>What the answer's body began with; null when it was empty or did not come.</summary>
    public string? Answer { get; init; }
}

public static class WebhookOutbox
{
    private const string Beginning = "msg_";

    /// <summary>How the ids of all events about a subject begin, whose keys begin with its id.</summary>
    public static string EventsOf(string subject) => $"{Beginning}{subject}_";

    /// <summary>Writes one delivery for every endpoint that wants the type, in the running transaction. Costs one question when nobody listens.</summary>
    /// <param name="key">What happened, once: the same key makes the same event id, and an endpoint hears of it once.</param>
    public static async Task PublishAsync(this WindowDb db, string type, string key, Func<string> body, DateTimeOffset now, CancellationToken ct)
    {
        var wanted = (await db.WebhookEndpoints.AsNoTracking().Where(row => row.Enabled).ToListAsync(ct)).Where(row => row.Wants(type)).ToList();
        if (wanted.Count == 0) return;
        var id = $"{Beginning}{key}";
        var known = await db.WebhookDeliveries.Where(row => row.Event == id).Select(row => row.Endpoint).ToListAsync(ct);
        foreach (var endpoint in wanted.Where(row => !known.Contains(row.Id)))
        {
            var delivery = new WebhookDelivery { Id = Guid.CreateVersion7(now), Endpoint = endpoint.Id, Event = id, Type = type, Body = body(), CreatedAt = now };
            db.WebhookDeliveries.Add(delivery);
            db.Promise(FollowUpEntry.DeliverWebhook, delivery.Id, now, label: $"{type} → {endpoint.Name}");
        }
    }
}
