using System.Reflection;
using System.Runtime.Loader;
using SharpFuzz;
using VirtualWindow.Testing;

namespace VirtualWindow.Fuzz.Engine;

/// <summary>
/// A second copy of the product in this process, instrumented by SharpFuzz while it is loaded: the files on disk stay as the compiler
/// left them, and the tests beside keep the plain copy.
/// </summary>
internal sealed class Instrumented : AssemblyLoadContext, IDisposable
{
    /// <summary>Code that strangers' bytes reach.</summary>
    private static readonly string[] Observed = ["VirtualWindow.Rtc", "VirtualWindow.Sfu", "VirtualWindow.Documents"];

    private readonly TemporaryFolder _folder = new("vw-fuzz");

    private Instrumented() : base("instrumented")
    {
    }

    private delegate (string Summary, string? Finding) RunCampaign(string name, TimeSpan time, int seed, string? corpusToGrow);

    public static (string Summary, string? Finding) Run(string target, TimeSpan time, int seed, string? corpusToGrow = null)
    {
        using var copy = new Instrumented();
        var campaign = copy.LoadFromAssemblyName(typeof(Campaign).Assembly.GetName()).GetType(typeof(Campaign).FullName!)!;
        var run = campaign.GetMethod(nameof(Campaign.Run), BindingFlags.Public | BindingFlags.Static)!.CreateDelegate<RunCampaign>();
        return run(target, time, seed, corpusToGrow);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Everything of ours a second time, everything else shared.</summary>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name is not { } name || !name.StartsWith("VirtualWindow.", StringComparison.Ordinal)) return null;
        var file = Path.Combine(AppContext.BaseDirectory, name + ".dll");
        if (!Observed.Contains(name)) return LoadFromAssemblyPath(file);
        var copy = _folder.File(name + ".dll");
        File.Copy(file, copy);
        // The library takes its options from the environment alone; branches are counted by the callback.
        Environment.SetEnvironmentVariable("SHARPFUZZ_ENABLE_ON_BRANCH_CALLBACK", "1");
        foreach (var _ in Fuzzer.Instrument(copy, static _ => true, Options.Value))
        {
            // Instruments while enumerated.
        }

        using var instrumented = new MemoryStream(File.ReadAllBytes(copy));
        return LoadFromStream(instrumented);
    }
}
