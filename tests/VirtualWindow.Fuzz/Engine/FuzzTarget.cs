namespace VirtualWindow.Fuzz.Engine;

/// <summary>Something that takes bytes from strangers. It may refuse them; it may not throw, grow or run for ever.</summary>
internal abstract class FuzzTarget
{
    public abstract string Name { get; }

    /// <summary>Bytes that one input may allocate on the managed heap.</summary>
    public virtual long MaxAllocatedBytes => 1 << 20;

    /// <summary>Branches that one input may take in instrumented code: a hang ends here, the same way every time.</summary>
    public virtual long MaxBranches => 2_000_000;

    /// <summary>Further files that serve as seeds, beside Corpus/<see cref="Name"/>; relative to the repository.</summary>
    public virtual (string Folder, string Pattern)? SharedCorpus => null;

    /// <summary>An exception of any kind is a finding, those of broken invariants included.</summary>
    public abstract void Run(byte[] input);

    /// <summary>Another input, near this one.</summary>
    /// <param name="other">To cross with.</param>
    public abstract byte[] Mutate(byte[] input, byte[] other, Mutator mutator);
}
