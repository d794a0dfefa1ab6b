using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR.Client;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Documents;

namespace VirtualWindow.Testing.HubClients;

/// <summary>The documents of a session as a page follows them: asks again after each hint; uploads and reads by HTTP with the page's cookies.</summary>
public sealed class DocumentMirror
{
    private readonly Channel<DocumentsChanged> _news = Channel.CreateUnbounded<DocumentsChanged>();
    private readonly Channel<DocumentGesture> _gestures = Channel.CreateUnbounded<DocumentGesture>();
    private readonly HubConnection _connection;
    private readonly CookieContainer _cookies;
    private readonly Uri _host;

    internal DocumentMirror(HubConnection connection, CookieContainer cookies, Uri host)
    {
        (_connection, _cookies, _host) = (connection, cookies, host);
        connection.On<DocumentsChanged>(nameof(IDocumentClient.DocumentsChanged), news => _news.Writer.TryWrite(news));
        connection.On<DocumentGesture>(nameof(IDocumentClient.DocumentGesture), gesture => _gestures.Writer.TryWrite(gesture));
    }

    public async Task<DocumentDeskView> OpenAsync(string sessionId) =>
        (await _connection.InvokeAsync<Reply<DocumentDeskView>>(nameof(IDocumentHub.OpenDocuments), new OpenDocumentsRequest(sessionId))).Value
        ?? throw new InvalidOperationException("The documents did not open.");

    /// <summary>Looks again after each hint until it is as expected.</summary>
    public async Task<DocumentDeskView> UntilAsync(string sessionId, Func<DocumentDeskView, bool> holds)
    {
        ArgumentNullException.ThrowIfNull(holds);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var seen = await OpenAsync(sessionId);
        while (!holds(seen))
        {
            await _news.Reader.ReadAsync(patience.Token);
            seen = await OpenAsync(sessionId);
        }

        return seen;
    }

    public async Task<DocumentGesture> GestureAsync()
    {
        using var patience = new CancellationTokenSource(Patience.ForNews);
        return await _gestures.Reader.ReadAsync(patience.Token);
    }

    /// <summary>Announces and sends a whole file.</summary>
    /// <returns>The answer to the last request: a <see cref="UploadView"/> or a refusal.</returns>
    public async Task<HttpResponseMessage> UploadAsync(string sessionId, string name, byte[] bytes, string? askId = null)
    {
        var begun = await BeginAsync(RequestFor(sessionId, name, bytes) with { AskId = askId });
        if (!begun.IsSuccessStatusCode) return begun;
        var upload = (await begun.Content.ReadFromJsonAsync<UploadView>(WindowConnection.Json))!;
        HttpResponseMessage answer = begun;
        for (var from = 0; from < bytes.Length && answer.IsSuccessStatusCode; from += upload.PartBytes)
            answer = await SendPartAsync(upload.DocumentId, from, bytes.AsMemory(from, Math.Min(upload.PartBytes, bytes.Length - from)));
        return answer;
    }

    public static UploadRequest RequestFor(string sessionId, string name, byte[] bytes) =>
        new(sessionId, name, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)), null, false, null);

    public Task<HttpResponseMessage> BeginAsync(object request) => SendAsync(HttpMethod.Post, "/api/documents", JsonContent.Create(request, options: WindowConnection.Json));

    public Task<HttpResponseMessage> SendPartAsync(string id, object from, ReadOnlyMemory<byte> part) =>
        SendAsync(HttpMethod.Patch, $"/api/documents/{id}/upload", new ReadOnlyMemoryContent(part), ("Upload-Offset", from.ToString()!));

    public Task<HttpResponseMessage> StateAsync(string id) => SendAsync(HttpMethod.Get, $"/api/documents/{id}/upload");

    public Task<HttpResponseMessage> FetchAsync(string id, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, $"/api/documents/{id}", null, headers);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var handler = new HttpClientHandler { CookieContainer = _cookies };
        using var http = new HttpClient(handler) { BaseAddress = _host };
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await http.SendAsync(request);
    }
}
