using System.Xml.Linq;

namespace VirtualWindow.Architecture.Tests;

/// <summary>The checkout that the running test was built from, as files; nothing of the product is loaded.</summary>
internal static class Checkout
{
    private static readonly string[] MadeFolders = ["bin", "obj", "node_modules", "dist", "artifacts", "data", ".git", ".vs", ".idea", "TestResults"];

    public static string Root { get; } = FindRoot();

    public static string File(string path) => Path.Combine(Root, path);

    /// <summary>Paths of all files that people wrote, relative to the root, with forward slashes.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. Written(new DirectoryInfo(Root)).Select(Relative).Order(StringComparer.Ordinal)];

    /// <summary>All project files by name.</summary>
    public static IReadOnlyDictionary<string, ProjectFile> Projects { get; } = Files
        .Where(file => file.EndsWith(".csproj", StringComparison.Ordinal))
        .Select(file => new ProjectFile(Path.GetFileNameWithoutExtension(file), file, XDocument.Load(File(file))))
        .ToDictionary(project => project.Name);

    private static IEnumerable<FileInfo> Written(DirectoryInfo folder) => folder.EnumerateFiles().Concat(
        folder.EnumerateDirectories().Where(child => !MadeFolders.Contains(child.Name)).SelectMany(Written));

    private static string Relative(FileInfo file) => Path.GetRelativePath(Root, file.FullName).Replace('\\', '/');

    private static string FindRoot()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(here.FullName, "VirtualWindow.sln")))
            here = here.Parent ?? throw new DirectoryNotFoundException("No VirtualWindow.sln above the test: run it from a checkout.");
        return here.FullName;
    }
}

/// <param name="Path">Relative to the root.</param>
internal sealed record ProjectFile(string Name, string Path, XDocument Xml)
{
    public IReadOnlyList<string> References =>
        [.. Includes("ProjectReference").Select(path => System.IO.Path.GetFileNameWithoutExtension(path.Replace('\\', '/')))];

    public IReadOnlyList<string> Packages => [.. Includes("PackageReference")];

    private IEnumerable<string> Includes(string item) => Xml.Descendants(item).Select(element => (string)element.Attribute("Include")!);
}
