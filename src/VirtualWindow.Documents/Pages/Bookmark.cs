using VirtualWindow.Documents.Pdf;

namespace VirtualWindow.Documents.Pages;

/// <param name="Level">1..3.</param>
/// <param name="Page">From 0.</param>
internal sealed record Bookmark(string Title, int Level, int Page, double Top);

/// <summary>The tree of bookmarks (ISO 32000-1 §12.3.3): each under the nearest one before it of a lower level.</summary>
internal sealed class Outline(PdfFileBuilder file, IReadOnlyList<PdfReference> pages)
{
    private sealed record Node(PdfReference Reference, Bookmark? Bookmark, List<Node> Children);

    public PdfReference? Add(IReadOnlyList<Bookmark> bookmarks)
    {
        if (bookmarks.Count == 0) return null;
        var root = new Node(file.Reserve(), null, []);
        var path = new Stack<Node>([root]);
        foreach (var bookmark in bookmarks)
        {
            while (path.Peek().Bookmark?.Level >= bookmark.Level) path.Pop();
            var node = new Node(file.Reserve(), bookmark, []);
            path.Peek().Children.Add(node);
            path.Push(node);
        }

        file.Set(root.Reference, WithChildren(new PdfDictionary().With("Type", "Outlines"), root));
        return root.Reference;
    }

    private PdfDictionary WithChildren(PdfDictionary dictionary, Node node)
    {
        if (node.Children.Count == 0) return dictionary;
        for (var i = 0; i < node.Children.Count; i++)
            file.Set(node.Children[i].Reference, Item(node, i));
        return dictionary.With("First", node.Children[0].Reference).With("Last", node.Children[^1].Reference).With("Count", Descendants(node));
    }

    private PdfDictionary Item(Node parent, int index)
    {
        var (node, bookmark) = (parent.Children[index], parent.Children[index].Bookmark!);
        var item = new PdfDictionary().With("Title", PdfString.Text(bookmark.Title)).With("Parent", parent.Reference)
            .With("Prev", index > 0 ? parent.Children[index - 1].Reference : null).With("Next", index + 1 < parent.Children.Count ? parent.Children[index + 1].Reference : null)
            .With("Dest", new PdfArray([pages[bookmark.Page], new PdfName("XYZ"), PdfNull.Instance, new PdfNumber(Math.Round(bookmark.Top, 1)), PdfNull.Instance]));
        return WithChildren(item, node);
    }

    private static int Descendants(Node node) => node.Children.Sum(child => 1 + Descendants(child));
}
