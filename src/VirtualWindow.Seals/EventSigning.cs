using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using VirtualWindow.Documents.Signing;
using VirtualWindow.Domain.Signing;

namespace VirtualWindow.Seals;

/// <param name="Ink">The packed samples, to be kept encrypted.</param>
/// <param name="InkSha256">Hexadecimal; the signature binds it.</param>
public sealed record SignedByHand(byte[] Pdf, byte[] Ink, string InkSha256);

/// <summary>
/// The applicant's signature: the handwriting as vectors, and a PAdES signature (B-T) by a certificate made for this one act, whose key is
/// thrown away at once. It says what was signed, by which handwriting and when; who the person is, is what the clerk confirmed.
/// </summary>
public sealed class EventSigning(HallAuthority authority, IOptions<SealOptions> options, TimeProvider time)
{
    private const double WidthInPoints = 120;

    /// <exception cref="ArgumentException">The strokes are no signature: too few or too many samples.</exception>
    public async Task<SignedByHand> SignAsync(ReadOnlyMemory<byte> pdf, IReadOnlyList<IReadOnlyList<InkPoint>> strokes, string signer, SigningPlace place, CancellationToken ct)
    {
        var picture = new HandwritingPicture(strokes, WidthInPoints);
        var now = time.GetUtcNow();
        using var key = (await authority.OpenAsync(ct)).IssueEvent(signer, now, options.Value.EventCertificateLifetime);
        var request = new SignatureRequest($"Applicant-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}", signer, now)
        {
            Reason = "申请人签名 Signature of the applicant", Picture = picture,
            Placements = [WidgetPlacement.Around(picture, place.Page, place.X, place.Y)], Timestamps = await authority.TimestampsAsync(ct),
        };
        return new SignedByHand(PdfSigner.Sign(pdf, request, key), HandwritingPicture.Pack(strokes), Convert.ToHexStringLower(picture.Hash));
    }
}
