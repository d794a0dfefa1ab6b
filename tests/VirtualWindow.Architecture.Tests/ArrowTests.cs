namespace VirtualWindow.Architecture.Tests;

/// <summary>
/// Who may know whom. Media never sees the database, signaling never sees the media node, leaves see nobody:
/// <code>
/// Host → Signaling, FollowUp, Papers, Seals, MediaNode, Storage.Sqlite, Storage.Postgres      MediaNode → Sfu → Rtc     MediaNode → Contracts
/// Signaling → Storage, Domain, Contracts, Documents, Seals      FollowUp → Storage, Papers, Seals, Documents, Domain, Contracts
/// Papers → Documents, Domain      Seals → Storage, Documents, Domain
/// Storage.* → Storage → Domain      Leaves: Domain, Contracts, Documents, Rtc
/// </code>
/// </summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Host"] = ["Signaling", "FollowUp", "Papers", "Seals", "MediaNode", "Storage.Sqlite", "Storage.Postgres"],
        ["Signaling"] = ["Storage", "Domain", "Contracts", "Documents", "Seals"],
        ["FollowUp"] = ["Storage", "Papers", "Seals", "Documents", "Domain", "Contracts"],
        ["Papers"] = ["Documents", "Domain"],
        ["Seals"] = ["Storage", "Documents", "Domain"],
        ["MediaNode"] = ["Sfu", "Contracts"],
        ["SipSorcery"] = ["Rtc"],
        ["Sfu"] = ["Rtc"],
        ["Storage.Sqlite"] = ["Storage"],
        ["Storage.Postgres"] = ["Storage"],
        ["Storage"] = ["Domain"],
        ["Domain"] = [],
        ["Contracts"] = [],
        ["Documents"] = [],
        ["Rtc"] = [],
    };

    public static TheoryData<string> Shipped => [.. Checkout.Projects.Values.Where(project => !IsTest(project)).Select(project => project.Name)];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Shipped_projects_point_only_where_they_may(string name)
    {
        Assert.True(Allowed.TryGetValue(Short(name), out var allowed), $"{name} is new: give it its arrows here and in the house's map.");

        Assert.Empty(Checkout.Projects[name].References.Select(Short).Except(allowed!));
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Nothing_that_ships_knows_a_test(string name) =>
        Assert.DoesNotContain(Checkout.Projects[name].References, reference => IsTest(Checkout.Projects[reference]));

    [Fact]
    public void The_domain_has_no_packages() => Assert.Empty(Checkout.Projects["VirtualWindow.Domain"].Packages);

    [Theory]
    [InlineData("VirtualWindow.Domain")]
    [InlineData("VirtualWindow.Rtc")]
    [InlineData("VirtualWindow.Sfu")]
    public void Sans_io_projects_have_the_banned_apis(string name)
    {
        var props = File.ReadAllText(Checkout.File("Directory.Build.props"));

        Assert.Contains($"'$(MSBuildProjectName)' == '{name}'", props, StringComparison.Ordinal);
        Assert.DoesNotContain("RS0030", Checkout.Projects[name].Xml.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Checkout.Files, file => IsIn(file, name) && file.EndsWith(".cs", StringComparison.Ordinal)
            && File.ReadAllText(Checkout.File(file)).Contains("RS0030", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("N:System.Net.Sockets")]
    [InlineData("T:System.Threading.Thread;")]
    [InlineData("T:System.Threading.Tasks.Task;")]
    [InlineData("P:System.DateTime.UtcNow")]
    [InlineData("P:System.TimeProvider.System")]
    public void Banned_are_sockets_threads_tasks_and_the_wall_clock(string symbol) =>
        Assert.Contains(symbol, File.ReadAllText(Checkout.File("BannedSymbols.txt")), StringComparison.Ordinal);

    private static string Short(string name) => name["VirtualWindow.".Length..];

    private static bool IsTest(ProjectFile project) => project.Path.StartsWith("tests/", StringComparison.Ordinal);

    private static bool IsIn(string file, string project) =>
        file.StartsWith(Path.GetDirectoryName(Checkout.Projects[project].Path)!.Replace('\\', '/') + "/", StringComparison.Ordinal);
}
