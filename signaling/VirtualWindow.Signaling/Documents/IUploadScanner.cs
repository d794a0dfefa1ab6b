namespace VirtualWindow.Signaling.Documents;

public enum ScanVerdict
{
    Clean,
    Infected,
    /// <summary>Nobody knows: the scanner is away or did not finish. Never the same as clean.</summary>
    Unknown,
}

/// <param name="Detail">The scanner's own words, for the log.</param>
public sealed record ScanReport(ScanVerdict Verdict, string Detail);

/// <summary>Looks for viruses in an upload before anything else opens it.</summary>
public interface IUploadScanner
{
    /// <summary>Never throws for a scanner that is away: that is <see cref="ScanVerdict.Unknown"/>.</summary>
    Task<ScanReport> ScanAsync(ReadOnlyMemory<byte> upload, CancellationToken ct);
}

/// <summary>A hall without a scanner: what protects is that nothing of an upload is shown but what is drawn anew.</summary>
internal sealed class NoScanner : IUploadScanner
{
    public Task<ScanReport> ScanAsync(ReadOnlyMemory<byte> upload, CancellationToken ct) => Task.FromResult(new ScanReport(ScanVerdict.Clean, "not scanned"));
}
