using VirtualWindow.Documents.Signing;
using VirtualWindow.Documents.Verifying;
using VirtualWindow.Fuzz.Engine;

namespace VirtualWindow.Fuzz.Targets;

/// <summary>A PDF on the public verification page: a report whatever the bytes are, and valid only when nothing was changed.</summary>
internal sealed class PdfVerifyTarget : FuzzTarget
{
    /// <summary>Nobody's signature is trusted, so no input may come out as valid.</summary>
    private static readonly DevelopmentAuthority Stranger = DevelopmentAuthority.Create("stranger", DateTimeOffset.UnixEpoch, TimeSpan.FromDays(36_500));

    public override string Name => "pdf-verify";

    /// <summary>Each of up to twenty revisions is a document of its own.</summary>
    public override long MaxAllocatedBytes => 128 << 20;

    public override long MaxBranches => 20_000_000;

    public override void Run(byte[] input)
    {
        var report = PdfVerifier.Verify(input, new TrustSettings([Stranger.Root]), new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero));
        if (report.IsValid) throw new InvalidOperationException("A stranger's signature is valid.");
        if (!report.Findings.Any(finding => finding.IsProblem)) throw new InvalidOperationException("Not valid, but without a reason.");
        if (report.ToString().Length == 0) throw new InvalidOperationException("A report without words.");
    }

    public override byte[] Mutate(byte[] input, byte[] other, Mutator mutator) => PdfTarget.MutateFile(input, other, mutator);
}
