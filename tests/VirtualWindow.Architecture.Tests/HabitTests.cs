using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace VirtualWindow.Architecture.Tests;

/// <summary>Habits of the house that a reviewer should not have to look for.</summary>
public sealed partial class HabitTests
{
    private const int LongestFile = 400;

    /// <summary>Longer files, each with its reason; a file leaves this list as soon as it is short again.</summary>
    private static readonly Dictionary<string, string> LongFiles = new()
    {
        ["web-client/src/signaling/contracts.gen.ts"] = "generated from the contracts",
    };

    public static TheoryData<string> AllProjects => [.. Checkout.Projects.Keys.Order(StringComparer.Ordinal)];

    [Fact]
    public void The_solution_holds_every_project_and_no_other()
    {
        var listed = SolutionProject().Matches(File.ReadAllText(Checkout.File("VirtualWindow.sln"))).Select(match => match.Groups[1].Value.Replace('\\', '/'));

        Assert.Equal(Checkout.Projects.Values.Select(project => project.Path).Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(AllProjects))]
    public void Versions_are_central(string name)
    {
        var references = Checkout.Projects[name].Xml.Descendants("PackageReference");

        Assert.DoesNotContain(references, reference => reference.Attribute("Version") is not null || reference.Attribute("VersionOverride") is not null);
    }

    [Theory]
    [MemberData(nameof(AllProjects))]
    public void Each_project_has_its_lock_file(string name) =>
        Assert.Contains(Path.GetDirectoryName(Checkout.Projects[name].Path)!.Replace('\\', '/') + "/packages.lock.json", Checkout.Files);

    [Theory]
    [MemberData(nameof(AllProjects))]
    public void No_project_loosens_the_rules(string name)
    {
        var loosening = new[] { "TreatWarningsAsErrors", "Nullable", "AnalysisLevel", "RestorePackagesWithLockFile" };

        Assert.DoesNotContain(Checkout.Projects[name].Xml.Descendants(), element => loosening.Contains(element.Name.LocalName));
    }

    [Theory]
    [InlineData("TreatWarningsAsErrors", "true")]
    [InlineData("Nullable", "enable")]
    [InlineData("AnalysisLevel", "latest-recommended")]
    [InlineData("RestorePackagesWithLockFile", "true")]
    public void The_rules_hold_for_all_projects(string property, string value) =>
        Assert.Equal(value, XDocument.Load(Checkout.File("Directory.Build.props")).Descendants(property).Single().Value);

    [Theory]
    [InlineData("VirtualWindow.sln")]
    [InlineData("README.md")]
    [InlineData("run")]
    [InlineData("test")]
    [InlineData(".ci/run")]
    [InlineData("docker-compose.yml")]
    [InlineData("Dockerfile")]
    [InlineData("signaling/PROTOCOL.md")]
    [InlineData("media/DATAFLOW.md")]
    [InlineData("tests/VirtualWindow.Benchmarks/README.md")]
    [InlineData("Directory.Build.props")]
    [InlineData("Directory.Packages.props")]
    [InlineData(".editorconfig")]
    [InlineData("global.json")]
    public void What_people_look_for_is_there(string path) => Assert.Contains(path, Checkout.Files);

    [Theory]
    [InlineData("run")]
    [InlineData("test")]
    [InlineData(".ci/run")]
    public void Scripts_can_be_run(string path)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no execute bit.");
        if (!OperatingSystem.IsWindows()) Assert.True(File.GetUnixFileMode(Checkout.File(path)).HasFlag(UnixFileMode.UserExecute));
    }

    [Fact]
    public void No_file_grows_past_one_table_or_one_state_machine()
    {
        var long_ = Checkout.Files.Where(IsSource).Where(file => File.ReadLines(Checkout.File(file)).Count() > LongestFile).ToHashSet();

        Assert.Empty(long_.Except(LongFiles.Keys));
        Assert.Empty(LongFiles.Keys.Except(long_));
    }

    [Fact]
    public void Every_link_of_the_readme_leads_somewhere()
    {
        var readme = File.ReadAllText(Checkout.File("README.md"));
        var targets = Link().Matches(readme).Select(match => match.Groups[1].Value).Where(target => !target.StartsWith("http", StringComparison.Ordinal));

        Assert.All(targets, target => Assert.True(Path.Exists(Checkout.File(target)), $"README.md links to {target}, which is not there."));
    }

    [Fact]
    public void Nothing_is_left_open()
    {
        var open = Checkout.Files.Where(IsSource).Where(file => OpenEnd().IsMatch(File.ReadAllText(Checkout.File(file))));

        Assert.Empty(open);
    }

    [Fact]
    public void Tests_wait_for_events_and_never_sleep()
    {
        var sleeping = Checkout.Files
            .Where(file => IsSource(file) && (file.StartsWith("tests/", StringComparison.Ordinal) || file.Contains(".test.", StringComparison.Ordinal)))
            .Where(file => !file.EndsWith("/HabitTests.cs", StringComparison.Ordinal))
            .Where(file => Sleep().IsMatch(File.ReadAllText(Checkout.File(file))));

        Assert.Empty(sleeping);
    }

    private static bool IsSource(string file) =>
        Path.GetExtension(file) is ".cs" or ".ts" or ".vue" or ".css" or ".mjs" && !file.Contains("/Migrations/", StringComparison.Ordinal);

    [GeneratedRegex(@"^Project\(""\{[^}]+\}""\) = ""[^""]+"", ""([^""]+\.csproj)""", RegexOptions.Multiline)]
    private static partial Regex SolutionProject();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\bTO" + @"DO\b|\bFIX" + @"ME\b|\bHA" + @"CK\b|NotImplemented" + "Exception")]
    private static partial Regex OpenEnd();

    // A process that waits for its own SIGKILL sleeps for ever, and a protocol's resend timer races a completion: neither is meant.
    [GeneratedRegex(@"Thread\.Sleep\((?!Timeout\.Infinite)|await Task\.Delay\(\s*[0-9]|WaitForTimeoutAsync|waitForTimeout")]
    private static partial Regex Sleep();
}
