using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using VirtualWindow.Testing;
using VirtualWindow.Testing.Processes;
using static VirtualWindow.Host.Tests.RunningHost;

namespace VirtualWindow.Host.Tests;

/// <summary>The ring of keys lies in the database, sealed by a key outside of it when one is configured, and is never lost quietly.</summary>
public sealed class KeyRingTests
{
    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    [Fact]
    public async Task A_configured_key_seals_the_ring_and_a_later_one_still_opens_it()
    {
        using var root = new TemporaryFolder("vw-keys");
        var (first, second) = (NewKey(), NewKey());
        string cookie;
        await using (var host = await HostProcess.StartAsync(Launch(root, ("DataProtection__Key", first))))
        {
            using var client = host.CreateClient();
            using var signIn = await PostSignInAsync(client, "admin", Password);
            cookie = signIn.EnsureSuccessStatusCode().Headers.GetValues("Set-Cookie").Single().Split(';')[0];
            Assert.DoesNotContain(host.Output, line => line.Contains("XML encryptor", StringComparison.Ordinal));
        }

        var stored = StoredKeys(root);
        Assert.NotEmpty(stored);
        Assert.All(stored, xml => Assert.Contains("<sealed key=", xml, StringComparison.Ordinal));
        Assert.All(stored, xml => Assert.DoesNotContain("<masterKey", xml, StringComparison.Ordinal));

        var file = root.File("outer.key");
        await File.WriteAllTextAsync(file, second + "\n");
        await using var later = await HostProcess.StartAsync(Launch(root, ("DataProtection__KeyFile", file), ("DataProtection__FormerKeys__0", first)));
        using var again = later.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, Path("/api/staff/me"));
        request.Headers.Add("Cookie", cookie);
        (await again.SendAsync(request)).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task Without_a_key_the_framework_does_not_warn_and_the_ring_is_in_the_database_and_in_no_file()
    {
        using var root = new TemporaryFolder("vw-keys");
        await using (var host = await HostProcess.StartAsync(Launch(root)))
        {
            using var client = host.CreateClient();
            (await PostSignInAsync(client, "admin", Password)).EnsureSuccessStatusCode();
            Assert.DoesNotContain(host.Output, line => line.Contains("DataProtection", StringComparison.Ordinal) || line.Contains("XML encryptor", StringComparison.Ordinal));
        }

        Assert.NotEmpty(StoredKeys(root));
        Assert.DoesNotContain(Directory.EnumerateFiles(root.Path, "key-*.xml", SearchOption.AllDirectories), _ => true);
    }

    [Fact]
    public async Task A_ring_that_cannot_be_opened_stops_the_start_instead_of_losing_every_query_password()
    {
        using var root = new TemporaryFolder("vw-keys");
        await using (var host = await HostProcess.StartAsync(Launch(root, ("DataProtection__Key", NewKey()))))
        {
            using var client = host.CreateClient();
            (await PostSignInAsync(client, "admin", Password)).EnsureSuccessStatusCode();
        }

        var (exitCode, output) = await HostProcess.RunToExitAsync(Launch(root, ("DataProtection__Key", NewKey())));

        Assert.Equal(2, exitCode);
        Assert.Contains("密钥环无法打开", output, StringComparison.Ordinal);
        Assert.Contains("DataProtection:FormerKeys", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DataProtection__Key", "c2hvcnQ=", "base64 of 32 bytes")]
    [InlineData("DataProtection__Key", "no base64 at all", "base64 of 32 bytes")]
    [InlineData("DataProtection__KeyFile", "/no/such/file", "cannot be read")]
    public async Task A_key_that_is_none_is_named(string setting, string value, string sentence)
    {
        using var root = new TemporaryFolder("vw-keys");
        var (exitCode, output) = await HostProcess.RunToExitAsync(Launch(root, (setting, value)));

        Assert.Equal(2, exitCode);
        Assert.Contains(sentence, output, StringComparison.Ordinal);
    }

    private static HostLaunch Launch(TemporaryFolder root, params (string Name, string Value)[] settings) => new()
    {
        DataRoot = root.Path, StaffPassword = Password, Settings = settings.ToDictionary(setting => setting.Name, setting => setting.Value),
    };

    private static List<string> StoredKeys(TemporaryFolder root)
    {
        using var connection = new SqliteConnection($"Data Source={root.File("virtualwindow.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT Xml FROM DataProtectionKeys";
        using var rows = command.ExecuteReader();
        var keys = new List<string>();
        while (rows.Read()) keys.Add(rows.GetString(0));
        return keys;
    }
}
