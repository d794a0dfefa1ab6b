using VirtualWindow.Documents.Pdf;

namespace VirtualWindow.Documents.Verifying;

internal enum ObjectPurpose
{
    Other,
    Signature,
    SignatureWidget,
    SignaturePicture,
    PageContent,
}

/// <summary>What the objects of a signed revision are for, so that a change of one can be called by its name.</summary>
internal sealed class ObjectPurposes
{
    private readonly Dictionary<int, ObjectPurpose> _purposes = [];
    private readonly int _information;

    public ObjectPurposes(PdfDocument document)
    {
        var fields = SignedField.AllOf(document);
        foreach (var field in fields)
        {
            foreach (var number in field.Widgets.Select(widget => widget.Number).Append(field.Number)) _purposes.TryAdd(number, ObjectPurpose.SignatureWidget);
            if (field.Value is { } value) _purposes.TryAdd(value.Number, ObjectPurpose.Signature);
        }

        var pictures = fields.SelectMany(field => field.Widgets).Select(widget => (document.Resolve(widget) as PdfDictionary)?["AP"]);
        foreach (var number in ObjectGraph.Reachable(document, pictures)) _purposes.TryAdd(number, ObjectPurpose.SignaturePicture);
        var content = document.Pages.Select(PdfObject (page) => page.Dictionary).Append(document.Catalog["Pages"]);
        foreach (var number in ObjectGraph.Reachable(document, content, "Annots")) _purposes.TryAdd(number, ObjectPurpose.PageContent);
        _information = document.Trailer["Info"] is PdfReference info ? info.Number : -1;
    }

    public ObjectPurpose Of(int number) => _purposes.GetValueOrDefault(number);

    public bool IsInformation(int number) => number == _information;
}
