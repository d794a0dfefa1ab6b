using VirtualWindow.Documents.Verifying;
using VirtualWindow.Domain;
using VirtualWindow.Papers.Notices;

namespace VirtualWindow.FollowUp.Papers;

/// <summary>A finished paper that its authority is to seal.</summary>
/// <param name="Site">The authority's site.</param>
/// <param name="Authority">As it stands on the paper.</param>
/// <param name="Item">What the paper is about: a seal may be for some items only.</param>
/// <param name="Number">Of the paper, for the ledger.</param>
public sealed record PaperToSeal(byte[] Pdf, SealPlace Place, SiteId Site, string Authority, ItemCode Item, string Title, string Number);

/// <summary>
/// Who seals notices and dossiers. Sealing may happen twice when a process dies in between: the first copy then belongs to nothing.
/// </summary>
public interface IPaperSeals
{
    /// <summary>The authority's seal over its name, with a timestamp (PAdES B-T).</summary>
    /// <exception cref="StepToldException">There is no seal for it.</exception>
    Task<byte[]> SealNoticeAsync(PaperToSeal paper, CancellationToken ct);

    /// <summary>The archive's seal, the data to verify it later, and a timestamp over all of it (PAdES B-LTA).</summary>
    /// <exception cref="StepToldException">There is no seal for it.</exception>
    Task<byte[]> SealDossierAsync(PaperToSeal paper, CancellationToken ct);

    /// <summary>Whom the house itself trusts when it looks at what it has sealed.</summary>
    Task<TrustSettings> TrustAsync(CancellationToken ct);
}
