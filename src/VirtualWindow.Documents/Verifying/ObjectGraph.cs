using VirtualWindow.Documents.Pdf;

namespace VirtualWindow.Documents.Verifying;

/// <summary>Walks references without recursion.</summary>
internal static class ObjectGraph
{
    /// <summary>The numbers of all objects that can be reached, those that do not exist included.</summary>
    /// <param name="skip">Keys that are not followed.</param>
    public static HashSet<int> Reachable(PdfDocument document, IEnumerable<PdfObject?> from, params string[] skip)
    {
        var reached = new HashSet<int>();
        var open = new Stack<PdfObject>(from.OfType<PdfObject>());
        while (open.TryPop(out var value))
        {
            switch (value)
            {
                case PdfReference reference when reached.Add(reference.Number): open.Push(document.Find(reference)); break;
                case PdfArray array: array.Items.ForEach(open.Push); break;
                case PdfDictionary dictionary: PushEntries(dictionary, skip, open); break;
                case PdfStream stream: PushEntries(stream.Dictionary, skip, open); break;
            }
        }

        return reached;
    }

    private static void PushEntries(PdfDictionary dictionary, string[] skip, Stack<PdfObject> open)
    {
        foreach (var (key, value) in dictionary.Entries)
            if (!skip.Contains(key))
                open.Push(value);
    }
}
