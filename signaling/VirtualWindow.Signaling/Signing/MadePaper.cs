using VirtualWindow.Documents.Pages;
using VirtualWindow.Domain.Documents;
using VirtualWindow.Domain.Signing;

namespace VirtualWindow.Signaling.Signing;

/// <summary>A paper that this program made to be signed: PDF/A, with room for signature and seal under its last words.</summary>
/// <param name="Place">The middle of the room for the signature.</param>
internal sealed record MadePaper(byte[] Pdf, IReadOnlyList<PageSize> Pages, SigningPlace Place)
{
    private const double SignatureX = 190, RoomForSignature = 150;
    private static readonly PageSize A4 = new(595.276, 841.89);

    /// <summary>Closes what was written with the room for both, beside each other on one page.</summary>
    public static MadePaper Finish(PdfAWriter writer)
    {
        if (writer.Place.Top < RoomForSignature + 72) writer.NewPage();
        writer.Table([1, 1], [], [["申请人（签名）：\n\n\n\n\n\n", "受理机关（盖章）：\n\n\n\n\n\n"]]);
        var place = new SigningPlace(writer.Place.Page, SignatureX, writer.Place.Top + 10 + RoomForSignature / 2 - 20);
        return new MadePaper(writer.ToBytes(), [.. Enumerable.Repeat(A4, writer.PageCount)], place);
    }
}
