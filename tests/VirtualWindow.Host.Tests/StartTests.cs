using System.Net;
using System.Net.Sockets;
using VirtualWindow.Testing;
using VirtualWindow.Testing.Processes;

namespace VirtualWindow.Host.Tests;

/// <summary>A start that cannot be says what to do and ends with an exit code; a start that can be serves and ends cleanly.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task The_program_serves_and_ends_cleanly_on_sigterm()
    {
        await using var host = await HostProcess.StartAsync();
        using var client = host.CreateClient();

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/healthz/live", UriKind.Relative))).StatusCode);
        Assert.Equal(0, await host.StopAsync());
    }

    [Theory]
    [InlineData("media", "/whip/room/peer")]
    [InlineData("followup", "/hangfire")]
    [InlineData("signaling,media", "/hubs/desk")]
    public async Task A_part_of_the_roles_serves_its_own_part(string roles, string path)
    {
        await using var host = await HostProcess.StartAsync(new HostLaunch { Arguments = [$"--Roles={roles}"] });
        using var client = host.CreateClient();
        using var answer = await client.PostAsync(RunningHost.Path(path), null);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Healthy", await client.GetStringAsync(RunningHost.Path("/healthz/ready")));
        Assert.Equal(roles.Contains("signaling", StringComparison.Ordinal) ? HttpStatusCode.OK : HttpStatusCode.NotFound,
            (await client.GetAsync(RunningHost.Path("/api/catalogue"))).StatusCode);
    }

    [Fact]
    public async Task An_unwritable_data_root_is_named()
    {
        using var folder = new TemporaryFolder("vw-start");
        var notAFolder = folder.File("file");
        await File.WriteAllTextAsync(notAFolder, "");

        var (exitCode, output) = await HostProcess.RunToExitAsync(new HostLaunch { DataRoot = Path.Combine(notAFolder, "data") });

        Assert.NotEqual(0, exitCode);
        Assert.Contains($"数据目录 {Path.Combine(notAFolder, "data")} 无法写入", output, StringComparison.Ordinal);
        Assert.Contains("choose another with Storage__Root", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_is_named()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var taken = $"http://{other.LocalEndpoint}";

        var (exitCode, output) = await HostProcess.RunToExitAsync(new HostLaunch { Urls = taken });

        Assert.NotEqual(0, exitCode);
        Assert.Contains("端口已被占用", output, StringComparison.Ordinal);
        Assert.Contains(taken, output, StringComparison.Ordinal);
        Assert.Contains("choose another with ASPNETCORE_URLS", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_media_port_is_named()
    {
        using var other = new UdpClient(new IPEndPoint(IPAddress.Any, 0));
        var port = ((IPEndPoint)other.Client.LocalEndPoint!).Port;

        var (exitCode, output) = await HostProcess.RunToExitAsync(new HostLaunch { Settings = new Dictionary<string, string> { ["Media__Port"] = $"{port}" } });

        Assert.NotEqual(0, exitCode);
        Assert.Contains("choose another with Media__Port", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Roles=signalling", "there is no role 'signalling'")]
    [InlineData("--Roles=signaling", "signaling needs media in the same process")]
    [InlineData("--Media:Port=99999", "Media:Port must be 0 to 65535")]
    [InlineData("--Storage:Provider=Oracle", "there is no 'Oracle'; known are Sqlite and PostgreSql")]
    [InlineData("--Storage:Provider=PostgreSql", "set Storage:ConnectionString too")]
    [InlineData("--FollowUp:Lease=soon", "'FollowUp:Lease'")]
    [InlineData("--Staff:SessionHours=0", "SessionHours must be between 1 and 24")]
    [InlineData("--Lan:Enabled=true --Lan:Address=home", "Lan:Address 'home' is no IP address")]
    public async Task A_wrong_setting_is_named(string argument, string sentence)
    {
        var (exitCode, output) = await HostProcess.RunToExitAsync(new HostLaunch { Arguments = argument.Split(' ') });

        Assert.NotEqual(0, exitCode);
        Assert.Contains(sentence, output, StringComparison.Ordinal);
    }
}
