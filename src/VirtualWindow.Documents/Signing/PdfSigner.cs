using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using VirtualWindow.Documents.Pdf;

namespace VirtualWindow.Documents.Signing;

/// <summary>
/// Signs PDFs as PAdES (EN 319 142-1): level B-B, with a timestamp B-T; with <see cref="AddValidationData"/> B-LT and with
/// <see cref="AddTimestamp"/> behind it B-LTA. Each call adds one revision and leaves every earlier byte, so every earlier signature stays
/// valid. Order in a hall: applicant, office seal, validation data, document timestamp.
/// </summary>
public static class PdfSigner
{
    /// <summary>Room for what the estimate of a signature's length forgets.</summary>
    private const int Margin = 2048;

    /// <returns>The document with one more revision.</returns>
    /// <exception cref="PdfException">The document cannot be read.</exception>
    /// <exception cref="ArgumentException">The field exists already, or a page does not.</exception>
    public static byte[] Sign(ReadOnlyMemory<byte> pdf, SignatureRequest request, ISealKey key)
    {
        var signature = new PdfDictionary().With("Type", "Sig").With("Filter", "Adobe.PPKLite").With("SubFilter", "ETSI.CAdES.detached")
            .With("M", PdfDate.ToPdf(request.SignedAt)).With("Name", PdfString.Text(request.SignerName))
            .With("Reason", Text(request.Reason)).With("Location", Text(request.Location));
        if (request.Picture is HandwritingPicture handwriting) signature.With("InkHash", new PdfString(handwriting.Hash, isHex: true));
        var length = CmsWriter.Bound(key) + (request.Timestamps?.TokenBytes ?? 0) + Margin;
        return Append(pdf, request, signature, length, hash => CmsWriter.Write(key, hash, timestamps: request.Timestamps));
    }

    /// <summary>A timestamp over the whole document (ISO 32000-2 §12.8.5), which keeps what it finds provable when certificates have expired.</summary>
    public static byte[] AddTimestamp(ReadOnlyMemory<byte> pdf, string fieldName, ITimestampAuthority timestamps)
    {
        var signature = new PdfDictionary().With("Type", "DocTimeStamp").With("Filter", "Adobe.PPKLite").With("SubFilter", "ETSI.RFC3161");
        return Append(pdf, new SignatureRequest(fieldName, "", default), signature, timestamps.TokenBytes + Margin, hash => timestamps.Stamp(hash));
    }

    /// <summary>Adds certificates and revocation lists (document security store, ISO 32000-2 §12.8.4.3) to those already there.</summary>
    /// <param name="certificates">DER.</param>
    /// <param name="revocationLists">DER.</param>
    public static byte[] AddValidationData(ReadOnlyMemory<byte> pdf, IEnumerable<byte[]> certificates, IEnumerable<byte[]> revocationLists)
    {
        var document = PdfDocument.Read(pdf);
        var appender = new PdfAppender(document);
        var known = document.Get<PdfDictionary>(document.Catalog, "DSS");
        var store = new PdfDictionary(known ?? new PdfDictionary()).With("Type", "DSS")
            .With("Certs", Longer(appender, known, "Certs", certificates)).With("CRLs", Longer(appender, known, "CRLs", revocationLists));
        if (document.Catalog["DSS"] is PdfReference reference) appender.Set(reference, store);
        else appender.Set(document.CatalogReference, new PdfDictionary(document.Catalog).With("DSS", appender.Add(store)));
        return [.. pdf.Span, .. appender.Write()];
    }

    private static PdfArray Longer(PdfAppender appender, PdfDictionary? known, string key, IEnumerable<byte[]> additions)
    {
        var document = appender.Document;
        var items = document.Get<PdfArray>(known, key)?.Items ?? [];
        var present = items.Select(item => document.Resolve(item) is PdfStream stream ? Convert.ToHexString(document.Decode(stream)) : "").ToHashSet();
        var added = additions.Where(bytes => present.Add(Convert.ToHexString(bytes)))
            .Select(bytes => appender.Add(new PdfStream(new PdfDictionary().With("Filter", "FlateDecode"), PdfFilters.Deflate(bytes))));
        return new PdfArray([.. items, .. added]);
    }

    private static byte[] Append(ReadOnlyMemory<byte> pdf, SignatureRequest request, PdfDictionary signature, int length, Func<byte[], byte[]> sign)
    {
        if (request.FieldName.Length == 0 || request.FieldName.Contains('.', StringComparison.Ordinal)) throw new ArgumentException("A field's name is not empty and has no full stop.", nameof(request));
        var appender = new PdfAppender(PdfDocument.Read(pdf));
        var (range, contents) = (new PdfPlaceholder(48), new PdfPlaceholder(2 * length + 2));
        var value = appender.Add(signature.With("ByteRange", range).With("Contents", contents));
        new SignatureField(appender).Add(request.FieldName, value, request.Picture, request.Placements);
        var revision = appender.Write();
        var (before, after) = (contents.Position, contents.Position + contents.Length);
        var ranges = string.Create(CultureInfo.InvariantCulture, $"[0 {pdf.Length + before} {pdf.Length + after} {revision.Length - after}]");
        Encoding.ASCII.GetBytes(ranges, revision.AsSpan(range.Position));
        FillHole(revision.AsSpan(before, contents.Length), sign(Hash(pdf.Span, revision.AsSpan(0, before), revision.AsSpan(after))));
        return [.. pdf.Span, .. revision];
    }

    private static byte[] Hash(ReadOnlySpan<byte> document, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(document);
        hash.AppendData(before);
        hash.AppendData(after);
        return hash.GetHashAndReset();
    }

    private static void FillHole(Span<byte> hole, byte[] signature)
    {
        if (2 * signature.Length + 2 > hole.Length) throw new CryptographicException("The signature is longer than the room reserved for it.");
        hole.Fill((byte)'0');
        (hole[0], hole[^1]) = ((byte)'<', (byte)'>');
        Encoding.ASCII.GetBytes(Convert.ToHexString(signature), hole[1..]);
    }

    private static PdfString? Text(string? text) => text is null ? null : PdfString.Text(text);
}
