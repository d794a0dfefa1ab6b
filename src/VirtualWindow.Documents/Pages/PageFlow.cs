namespace VirtualWindow.Documents.Pages;

/// <summary>Where writing stopped: a page, counted from 0, and the height on it in points from the lower edge.</summary>
public readonly record struct PagePlace(int Page, double Top);

/// <summary>A4 pages and the place on the last of them where the next line goes.</summary>
internal sealed class PageFlow
{
    public const double PaperWidth = 595.276;
    public const double PaperHeight = 841.89;
    private const double SideMargin = 76;
    private const double TopMargin = 76;
    private const double BottomMargin = 72;

    private readonly DocumentFonts _fonts;
    private readonly List<PageCanvas> _pages = [];

    public PageFlow(DocumentFonts fonts)
    {
        _fonts = fonts;
        NewPage();
    }

    public IReadOnlyList<PageCanvas> Pages => _pages;

    public PageCanvas Page => _pages[^1];

    public static double Left => SideMargin;

    public static double Width => PaperWidth - 2 * SideMargin;

    /// <summary>The upper edge of what is still free.</summary>
    public double Top { get; private set; }

    public double Room => Top - BottomMargin;

    public static double PageRoom => PaperHeight - TopMargin - BottomMargin;

    public PagePlace Place => new(_pages.Count - 1, Top);

    public void NewPage()
    {
        _pages.Add(new PageCanvas(_fonts));
        Top = PaperHeight - TopMargin;
    }

    /// <summary>Goes to a new page unless this height is still free.</summary>
    public void KeepTogether(double height)
    {
        if (height > Room && Top < PaperHeight - TopMargin) NewPage();
    }

    public void MoveDown(double points) => Top -= points;
}
