using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace VirtualWindow.Testing.HubClients;

/// <summary>A real SignalR connection to one of the hubs: WebSocket only, JSON as the contracts promise it.</summary>
public static class WindowConnection
{
    public static HubConnection To(Uri host, string hub, CookieContainer cookies)
    {
        var builder = new HubConnectionBuilder()
            .WithUrl(new Uri(host, hub), HttpTransportType.WebSockets, options =>
            {
                options.SkipNegotiation = true;
                options.Cookies = cookies;
            })
            .AddJsonProtocol(options => Configure(options.PayloadSerializerOptions));
        return builder.Build();
    }

    public static JsonSerializerOptions Json { get; } = Configure(new JsonSerializerOptions());

    private static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        return options;
    }
}
