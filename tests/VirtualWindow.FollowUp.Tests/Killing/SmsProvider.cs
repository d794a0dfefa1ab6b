using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace VirtualWindow.FollowUp.Tests.Killing;

/// <summary>A provider on a real socket that honours the idempotency key: what it has seen it answers alike and delivers no second time.</summary>
internal sealed class SmsProvider : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _requests;

    private SmsProvider(WebApplication app) => _app = app;

    public string Address => $"{_app.Urls.Single()}/sms";

    /// <summary>Text by key.</summary>
    public ConcurrentDictionary<string, string> Delivered { get; } = new();

    public int Requests => _requests;

    public static async Task<SmsProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var provider = new SmsProvider(builder.Build());
        provider._app.Urls.Add("http://127.0.0.1:0");
        provider._app.MapPost("/sms", provider.TakeAsync);
        await provider._app.StartAsync();
        return provider;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var body = await JsonDocument.ParseAsync(http.Request.Body);
        Interlocked.Increment(ref _requests);
        Delivered.TryAdd(http.Request.Headers["Idempotency-Key"].ToString(), body.RootElement.GetProperty("text").GetString()!);
    }
}
