using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using VirtualWindow.Storage.Outside;

namespace VirtualWindow.FollowUp.Outside;

/// <summary>What came of one attempt.</summary>
/// <param name="Status">Null when no answer came.</param>
/// <param name="Error">Why no answer came: a code.</param>
/// <param name="RetryAfter">How long the endpoint asks to be left alone (RFC 9110 §10.2.3).</param>
/// <param name="Beginning">What its body began with, for a person who looks for the cause.</param>
public sealed record WebhookAnswer(int? Status, string? Error, TimeSpan? RetryAfter, string? Beginning = null)
{
    public bool Taken => Status is >= 200 and < 300;
    /// <summary>410: it wants nothing any more.</summary>
    public bool Gone => Status == (int)HttpStatusCode.Gone;
}

/// <summary>Posts one signed event. Follows no redirect, reads no more of the answer than its beginning, and calls no address of the own network unless that is allowed.</summary>
public sealed class WebhookSender : IDisposable
{
    private static readonly TimeSpan BodyPatience = TimeSpan.FromSeconds(2);
    private readonly HttpClient _http;
    private readonly bool _allowPrivate;

    public WebhookSender(WebhookOptions options)
    {
        _allowPrivate = options.AllowPrivateAddresses;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseCookies = false, UseProxy = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2), ConnectCallback = ConnectAsync,
        };
        _http = new HttpClient(handler) { Timeout = options.Timeout };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("VirtualWindow", "1.0"));
    }

    public async Task<WebhookAnswer> PostAsync(string url, string id, string body, DateTimeOffset attempt, IEnumerable<string> secrets, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add(WebhookSignature.IdHeader, id);
        request.Headers.Add(WebhookSignature.TimestampHeader, attempt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Sign(id, attempt, body, secrets));
        try
        {
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            return new((int)answer.StatusCode, null, RetryAfterOf(answer, attempt), await BeginningOfAsync(answer, ct));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new(null, "timeout", null);
        }
        catch (HttpRequestException failure)
        {
            return new(null, failure.InnerException is AddressRefusedException ? "refused-address" : "unreachable", null);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>A body that comes slowly or not at all changes nothing about the answer: the status has come.</summary>
    private static async Task<string?> BeginningOfAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(BodyPatience);
        try
        {
            var bytes = new byte[WebhookAttempt.LongestAnswer];
            await using var body = await answer.Content.ReadAsStreamAsync(patience.Token);
            var read = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, patience.Token);
            var text = new string([.. Encoding.UTF8.GetString(bytes, 0, read).Select(letter => char.IsControl(letter) ? ' ' : letter)]).Trim();
            return text.Length == 0 ? null : text;
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException or HttpRequestException && !ct.IsCancellationRequested)
        {
            return null;
        }
    }

    private static TimeSpan? RetryAfterOf(HttpResponseMessage answer, DateTimeOffset now) => answer.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > now => date - now,
        _ => null,
    };

    // The name is resolved here, once, and the address that was looked at is the one that is called: a second answer cannot change it.
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, ct);
        var allowed = _allowPrivate ? addresses : [.. addresses.Where(OutsideAddresses.IsPublic)];
        if (allowed.Length == 0) throw new AddressRefusedException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class AddressRefusedException() : IOException("The address is not public.");
}
