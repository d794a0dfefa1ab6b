using System.Diagnostics;
using System.Security.Cryptography;
using VirtualWindow.Fuzz.Targets;
using VirtualWindow.Testing;

namespace VirtualWindow.Fuzz.Engine;

/// <summary>
/// One target's run: first what is kept (corpus and mended crashes), then mutations of whatever reached new branches, until the time is
/// up or something is found. Runs inside the instrumented copy of the product (<see cref="Instrumented"/>).
/// </summary>
internal sealed class Campaign : IDisposable
{
    /// <summary>Where findings are put, relative to the repository.</summary>
    private static readonly string[] Findings = ["artifacts", "fuzz"];

    private readonly FuzzTarget _target;
    private readonly Mutator _mutator;
    private readonly Coverage _coverage = new();
    private readonly List<byte[]> _pool = [];
    private long _runs;

    private Campaign(FuzzTarget target, int seed) => (_target, _mutator) = (target, new Mutator(seed));

    /// <summary>Called over the border between the two copies, hence plain values.</summary>
    /// <returns>One line about the run, and null or what was found.</returns>
    public static (string Summary, string? Finding) Run(string name, TimeSpan time, int seed, string? corpusToGrow)
    {
        using var campaign = new Campaign(AllTargets.Find(name), seed);
        var finding = campaign.Replay() ?? campaign.Search(time, corpusToGrow);
        return (campaign.Summary(seed), finding);
    }

    public void Dispose() => _coverage.Dispose();

    private string? Replay()
    {
        foreach (var file in Kept())
        {
            var input = File.ReadAllBytes(file);
            // The first run pays for static state: only what a second one finds too is the input's own.
            var fault = Execute(input) is null ? null : Execute(input);
            if (fault is not null) return $"{file}: {fault}";
            if (_coverage.IsNew()) _pool.Add(input);
        }

        return _pool.Count == 0 ? "There is no corpus." : null;
    }

    private string? Search(TimeSpan time, string? corpusToGrow)
    {
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < time;)
        {
            var input = _target.Mutate(_mutator.Pick(_pool), _mutator.Pick(_pool), _mutator);
            // What allocates too much once may only have been the first to come by.
            var fault = Execute(input) is null ? null : Execute(input);
            if (fault is not null) return Keep(input, fault);
            if (!_coverage.IsNew()) continue;
            _pool.Add(input);
            if (corpusToGrow is not null) File.WriteAllBytes(Path.Combine(corpusToGrow, NameOf(input)), input);
        }

        return null;
    }

    private string? Execute(byte[] input)
    {
        _runs++;
        _coverage.Begin(_target.MaxBranches);
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            _target.Run(input);
        }
        catch (Exception fault)
        {
            return fault.ToString();
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        // A catch-all may have swallowed the end of an endless input.
        if (_coverage.Branches > _target.MaxBranches) return $"{_coverage.Branches} branches for one input";
        return allocated > _target.MaxAllocatedBytes ? $"{allocated} bytes allocated for an input of {input.Length}" : null;
    }

    private string Keep(byte[] input, string fault)
    {
        var folder = Directory.CreateDirectory(RepositoryRoot.File([.. Findings, _target.Name])).FullName;
        var file = Path.Combine(folder, NameOf(input));
        File.WriteAllBytes(file, input);
        return $"{fault}\nThe input is kept in {file}; mend the fault, then move it to tests/VirtualWindow.Fuzz/Regressions/{_target.Name}.";
    }

    private string Summary(int seed) => $"{_target.Name}: seed {seed}, {_runs} inputs, {_pool.Count} that differ, {_coverage.Edges} pairs of branches";

    private IEnumerable<string> Kept()
    {
        var folders = new[] { "Corpus", "Regressions" }.Select(kind => (RepositoryRoot.File("tests", "VirtualWindow.Fuzz", kind, _target.Name), "*")).ToList();
        if (_target.SharedCorpus is var (folder, pattern)) folders.Add((RepositoryRoot.File(folder), pattern));
        return folders.Where(f => Directory.Exists(f.Item1)).SelectMany(f => Directory.EnumerateFiles(f.Item1, f.Item2).Order(StringComparer.Ordinal));
    }

    private static string NameOf(byte[] input) => Convert.ToHexStringLower(SHA256.HashData(input))[..16];
}
