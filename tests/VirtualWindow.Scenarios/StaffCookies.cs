using System.Net;
using System.Net.Http.Json;
using VirtualWindow.Contracts.Staff;
using VirtualWindow.Testing.HubClients;
using VirtualWindow.Testing.Processes;

namespace VirtualWindow.Scenarios;

/// <summary>What a browser keeps after signing in.</summary>
internal static class StaffCookies
{
    public static async Task<CookieContainer> OfAsync(HostProcess host, string user, string password)
    {
        var cookies = new CookieContainer();
        using var handler = new HttpClientHandler { CookieContainer = cookies };
        using var http = new HttpClient(handler) { BaseAddress = host.Address };
        (await http.PostAsJsonAsync("/api/staff/sign-in", new SignInRequest(user, password), WindowConnection.Json)).EnsureSuccessStatusCode();
        return cookies;
    }
}
