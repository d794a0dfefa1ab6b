using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Outside;
using VirtualWindow.Domain.People;
using VirtualWindow.FollowUp.Outside;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Messages;
using VirtualWindow.Storage.Outbox;
using VirtualWindow.Storage.Outside;

namespace VirtualWindow.Host.Outside;

/// <summary>Tokens, webhooks, deliveries and the outbox in the hands of an admin.</summary>
internal sealed class OutsideAdmin(IWindowStore store, WebhookSecrets secrets, WebhookOptions options, OutboxBell bell, IHostEnvironment environment, TimeProvider time)
{
    private const int AtMost = 200, LongestName = 60, LongestUrl = 500, MostDays = 730;
    /// <summary>So long deliveries are signed with the secret before the last change too.</summary>
    private static readonly TimeSpan Changeover = TimeSpan.FromDays(1);

    public Task<OutsideTokenList> TokensAsync(CancellationToken ct) => store.ReadAsync(async (db, token) =>
        new OutsideTokenList([.. (await db.OutsideTokens.OrderByDescending(row => row.CreatedAt).ToListAsync(token)).Select(View)], OutsideScopes.All), ct);

    public async Task<Reply<OutsideTokenMade>> MakeTokenAsync(OutsideTokenRequest request, string by, CancellationToken ct)
    {
        if (!IsName(request.Name) || request.Days is < 1 or > MostDays || request.Scopes is not { Count: > 0 } || request.Scopes.Except(OutsideScopes.All).Any())
            return Bad("请填写名称、至少一项权限和 1 到 730 天的有效期。", "Please give a name, at least one scope and 1 to 730 days.");
        var now = time.GetUtcNow();
        var (made, row) = OutsideTokens.Make(request.Name.Trim(), request.Scopes.Distinct(), now.AddDays(request.Days), by, now);
        await store.WriteAsync((db, _) =>
        {
            db.OutsideTokens.Add(row);
            return Task.CompletedTask;
        }, ct);
        return new OutsideTokenMade(made, View(row));
    }

    /// <returns>Null when there is no such token.</returns>
    public Task<OutsideTokenList?> RevokeTokenAsync(Guid id, CancellationToken ct) => store.WriteAsync(async (db, token) =>
    {
        if (await db.OutsideTokens.SingleOrDefaultAsync(row => row.Id == id, token) is not { } found) return null;
        found.RevokedAt ??= time.GetUtcNow();
        await db.SaveChangesAsync(token);
        return new OutsideTokenList([.. (await db.OutsideTokens.OrderByDescending(row => row.CreatedAt).ToListAsync(token)).Select(View)], OutsideScopes.All);
    }, ct);

    public Task<WebhookList> WebhooksAsync(CancellationToken ct) => store.ReadAsync(async (db, token) =>
    {
        var open = await db.WebhookDeliveries.Where(row => row.State != DeliveryState.Delivered).GroupBy(row => new { row.Endpoint, row.State })
            .Select(group => new { group.Key.Endpoint, group.Key.State, Count = group.Count() }).ToListAsync(token);
        int Count(Guid endpoint, DeliveryState state) => open.Where(row => row.Endpoint == endpoint && row.State == state).Sum(row => row.Count);
        var endpoints = await db.WebhookEndpoints.OrderBy(row => row.CreatedAt).ToListAsync(token);
        return new WebhookList(
            [.. endpoints.Select(row => View(row, Count(row.Id, DeliveryState.Waiting), Count(row.Id, DeliveryState.GivenUp)))], CaseEvents.Types);
    }, ct);

    public async Task<Reply<WebhookSaved>> AddWebhookAsync(WebhookRequest request, string by, CancellationToken ct)
    {
        if (Fault(request) is { } unfit) return unfit;
        var (secret, now) = (WebhookSecrets.Make(), time.GetUtcNow());
        var endpoint = new WebhookEndpoint
        {
            Id = Guid.CreateVersion7(now), Name = request.Name.Trim(), Url = request.Url.Trim(), Types = string.Join(' ', request.Types),
            ProtectedSecret = secrets.Protect(secret), Enabled = request.Enabled, CreatedAt = now, CreatedBy = by,
        };
        await store.WriteAsync((db, _) =>
        {
            db.WebhookEndpoints.Add(endpoint);
            return Task.CompletedTask;
        }, ct);
        return new WebhookSaved(View(endpoint, 0, 0), secret);
    }

    public async Task<Reply<WebhookSaved>> ChangeWebhookAsync(Guid id, WebhookRequest request, CancellationToken ct)
    {
        if (Fault(request) is { } unfit) return unfit;
        return await ChangeAsync(id, endpoint =>
        {
            (endpoint.Name, endpoint.Url, endpoint.Types) = (request.Name.Trim(), request.Url.Trim(), string.Join(' ', request.Types));
            (endpoint.Enabled, endpoint.DisabledBecause) = (request.Enabled, request.Enabled ? null : endpoint.DisabledBecause ?? "by-hand");
        }, null, ct);
    }

    /// <summary>A new secret; the former one signs beside it for a day.</summary>
    public Task<Reply<WebhookSaved>> ChangeSecretAsync(Guid id, CancellationToken ct)
    {
        var secret = WebhookSecrets.Make();
        var kept = secrets.Protect(secret);
        return ChangeAsync(id, endpoint =>
        {
            (endpoint.ProtectedFormerSecret, endpoint.FormerUntil) = (endpoint.ProtectedSecret, time.GetUtcNow() + Changeover);
            endpoint.ProtectedSecret = kept;
        }, secret, ct);
    }

    public Task<DeliveryList> DeliveriesAsync(CancellationToken ct) => store.ReadAsync(async (db, token) =>
    {
        var rows = await db.WebhookDeliveries.OrderByDescending(row => row.CreatedAt).Take(AtMost).ToListAsync(token);
        var ids = rows.Select(row => row.Id).ToArray();
        var names = await db.WebhookEndpoints.ToDictionaryAsync(row => row.Id, row => row.Name, token);
        var next = await db.FollowUps.Where(row => row.Kind == FollowUpEntry.DeliverWebhook && ids.Contains(row.Subject) && row.State == FollowUpState.Waiting)
            .ToDictionaryAsync(row => row.Subject, row => row.NextTryAt, token);
        var log = (await db.WebhookAttempts.Where(row => ids.Contains(row.Delivery)).OrderByDescending(row => row.Serial).ToListAsync(token))
            .ToLookup(row => row.Delivery, row => new DeliveryAttempt(row.At, row.Status, row.Error, row.Milliseconds, row.Answer));
        return new DeliveryList([.. rows.Select(row => new DeliveryView(
            row.Id.ToString("N"), names[row.Endpoint], row.Event, row.Type, Enum.Parse<DeliveryStage>(row.State.ToString()), row.Attempts, row.LastStatus, row.LastError,
            row.CreatedAt, row.LastAttemptAt, next.TryGetValue(row.Id, out var at) ? at : null, row.Body, [.. log[row.Id]]))]);
    }, ct);

    /// <summary>The same event once more, under the same id, from the schedule's beginning.</summary>
    /// <returns>False when there is no such delivery.</returns>
    public async Task<bool> SendAgainAsync(Guid id, CancellationToken ct)
    {
        var found = await store.WriteAsync(async (db, token) =>
        {
            if (await db.WebhookDeliveries.SingleOrDefaultAsync(row => row.Id == id, token) is not { } delivery) return false;
            (delivery.State, delivery.Attempts) = (DeliveryState.Waiting, 0);
            var promise = await db.FollowUps.SingleAsync(row => row.Kind == FollowUpEntry.DeliverWebhook && row.Subject == id, token);
            foreach (var mark in await db.FollowUpSteps.Where(row => row.FollowUp == promise.Id).ToListAsync(token))
                (mark.State, mark.Note, mark.DoneAt) = (StepState.Waiting, null, null);
            promise.MakeDue(time.GetUtcNow());
            return true;
        }, ct);
        bell.Ring();
        return found;
    }

    public Task<MessageList> MessagesAsync(CancellationToken ct) => store.ReadAsync(async (db, token) =>
    {
        var rows = await db.Messages.OrderByDescending(row => row.CreatedAt).Take(AtMost).ToListAsync(token);
        var cases = rows.Where(row => row.Case != null).Select(row => row.Case!.Value).Distinct().ToArray();
        var numbers = await db.Cases.Where(row => cases.Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.Number, token);
        return new MessageList([.. rows.Select(row => new MessageView(
            row.Id.ToString("N"), row.Channel == MessageChannel.Mail ? "mail" : "sms", row.Purpose, row.Case is { } about ? numbers.GetValueOrDefault(about) : null, Shown(row),
            row.Subject, row.Text, Enum.Parse<MessageStage>(row.State.ToString()), row.CreatedAt, row.SentAt))]);
    }, ct);

    private async Task<Reply<WebhookSaved>> ChangeAsync(Guid id, Action<WebhookEndpoint> change, string? secret, CancellationToken ct)
    {
        var changed = await store.WriteAsync(async (db, token) =>
        {
            if (await db.WebhookEndpoints.SingleOrDefaultAsync(row => row.Id == id, token) is { } endpoint)
            {
                change(endpoint);
                return endpoint;
            }

            return null;
        }, ct);
        return changed is null ? Refusals.Of(RefusalCodes.NotFound) : new WebhookSaved(View(changed, 0, 0), secret);
    }

    private Refusal? Fault(WebhookRequest request)
    {
        if (!IsName(request.Name)) return Bad("请填写名称（最多 60 个字）。", "Please give a name, at most 60 characters.");
        if (request.Types is null || request.Types.Except(CaseEvents.Types).Any()) return Bad("没有这种事件。", "There is no such event.");
        var fits = request.Url?.Length <= LongestUrl && Uri.TryCreate(request.Url.Trim(), UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || (options.AllowPrivateAddresses && url.Scheme == Uri.UriSchemeHttp)) && url.UserInfo.Length == 0;
        return fits ? null : Bad("请填写以 https:// 开头的网址。", "Please give an address that begins with https://.");
    }

    // Phones and mailboxes are nobody's business on a running hall's page; a developer wants to see where a text went.
    private string Shown(OutboundMessage message) => environment.IsDevelopment() ? message.Receiver
        : message.Channel == MessageChannel.Mail ? $"***{message.Receiver[message.Receiver.LastIndexOf('@')..]}" : MobileNumber.Mask(message.Receiver);

    private static OutsideTokenView View(OutsideToken row) => new(
        row.Id.ToString("N"), row.Name, row.Beginning, row.Scopes.Split(' '), row.CreatedAt, row.CreatedBy, row.ExpiresAt, row.RevokedAt, row.UsedAt);

    private static WebhookView View(WebhookEndpoint row, int waiting, int givenUp) => new(
        row.Id.ToString("N"), row.Name, row.Url, row.Types.Split(' ', StringSplitOptions.RemoveEmptyEntries), row.Enabled, row.DisabledBecause, row.FormerUntil,
        row.CreatedAt, waiting, givenUp);

    private static bool IsName(string? name) => !string.IsNullOrWhiteSpace(name) && name.Length <= LongestName && !name.Any(char.IsControl);

    private static Refusal Bad(string message, string messageEn) => Refusals.Of(RefusalCodes.BadInput, message, messageEn);
}
