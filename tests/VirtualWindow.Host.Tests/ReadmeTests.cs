using System.Text.RegularExpressions;
using VirtualWindow.Testing;

namespace VirtualWindow.Host.Tests;

/// <summary>What the documents point at is there: links, pictures, files named in the walks, settings, test projects.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string[] Unlisted = ["bin", "obj", "node_modules", "artifacts", ".git", "data"];

    private static readonly HashSet<string> FileNames = [.. SourceFiles(RepositoryRoot.Path).Select(path => Path.GetFileName(path)!)];

    public static TheoryData<string> Documents => [.. SourceFiles(RepositoryRoot.Path).Where(path => path.EndsWith(".md", StringComparison.Ordinal)).Select(path => Path.GetRelativePath(RepositoryRoot.Path, path))];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Its_links_lead_somewhere(string document)
    {
        var text = File.ReadAllText(RepositoryRoot.File(document));
        var folder = Path.GetDirectoryName(RepositoryRoot.File(document))!;
        var targets = Link().Matches(text).Select(match => match.Groups[1].Value).Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith('#'));

        Assert.DoesNotContain(targets, target => !Path.Exists(Path.Combine(folder, target.Split('#')[0])));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("media/DATAFLOW.md")]
    [InlineData("signaling/PROTOCOL.md")]
    public void The_source_files_that_it_names_exist(string document)
    {
        var named = SourceFile().Matches(File.ReadAllText(RepositoryRoot.File(document))).Select(match => match.Groups[1].Value).Distinct().ToList();

        Assert.NotEmpty(named);
        Assert.DoesNotContain(named, name => !FileNames.Contains(name));
    }

    [Fact]
    public void The_settings_that_the_readme_names_are_explained_in_appsettings()
    {
        var settings = File.ReadAllText(RepositoryRoot.File("src", "VirtualWindow.Host", "appsettings.json"));
        var named = Setting().Matches(File.ReadAllText(RepositoryRoot.File("README.md"))).Select(match => (Section: match.Groups[1].Value, Name: match.Groups[2].Value)).Distinct().ToList();

        Assert.NotEmpty(named);
        Assert.DoesNotContain(named, one => !settings.Contains($"\"{one.Section}\": {{", StringComparison.Ordinal) || !settings.Contains(one.Name, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_picture_is_made_by_a_scenario()
    {
        var scenarios = string.Concat(SourceFiles(RepositoryRoot.File("tests", "VirtualWindow.Scenarios")).Where(path => path.EndsWith(".cs", StringComparison.Ordinal)).Select(File.ReadAllText));
        var pictures = Directory.EnumerateFiles(RepositoryRoot.File("docs", "screenshots"), "*.png").Select(path => Path.GetFileNameWithoutExtension(path)!).ToList();

        // kiosk-guide is saved as $"kiosk-{name}" with the name "guide", department-details as $"{face}-details".
        Assert.NotEmpty(pictures);
        Assert.DoesNotContain(pictures, picture => !scenarios.Contains($"{picture.Split('-')[^1]}\"", StringComparison.Ordinal));
    }

    private static IEnumerable<string> SourceFiles(string folder) =>
        Directory.EnumerateFiles(folder).Concat(Directory.EnumerateDirectories(folder).Where(inner => !Unlisted.Contains(Path.GetFileName(inner))).SelectMany(SourceFiles));

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    /// <summary>`Domain/Queue/PairingPolicy.cs` or `TakeTicket.cs`, inside code marks.</summary>
    [GeneratedRegex(@"`[^`]*?(\w[\w.-]*\.(?:cs|ts|vue|mjs|targets))`")]
    private static partial Regex SourceFile();

    /// <summary>`Storage__Root=…`</summary>
    [GeneratedRegex(@"\b([A-Z][A-Za-z]+)__([A-Z][A-Za-z]+)")]
    private static partial Regex Setting();
}
