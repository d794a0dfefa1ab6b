using VirtualWindow.Documents.Sanitising;
using VirtualWindow.Fuzz.Engine;

namespace VirtualWindow.Fuzz.Targets;

/// <summary>
/// An uploaded picture (JPEG, PNG, WebP, or something with the first bytes of one): a copy that is taken again, of the size that was announced and
/// without a trace of EXIF, or an <see cref="UploadRefusedException"/>.
/// </summary>
internal sealed class PictureTarget : FuzzTarget
{
    private const int MaxInput = 4_000;

    /// <summary>Small, so that a header that promises much is refused instead of taking the campaign's time.</summary>
    private static readonly UploadLimits Limits = new() { Bytes = MaxInput, Pixels = 40_000 };

    public override string Name => "picture";

    public override long MaxAllocatedBytes => 4 << 20;

    public override void Run(byte[] input)
    {
        SanitisedUpload safe;
        try
        {
            UploadSanitiser.Inspect(input, Limits);
            safe = UploadSanitiser.Sanitise(input, Limits);
        }
        catch (UploadRefusedException refused) when (refused.Message.Length > 0)
        {
            return; // Refused with a reason.
        }

        if (safe.MediaType == "application/pdf") return; // the target pdf's business
        if (safe.Extents is not [{ Width: > 0, Height: > 0 } extent] || extent.Width * extent.Height > Limits.Pixels) throw new InvalidOperationException($"{safe.Extents.Count} pages.");
        if (safe.Bytes.AsSpan().IndexOf("Exif"u8) >= 0) throw new InvalidOperationException("EXIF is left.");
        var again = UploadSanitiser.Sanitise(safe.Bytes, Limits with { Bytes = 1 << 20 });
        if (again.Extents[0] != extent) throw new InvalidOperationException($"{extent} is {again.Extents[0]} when it is read again.");
    }

    public override byte[] Mutate(byte[] input, byte[] other, Mutator mutator) => mutator.Change(input, other, MaxInput);
}
