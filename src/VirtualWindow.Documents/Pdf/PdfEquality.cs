namespace VirtualWindow.Documents.Pdf;

/// <summary>Whether two objects say the same, references by number: formatting, key order and string notation do not count.</summary>
internal static class PdfEquality
{
    public static bool Same(PdfObject? one, PdfObject? other) => (one ?? PdfNull.Instance, other ?? PdfNull.Instance) switch
    {
        (PdfNull, PdfNull) => true,
        (PdfBoolean a, PdfBoolean b) => a.Value == b.Value,
        (PdfNumber a, PdfNumber b) => a.Value.Equals(b.Value),
        (PdfName a, PdfName b) => a.Value == b.Value,
        (PdfString a, PdfString b) => a.Bytes.AsSpan().SequenceEqual(b.Bytes),
        (PdfReference a, PdfReference b) => a.Number == b.Number && a.Generation == b.Generation,
        (PdfArray a, PdfArray b) => SameItems(a.Items, b.Items),
        (PdfDictionary a, PdfDictionary b) => DifferingKeys(a, b).Count == 0,
        (PdfStream a, PdfStream b) => Same(a.Dictionary, b.Dictionary) && a.Data.Span.SequenceEqual(b.Data.Span),
        _ => false,
    };

    /// <summary>The keys whose values differ, absent and null being the same.</summary>
    public static IReadOnlyList<string> DifferingKeys(PdfDictionary one, PdfDictionary other) =>
        [.. one.Keys.Union(other.Keys, StringComparer.Ordinal).Where(key => !Same(one[key], other[key]))];

    private static bool SameItems(List<PdfObject> one, List<PdfObject> other)
    {
        if (one.Count != other.Count) return false;
        for (var i = 0; i < one.Count; i++)
            if (!Same(one[i], other[i]))
                return false;
        return true;
    }
}
