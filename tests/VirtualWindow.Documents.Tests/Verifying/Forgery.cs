using System.Text;
using VirtualWindow.Documents.Pdf;
using VirtualWindow.Documents.Tests.Bases;

namespace VirtualWindow.Documents.Tests.Verifying;

/// <summary>What a forger does to a signed file; none of it needs a key, and pdfsig calls most of the results valid.</summary>
internal static class Forgery
{
    public static byte[] ReplaceContentStream(byte[] pdf) => Update(pdf, (document, update) =>
    {
        var contents = document.Pages[0].Dictionary["Contents"]!;
        var stream = (PdfReference)(document.Resolve(contents) is PdfArray array ? array.Items[0] : contents);
        update.Set(stream, new PdfStream(new PdfDictionary(), "0 0 100 100 re f"u8.ToArray()));
    });

    /// <summary>The same bytes under another generation: some readers follow the number alone, and some find nothing any more.</summary>
    public static byte[] ChangeGeneration(byte[] pdf) => Update(pdf, (document, update) =>
    {
        var contents = (PdfReference)document.Pages[0].Dictionary["Contents"]!;
        update.Set(new PdfReference(contents.Number, 1), document.Resolve(contents));
    });

    public static byte[] PointPageElsewhere(byte[] pdf) => Update(pdf, (document, update) =>
        ChangePage(document, update, "Contents", update.Add(new PdfStream(new PdfDictionary(), "0 0 100 100 re f"u8.ToArray()))));

    public static byte[] SwapFont(byte[] pdf) => Update(pdf, (document, update) => ChangePage(document, update, "Resources", new PdfDictionary()));

    public static byte[] AddTextAnnotation(byte[] pdf) => AddAnnotation(pdf, new PdfDictionary().With("Type", "Annot").With("Subtype", "FreeText")
        .With("Rect", new PdfArray(100, 600, 300, 640)).With("Contents", PdfString.Text("金额：1,000,000 元")).With("DA", PdfString.Text("/Helv 12 Tf")));

    /// <summary>A field for a signature that nobody made, with text for its picture.</summary>
    public static byte[] AddUnsignedFieldWithPicture(byte[] pdf) => Update(pdf, (document, update) =>
    {
        var picture = update.Add(new PdfStream(new PdfDictionary().With("Type", "XObject").With("Subtype", "Form").With("BBox", new PdfArray(0, 0, 100, 100)), "0 0 100 100 re f"u8.ToArray()));
        var field = update.Add(new PdfDictionary().With("Type", "Annot").With("Subtype", "Widget").With("FT", "Sig").With("T", PdfString.Text("Later"))
            .With("Rect", new PdfArray(100, 600, 300, 640)).With("AP", new PdfDictionary().With("N", picture)));
        AppendTo(document, update, document.Pages[0].Dictionary, "Annots", field, changed => update.Set(document.Pages[0].Reference, changed));
        ChangeForm(document, update, form => AppendTo(document, update, form, "Fields", field, changed => update.Set((PdfReference)document.Catalog["AcroForm"]!, changed)));
    });

    public static byte[] MoveSeal(byte[] pdf) => ChangeField(pdf, "Seal1", field => field.With("Rect", new PdfArray(10, 10, 130, 130)));

    public static byte[] SwapPicture(byte[] pdf) => Update(pdf, (document, update) =>
    {
        var appearance = (PdfStream)document.Resolve(((PdfDictionary)document.Resolve(Field(document, "Seal1").Field["AP"]))["N"]);
        var picture = (PdfReference)((PdfDictionary)((PdfDictionary)appearance.Dictionary["Resources"]!)["XObject"]!)["Picture"]!;
        update.Set(picture, new PdfStream(new PdfDictionary().With("Type", "XObject").With("Subtype", "Form").With("BBox", new PdfArray(0, 0, 100, 100)), "1 0 0 rg 0 0 100 100 re f"u8.ToArray()));
    });

    public static byte[] PointSealToAnotherPicture(byte[] pdf) => Update(pdf, (document, update) =>
    {
        var picture = update.Add(new PdfStream(new PdfDictionary().With("Type", "XObject").With("Subtype", "Form").With("BBox", new PdfArray(0, 0, 9, 9)), Array.Empty<byte>()));
        var (reference, field) = Field(document, "Seal1");
        update.Set(reference, new PdfDictionary(field).With("AP", new PdfDictionary().With("N", picture)));
    });

    public static byte[] RemoveSignatureFromForm(byte[] pdf) => Update(pdf, (document, update) =>
        ChangeForm(document, update, form => update.Set((PdfReference)document.Catalog["AcroForm"]!, new PdfDictionary(form).With("Fields", Without(document, document.Get<PdfArray>(form, "Fields")!, "Seal1")))));

    public static byte[] RemoveSignatureFromPage(byte[] pdf) => Update(pdf, (document, update) =>
        ChangePage(document, update, "Annots", Without(document, document.Get<PdfArray>(document.Pages[0].Dictionary, "Annots")!, "Seal1")));

    public static byte[] EmptySignatureField(byte[] pdf) => ChangeField(pdf, "Seal1", field => field.With("V", (PdfObject?)null));

    /// <summary>Every trace of every signature: the file claims never to have been signed.</summary>
    public static byte[] RemoveAllSignatures(byte[] pdf) => Update(pdf, (document, update) => update.Set(document.CatalogReference, new PdfDictionary(document.Catalog).With("AcroForm", (PdfObject?)null)));

    public static byte[] AppendBytes(byte[] pdf) => [.. pdf, .. "% 固始 something more\n"u8];

    public static byte[] AppendBytesAndMark(byte[] pdf) => [.. pdf, .. Encoding.ASCII.GetBytes($"99 0 obj\n(hidden)\nendobj\nstartxref\n{PdfDocument.Read(pdf).StartOffset}\n%%EOF\n")];

    /// <summary>A well-formed revision that changes nothing, with bytes between its objects that belong to none.</summary>
    public static byte[] HideBytesInRevision(byte[] pdf)
    {
        var hidden = "%PDF-1.7 another file for another reader\n"u8.ToArray();
        var appended = new PdfAppender(PdfDocument.Read((byte[])[.. pdf, .. hidden]));
        appended.Add(PdfString.Text("nothing"));
        return [.. pdf, .. hidden, .. appended.Write()];
    }

    /// <summary>Ends the signature's string early and writes other keys into the rest of its room, which the signature does not cover.</summary>
    public static byte[] WidenHole(byte[] pdf)
    {
        var (_, signature) = SignatureOf(pdf, "Seal1");
        var contents = (PdfString)signature["Contents"]!;
        var forged = (byte[])pdf.Clone();
        var room = forged.AsSpan(contents.End - 200, 200);
        room.Fill((byte)' ');
        ">/Reason(forged)"u8.CopyTo(room);
        return forged;
    }

    /// <summary>Puts something behind the signature, inside its string.</summary>
    public static byte[] FillRoom(byte[] pdf)
    {
        var forged = (byte[])pdf.Clone();
        "C0FFEE"u8.CopyTo(forged.AsSpan(((PdfString)SignatureOf(pdf, "Seal1").Signature["Contents"]!).End - 20));
        return forged;
    }

    public static byte[] ShortenRange(byte[] pdf)
    {
        var text = Encoding.Latin1.GetString(pdf);
        var start = text.LastIndexOf("/ByteRange", StringComparison.Ordinal);
        var numbers = text[start..text.IndexOf(']', start)].Split(' ');
        var shorter = string.Join(' ', numbers[..3].Append($"{int.Parse(numbers[3]) - 50}"));
        return Encoding.Latin1.GetBytes(text.Replace(text[start..text.IndexOf(']', start)], shorter.PadRight(text.IndexOf(']', start) - start), StringComparison.Ordinal));
    }

    public static byte[] FlipByteOfPage(byte[] pdf)
    {
        var forged = (byte[])pdf.Clone();
        forged[200] ^= 1;
        return forged;
    }

    public static byte[] AddOpenAction(byte[] pdf) => Update(pdf, (document, update) => update.Set(document.CatalogReference,
        new PdfDictionary(document.Catalog).With("OpenAction", new PdfDictionary().With("S", "JavaScript").With("JS", PdfString.Text("app.alert(1)")))));

    public static byte[] RemovePage(byte[] pdf) => Update(pdf, (document, update) =>
    {
        var tree = document.Get<PdfDictionary>(document.Catalog, "Pages")!;
        update.Set((PdfReference)document.Catalog["Pages"]!, new PdfDictionary(tree).With("Kids", new PdfArray([document.Pages[0].Reference])).With("Count", 1));
    });

    public static byte[] SkipAllSignatures(byte[] pdf) => SkipTo(pdf, PdfDocument.Read(pdf).Sections[^1]);

    public static byte[] SkipLastSignature(byte[] pdf) => SkipTo(pdf, PdfDocument.Read(pdf).Sections[1]);

    /// <summary>Looks like a new revision, but leads past signed ones.</summary>
    private static byte[] SkipTo(byte[] pdf, CrossReferenceSection section)
    {
        var document = PdfDocument.Read(pdf);
        var appender = new PdfAppender(document);
        appender.Add(PdfString.Text("nothing"));
        var revision = Encoding.Latin1.GetString(appender.Write());
        var newest = document.StartOffset;
        return [.. pdf, .. Encoding.Latin1.GetBytes(revision.Replace($"/Prev {newest}", $"/Prev {section.Offset}".PadRight($"/Prev {newest}".Length), StringComparison.Ordinal))];
    }

    private static byte[] AddAnnotation(byte[] pdf, PdfDictionary annotation) => Update(pdf, (document, update) =>
        AppendTo(document, update, document.Pages[0].Dictionary, "Annots", update.Add(annotation), changed => update.Set(document.Pages[0].Reference, changed)));

    private static byte[] Update(byte[] pdf, Action<PdfDocument, PdfAppender> change)
    {
        var document = PdfDocument.Read(pdf);
        var appender = new PdfAppender(document);
        change(document, appender);
        return [.. pdf, .. appender.Write()];
    }

    private static byte[] ChangeField(byte[] pdf, string name, Action<PdfDictionary> change) => Update(pdf, (document, update) =>
    {
        var (reference, field) = Field(document, name);
        var changed = new PdfDictionary(field);
        change(changed);
        update.Set(reference, changed);
    });

    private static void ChangePage(PdfDocument document, PdfAppender update, string key, PdfObject value) =>
        update.Set(document.Pages[0].Reference, new PdfDictionary(document.Pages[0].Dictionary).With(key, value));

    private static void ChangeForm(PdfDocument document, PdfAppender update, Action<PdfDictionary> change) => change(document.Get<PdfDictionary>(document.Catalog, "AcroForm")!);

    private static void AppendTo(PdfDocument document, PdfAppender update, PdfDictionary owner, string key, PdfReference item, Action<PdfDictionary> setOwner) =>
        setOwner(new PdfDictionary(owner).With(key, new PdfArray([.. document.Get<PdfArray>(owner, key)?.Items ?? [], item])));

    private static PdfArray Without(PdfDocument document, PdfArray array, string name) => new(array.Items.Where(item => (((PdfDictionary)document.Resolve(item))["T"] as PdfString)?.ToText() != name));

    private static (PdfReference Reference, PdfDictionary Field) Field(PdfDocument document, string name)
    {
        var form = document.Get<PdfDictionary>(document.Catalog, "AcroForm")!;
        var reference = document.Get<PdfArray>(form, "Fields")!.Items.Cast<PdfReference>().Single(item => ((PdfString)((PdfDictionary)document.Resolve(item))["T"]!).ToText() == name);
        return (reference, (PdfDictionary)document.Resolve(reference));
    }

    private static (PdfDocument Document, PdfDictionary Signature) SignatureOf(byte[] pdf, string name)
    {
        var document = PdfDocument.Read(pdf);
        return (document, document.Get<PdfDictionary>(Field(document, name).Field, "V")!);
    }
}
