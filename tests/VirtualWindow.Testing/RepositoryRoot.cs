namespace VirtualWindow.Testing;

/// <summary>Finds files of the checkout that the running test was built from.</summary>
public static class RepositoryRoot
{
    public static string Path { get; } = Find(AppContext.BaseDirectory);

    public static string File(params string[] segments) => System.IO.Path.Combine([Path, .. segments]);

    private static string Find(string directory)
    {
        for (var here = new DirectoryInfo(directory); here is not null; here = here.Parent)
            if (System.IO.File.Exists(System.IO.Path.Combine(here.FullName, "VirtualWindow.sln")))
                return here.FullName;
        throw new DirectoryNotFoundException($"No VirtualWindow.sln above {directory}: run the tests from a checkout.");
    }
}
