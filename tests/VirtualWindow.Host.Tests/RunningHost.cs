using System.Net.Http.Json;
using System.Text.Json;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Staff;
using VirtualWindow.Host.Tests;
using VirtualWindow.Testing.Browser;
using VirtualWindow.Testing.Processes;

[assembly: AssemblyFixture(typeof(RunningHost))]
[assembly: AssemblyFixture(typeof(ChromiumBrowser))]

namespace VirtualWindow.Host.Tests;

/// <summary>One running program for the tests that only ask it something.</summary>
public sealed class RunningHost : IAsyncLifetime
{
    public const string Password = "correct-horse-battery";

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Accounts clerk001 … clerk009 are there for tests that lock or sign out; each test has its own.</summary>
    private static readonly HostLaunch Launch = new()
    {
        StaffPassword = Password,
        Settings = new Dictionary<string, string>
        {
            ["Seed__Clerks"] = "9",
            ["Staff__SignInsPerMinutePerAddress"] = "1000",
            ["Signaling__LookupBurstPerAddress"] = "10000", // bad input to whatever takes a secret must not use up what the other tests join with
            ["Signaling__HeartbeatInterval"] = "00:00:01",
        },
    };

    public HostProcess Process { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Process = await HostProcess.StartAsync(Launch);

    public ValueTask DisposeAsync() => Process.DisposeAsync();

    public HttpClient CreateClient() => Process.CreateClient();

    /// <summary>A client that carries the cookie of a signed-in account.</summary>
    public async Task<HttpClient> SignedInAsync(string userName)
    {
        var client = CreateClient();
        using var answer = await PostSignInAsync(client, userName, Password);
        answer.EnsureSuccessStatusCode();
        return client;
    }

    public static Task<HttpResponseMessage> PostSignInAsync(HttpClient client, string userName, string password) =>
        client.PostAsJsonAsync(Path("/api/staff/sign-in"), new SignInRequest(userName, password));

    public static async Task<Refusal> RefusalOf(HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<Refusal>(Json))!;

    public static Uri Path(string path) => new(path, UriKind.Relative);
}
