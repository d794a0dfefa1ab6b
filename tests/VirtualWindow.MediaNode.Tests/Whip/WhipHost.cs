using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VirtualWindow.Contracts.Media;
using VirtualWindow.MediaNode.Whip;

namespace VirtualWindow.MediaNode.Tests.Whip;

/// <summary>A real web server on a free port with nothing but the media node.</summary>
public sealed class WhipHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WhipHost(WebApplication app)
    {
        _app = app;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Http { get; }

    public string Url => _app.Urls.Single();

    public IMediaTokens Tokens => _app.Services.GetRequiredService<IMediaTokens>();

    public LocalMediaNode Node => _app.Services.GetRequiredService<LocalMediaNode>();

    public static async Task<WhipHost> StartAsync(string environment = "Development", Action<WebApplication>? map = null, params (string Key, string? Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Logging.ClearProviders();
        builder.Configuration["Urls"] = "http://127.0.0.1:0";
        builder.Configuration["Media:Port"] = "0";
        builder.Configuration["Media:MaxCpuPercent"] = "100"; // the whole test run shares the processor
        foreach (var (key, value) in settings)
            builder.Configuration[key] = value;
        builder.WebHost.UseUrls(builder.Configuration["Urls"]!);
        builder.Services.AddMediaNode(builder.Configuration);
        var app = builder.Build();
        app.MapWhip();
        map?.Invoke(app);
        try
        {
            await app.StartAsync();
            return new WhipHost(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public string Token(string room, string participant, bool publish = true, bool watch = true) =>
        Tokens.Mint(new MediaGrant(room, participant, publish, watch), TimeSpan.FromMinutes(5));

    /// <summary>A change of the ICE session (RFC 9725 §4.3).</summary>
    public Task<HttpResponseMessage> PatchAsync(string path, string token, string fragment, string? ifMatch, string type = "application/trickle-ice-sdpfrag") =>
        SendAsync(HttpMethod.Patch, path, token, fragment, type, ifMatch);

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? token, string? body = null, string type = "application/sdp", string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        }

        return await Http.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
