using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using VirtualWindow.Contracts.Applicant;
using VirtualWindow.Contracts.Media;
using VirtualWindow.Contracts.Staff;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Seals;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Documents;
using VirtualWindow.Storage.Sqlite;
using VirtualWindow.Testing;
using VirtualWindow.Testing.HubClients;

namespace VirtualWindow.Signaling.Tests;

/// <summary>Signaling on real Kestrel with a real SQLite file; staff sign in by a cookie that this host hands out to whoever asks.</summary>
internal sealed class SignalingHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TemporaryFolder? _folder;
    private readonly List<IAsyncDisposable> _clients = [];

    private SignalingHost(WebApplication app, string database, TemporaryFolder? folder, MovableClock clock)
    {
        (_app, Database, _folder, Clock) = (app, database, folder, clock);
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    /// <summary>One ring for all hosts, as processes share theirs through the database.</summary>
    private static readonly EphemeralDataProtectionProvider Keys = new();

    public Uri Address { get; }
    public string Database { get; }
    public MovableClock Clock { get; }
    public FakeMediaNode Media => (FakeMediaNode)_app.Services.GetRequiredService<IMediaNode>();
    public IWindowStore Store => _app.Services.GetRequiredService<IWindowStore>();
    public IServiceProvider Services => _app.Services;

    /// <param name="database">Null = a new file that is deleted at the end.</param>
    public static async Task<SignalingHost> StartAsync(Dictionary<string, string?>? settings = null, string? database = null, MovableClock? clock = null)
    {
        var folder = database is null ? new TemporaryFolder("vw-signaling") : null;
        var file = database ?? Path.Combine(folder!.Path, "hall.db");
        var time = clock ?? new MovableClock();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Configuration.AddInMemoryCollection(Defaults).AddInMemoryCollection(settings ?? []);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSqliteWindowStorage(new SqliteStorageOptions(file));
        builder.Services.AddSingleton(new DocumentFolder(Path.ChangeExtension(file, "documents")));
        builder.Services.AddSingleton<IDataProtectionProvider>(Keys);
        builder.Services.AddSingleton<IMediaNode, FakeMediaNode>();
        builder.Services.AddSeals(builder.Configuration);
        builder.Services.AddSignaling(builder.Configuration);
        builder.Services.ConfigureHttpJsonOptions(json => WireJson.Configure(json.SerializerOptions));
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        var app = builder.Build();
        app.UseAuthentication();
        app.MapSignaling();
        app.MapPost("/sign-in/{name}/{role}/{site}", (HttpContext context, string name, string role, string site) => SignInAsync(context, name, role, site));
        await app.StartAsync();
        return new SignalingHost(app, file, folder, time);
    }

    public async Task<ApplicantClient> ApplicantAsync(CookieContainer? cookies = null) => Keep(await ApplicantClient.ConnectAsync(Address, cookies));

    /// <summary>An applicant with a ticket and its cookie.</summary>
    public async Task<ApplicantClient> WaitingAsync(TakeTicketRequest? request = null)
    {
        var applicant = await ApplicantAsync();
        var taken = await applicant.TakeTicket(request ?? Requests.Gushi());
        Assert.Null(taken.Refusal);
        (await applicant.JoinAsync(taken.Value!.JoinToken)).EnsureSuccessStatusCode();
        return applicant;
    }

    public async Task<DeskClient> DeskAsync(string name = "gushi01", string site = "gushi", CookieContainer? cookies = null) =>
        Keep(await DeskClient.ConnectAsync(Address, cookies ?? await SignInAsync(name, StaffRoles.Clerk, site)));

    public async Task<DeskClient> ReadyDeskAsync(string name = "gushi01", string site = "gushi")
    {
        var desk = await DeskAsync(name, site);
        Assert.Null((await desk.ReadyAsync()).Refusal);
        return desk;
    }

    public async Task<WallClient> WallAsync() => Keep(await WallClient.ConnectAsync(Address, await SignInAsync("lead01", StaffRoles.Supervisor, "gushi")));

    public async Task<CookieContainer> SignInAsync(string name, string role, string site)
    {
        var cookies = new CookieContainer();
        using var handler = new HttpClientHandler { CookieContainer = cookies };
        using var http = new HttpClient(handler);
        (await http.PostAsync(new Uri(Address, $"/sign-in/{name}/{role}/{site}"), null)).EnsureSuccessStatusCode();
        return cookies;
    }

    public Task<Ticket> TicketAsync(ApplicantClient applicant)
    {
        var id = TicketId.Parse(applicant.States.Latest!.Ticket!.TicketId);
        return Store.ReadAsync((db, ct) => db.Tickets.SingleAsync(ticket => ticket.Id == id, ct), CancellationToken.None);
    }

    /// <summary>The page is gone, and the server has noticed.</summary>
    public async Task LoseAsync(ApplicantClient applicant)
    {
        var subject = TicketId.Parse(applicant.States.Latest!.Ticket!.TicketId).Value;
        await applicant.DisposeAsync();
        await NoticedAsync(subject);
    }

    /// <summary>The page is gone, and the server has noticed.</summary>
    public async Task LoseAsync(DeskClient desk)
    {
        var subject = DeskId.Parse((await desk.Snapshot()).Value!.Desk.DeskId).Value;
        await desk.DisposeAsync();
        await NoticedAsync(subject);
    }

    private Task NoticedAsync(Guid subject) => Eventually.HoldsAsync(
        () => Store.ReadAsync((db, ct) => db.Attendances.AnyAsync(row => row.Subject == subject && row.ConnectionId == null, ct), CancellationToken.None),
        CancellationToken.None);

    /// <summary>The server ends first, its clients notice.</summary>
    public Task StopAsync() => _app.StopAsync();

    /// <summary>The floor has been looked at so many times more.</summary>
    public async Task RoundsAsync(int rounds)
    {
        var wall = await WallAsync();
        for (var i = 0; i < rounds; i++) await wall.Snapshot();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) await client.DisposeAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder?.Dispose();
    }

    /// <summary>Real pace, but nobody counts as lost only because a test moved the clock.</summary>
    private static readonly Dictionary<string, string?> Defaults = new()
    {
        ["Signaling:PollInterval"] = "00:00:00.100", ["Signaling:HeartbeatInterval"] = "08:00:00",
        ["Signaling:RequestBurst"] = "1000", ["Signaling:TicketBurstPerAddress"] = "1000", ["Signaling:LookupBurstPerAddress"] = "1000",
    };

    private T Keep<T>(T client) where T : IAsyncDisposable
    {
        _clients.Add(client);
        return client;
    }

    private static Task SignInAsync(HttpContext context, string name, string role, string site)
    {
        Claim[] claims =
        [
            new(ClaimTypes.NameIdentifier, name), new(ClaimTypes.Name, name), new(ClaimTypes.Role, role), new(StaffClaims.Site, site),
            new(StaffClaims.Number, name.ToUpperInvariant()), new(StaffClaims.DisplayName, $"测试{name}"),
        ];
        return context.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity(claims, CookieAuthenticationDefaults.AuthenticationScheme)));
    }
}
