using System.Security.Cryptography;
using Microsoft.Playwright;
using Npgsql;
using VirtualWindow.Scenarios.Browsers;
using VirtualWindow.Storage.Recordings;
using VirtualWindow.Testing;
using VirtualWindow.Testing.Browser;
using VirtualWindow.Testing.Processes;
using static Microsoft.Playwright.Assertions;

namespace VirtualWindow.Scenarios;

/// <summary>Two Chromium contexts talk and are recorded; consent, recording and what the files are known by lie in PostgreSQL.</summary>
public sealed class RecordingOnPostgresTests(ChromiumBrowser chromium)
{
    private const string Password = "recording-on-postgres";

    [Fact]
    public async Task A_recorded_session_keeps_consent_and_recording()
    {
        var database = await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync();
        await using var host = await HostProcess.StartAsync(OnPostgres.Launch(new HostLaunch { StaffPassword = Password }, database), TestContext.Current.CancellationToken);
        await using var clerk = await OpenAsync(host);
        await using var person = await OpenAsync(host);
        var desk = new DeskPage(await clerk.NewPageAsync());
        await desk.SignInAsync("gushi01", Password);
        await desk.BecomeReadyAsync();
        var applicant = new ApplicantPage(await person.NewPageAsync());
        await applicant.Page.GotoAsync("/applicant?kiosk=1&site=suzhou");
        await applicant.TakeTicketAsync("411525", "SB-02", "张小明", "13912345678");
        await desk.AcceptAsync();
        await applicant.JoinAsync();

        await applicant.By("recording-agree").ClickAsync();
        await Expect(desk.By("recording")).ToHaveAttributeAsync("data-stage", "recording", new() { Timeout = 30_000 });
        var before = (await desk.Call.InboundAsync()).FramesDecoded;
        await Patience.UntilAsync("60 more frames", desk.Call.InboundAsync, seen => seen.FramesDecoded >= before + 60);
        await desk.EndAsync("accepted");

        var recording = await Patience.UntilAsync("the recording is closed", () => RecordingAsync(database), row => row is { Sha256: not null });
        Assert.Equal(RecordingEnd.SessionEnded, recording!.End);
        Assert.True(recording.Agreed);
        var manifest = Path.Combine(host.DataRoot, "recordings", recording.Folder!, "manifest.json");
        Assert.Equal(recording.Sha256, Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(manifest, TestContext.Current.CancellationToken))), ignoreCase: true);
        Assert.Equal(recording.Files, Directory.EnumerateFiles(Path.GetDirectoryName(manifest)!, "*.webm").Count());
    }

    private async Task<IBrowserContext> OpenAsync(HostProcess host)
    {
        var context = await chromium.NewContextAsync(new() { BaseURL = host.Address.ToString(), Locale = "zh-CN" });
        await context.AddInitScriptAsync(CallProbe.KeepConnections);
        return context;
    }

    private static async Task<Kept?> RecordingAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand("""
            SELECT r."End", r."Folder", r."ManifestSha256", r."Files", EXISTS (SELECT 1 FROM "RecordingAnswers" a WHERE a."Session" = r."Session" AND a."Agreed" AND a."At" <= r."StartedAt")
            FROM "Recordings" r
            """, connection);
        await using var row = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        if (!await row.ReadAsync(TestContext.Current.CancellationToken)) return null;
        return new Kept((RecordingEnd)row.GetInt32(0), Text(row, 1), Text(row, 2), row.GetInt32(3), row.GetBoolean(4));
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private sealed record Kept(RecordingEnd End, string? Folder, string? Sha256, int Files, bool Agreed);
}
