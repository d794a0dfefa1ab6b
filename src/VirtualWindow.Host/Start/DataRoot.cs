namespace VirtualWindow.Host.Start;

/// <summary>The folder that holds everything this process keeps: database, logs, certificate (setting <c>Storage:Root</c>).</summary>
public sealed class DataRoot
{
    private DataRoot(string path) => Path = path;

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Creates the folder and proves that it can be written, before anything else depends on it.</summary>
    /// <exception cref="StartRefusedException">The folder cannot be made or written.</exception>
    public static DataRoot Open(IConfiguration configuration)
    {
        var path = Resolve(configuration["Storage:Root"]);
        try
        {
            Directory.CreateDirectory(path);
            var probe = System.IO.Path.Combine(path, $".write-probe-{Environment.ProcessId}");
            System.IO.File.WriteAllText(probe, "");
            System.IO.File.Delete(probe);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException(
                $"数据目录 {path} 无法写入（{failure.Message}）。请修改目录权限，或用 Storage__Root 指定另一个目录。",
                $"the data folder {path} cannot be written ({failure.Message}) Mend its permissions or choose another with Storage__Root.", failure);
        }
        return new DataRoot(path);
    }

    /// <summary>
    /// A relative root lies under the checkout that the program was built in (so that <c>./run</c> and <c>dotnet run</c> from any folder
    /// find the same data), else under the working directory.
    /// </summary>
    private static string Resolve(string? setting)
    {
        var root = string.IsNullOrWhiteSpace(setting) ? "data" : setting;
        return System.IO.Path.GetFullPath(root, Checkout() ?? Directory.GetCurrentDirectory());
    }

    private static string? Checkout()
    {
        for (var here = new DirectoryInfo(AppContext.BaseDirectory); here is not null; here = here.Parent)
            if (System.IO.File.Exists(System.IO.Path.Combine(here.FullName, "VirtualWindow.sln")))
                return here.FullName;
        return null;
    }
}
