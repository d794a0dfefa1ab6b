using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using VirtualWindow.FollowUp.Papers;
using VirtualWindow.Storage.Documents;
using VirtualWindow.Storage.Papers;

namespace VirtualWindow.Testing;

/// <summary>A folder for papers with the seals of a hall; removed when the process ends.</summary>
public static class TestPapers
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("vw-papers-").FullName;

    static TestPapers() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Folder, recursive: true);

    /// <returns>Registers the papers of processes that share one hall.</returns>
    public static Action<IServiceCollection> Fresh()
    {
        var folder = new PaperFolder(Path.Combine(Folder, Guid.NewGuid().ToString("N")));
        return services => services.AddPapers(folder.Path);
    }

    /// <param name="folder">The same in every process of one hall.</param>
    public static void AddPapers(this IServiceCollection services, string folder)
    {
        services.AddSingleton(new PaperFolder(folder));
        services.TryAddSingleton(new DocumentFolder(Path.Combine(folder, "documents")));
        services.AddSingleton<IPaperSeals>(_ => new TestSeals(Path.Combine(folder, "seals"), TimeProvider.System));
    }
}
