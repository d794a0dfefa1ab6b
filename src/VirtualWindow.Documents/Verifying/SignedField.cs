using VirtualWindow.Documents.Pdf;

namespace VirtualWindow.Documents.Verifying;

/// <summary>A signature field that holds a signature, with the widgets that show it.</summary>
/// <param name="Value">Where the signature dictionary lies; null when it is written into the field.</param>
internal sealed record SignedField(string Name, int Number, PdfReference? Value, PdfDictionary Signature, IReadOnlyList<PdfReference> Widgets)
{
    private const int MostFields = 10_000;

    /// <summary>All of a revision, in the order of the form.</summary>
    public static List<SignedField> AllOf(PdfDocument document)
    {
        var found = new List<SignedField>();
        if (document.Get<PdfDictionary>(document.Catalog, "AcroForm") is { } form && document.Get<PdfArray>(form, "Fields") is { } fields)
            foreach (var field in fields.Items.OfType<PdfReference>())
                Collect(document, field, "", [], found);
        return found;
    }

    private static void Collect(PdfDocument document, PdfReference reference, string parent, HashSet<int> visited, List<SignedField> found)
    {
        if (!visited.Add(reference.Number)) throw PdfException.Damaged("A form field is its own parent.");
        if (visited.Count > MostFields || parent.Length > 4096) throw new PdfException(PdfFault.OverLimit, "The form has more fields than it may.");
        if (document.Resolve(reference) is not PdfDictionary field) return;
        var name = document.Get<PdfString>(field, "T") is { } partial ? parent.Length == 0 ? partial.ToText() : $"{parent}.{partial.ToText()}" : parent;
        var kids = document.Get<PdfArray>(field, "Kids")?.Items.OfType<PdfReference>().ToArray() ?? [];
        if (document.Get<PdfName>(field, "FT")?.Value == "Sig")
        {
            if (document.Get<PdfDictionary>(field, "V") is { } signature)
                found.Add(new SignedField(name, reference.Number, field["V"] as PdfReference, signature, kids.Length == 0 ? [reference] : kids));
        }
        else
            foreach (var kid in kids)
                Collect(document, kid, name, visited, found);
    }
}
