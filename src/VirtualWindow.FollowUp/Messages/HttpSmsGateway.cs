using System.Net.Http.Headers;
using System.Net.Http.Json;
using VirtualWindow.Storage.Messages;

namespace VirtualWindow.FollowUp.Messages;

/// <summary>
/// Posts texts to a provider's own address, or to the small adapter in front of it: <c>{"phone", "text"}</c> with <c>Idempotency-Key</c>
/// (draft-ietf-httpapi-idempotency-key-header) and a bearer token. Any 2xx means taken.
/// </summary>
public sealed class HttpSmsGateway(HttpClient http, SmsOptions options) : IMessageGateway
{
    public MessageChannel Channel => MessageChannel.Sms;

    public async Task SendAsync(OutboundMessage message, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Url) { Content = JsonContent.Create(new Body(message.Receiver, message.Text)) };
        // A structured string (RFC 8941 §3.3.3).
        request.Headers.TryAddWithoutValidation("Idempotency-Key", $"\"{message.Id:N}\"");
        if (options.Token.Length > 0) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.Token);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(options.Timeout);
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        if (!answer.IsSuccessStatusCode) throw new MessageRefusedException($"The SMS provider answered {(int)answer.StatusCode}.");
    }

    private sealed record Body(string Phone, string Text);
}
