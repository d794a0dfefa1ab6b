using Microsoft.Extensions.Options;

namespace VirtualWindow.Signaling.Documents;

/// <summary>Section <c>Documents</c>: what uploads may ask of this hall, and who looks for viruses in them.</summary>
public sealed record DocumentOptions
{
    public const string Section = "Documents";

    /// <summary>Largest upload in bytes.</summary>
    public int LargestBytes { get; init; } = 32 << 20;
    /// <summary>Documents of one session, in whatever stage.</summary>
    public int MostPerSession { get; init; } = 80;
    /// <summary>Uploads that one participant may have under way or left lying.</summary>
    public int MostUnderWay { get; init; } = 12;
    /// <summary>Picture elements of one picture; more are not decoded.</summary>
    public int LargestPicture { get; init; } = 50_000_000;
    /// <summary>Parts of uploads and reads of documents that one network address may send at once; a hall's kiosks share one.</summary>
    public int BurstPerAddress { get; init; } = 600;
    /// <summary>Of these per minute after the burst.</summary>
    public double PerMinutePerAddress { get; init; } = 3_000;

    /// <summary>clamd's address, "host:3310"; null or empty = nobody looks for viruses.</summary>
    public string? Clamd { get; init; }
    /// <summary>How long clamd may take for one upload.</summary>
    public TimeSpan ClamdTimeout { get; init; } = TimeSpan.FromSeconds(30);
    /// <summary>How often what is held is tried again.</summary>
    public TimeSpan HeldPause { get; init; } = TimeSpan.FromSeconds(10);
    /// <summary>An upload that nobody goes on with is forgotten after this time; so is a file without a row.</summary>
    public TimeSpan Abandoned { get; init; } = TimeSpan.FromHours(6);

    /// <summary>Where clamd listens, when there is one.</summary>
    internal (string Host, int Port)? ClamdAddress =>
        string.IsNullOrWhiteSpace(Clamd) ? null
        : Clamd.LastIndexOf(':') is > 0 and var colon && int.TryParse(Clamd[(colon + 1)..], out var port) ? (Clamd[..colon], port)
        : (Clamd, 3310);
}

/// <summary>Refuses to start with limits under which nothing could be uploaded or a machine could be filled.</summary>
public sealed class DocumentOptionsValidation : IValidateOptions<DocumentOptions>
{
    public ValidateOptionsResult Validate(string? name, DocumentOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = Faults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(DocumentOptions options)
    {
        if (options.LargestBytes is < 64 * 1024 or > 256 << 20) yield return "Documents:LargestBytes must lie between 64 KiB and 256 MiB.";
        if (options.LargestPicture is < 1_000_000 or > 200_000_000) yield return "Documents:LargestPicture must lie between 1 and 200 million.";
        if (options.MostPerSession < 1 || options.MostUnderWay < 1) yield return "Documents: at least one document and one upload must be possible.";
        if (options.BurstPerAddress < 1 || options.PerMinutePerAddress <= 0) yield return "Documents: requests need a burst of at least 1 and a rate above 0.";
        if (options.ClamdTimeout <= TimeSpan.Zero || options.HeldPause <= TimeSpan.Zero || options.Abandoned < TimeSpan.FromMinutes(10))
            yield return "Documents: ClamdTimeout and HeldPause must be above 0, Abandoned at least 10 minutes.";
    }
}
