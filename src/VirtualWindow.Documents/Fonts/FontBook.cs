using System.Text;

namespace VirtualWindow.Documents.Fonts;

/// <summary>Characters that none of the fonts has: a document with holes in somebody's name must not be filed.</summary>
public sealed class MissingGlyphsException(IReadOnlyList<string> characters)
    : Exception($"字库缺少这些字，不能出具文书：{string.Join(' ', characters)}。 No font has these characters: {string.Join(' ', characters)}.")
{
    /// <summary>Each with its code point, e.g. <c>𠮷 (U+20BB7)</c>.</summary>
    public IReadOnlyList<string> Characters { get; } = characters;
}

/// <summary>The fonts of a document in the order in which they are asked for a character.</summary>
public sealed class FontBook
{
    /// <summary>Where Debian, Ubuntu and openEuler put fonts with more hanzi than the shipped one; the first face of each that exists is used.</summary>
    private static readonly string[] Further =
    [
        "/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf",
        "/usr/share/fonts/truetype/arphic/uming.ttc",
        "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
    ];

    private static readonly Lazy<TrueTypeFont> MicroHei = new(ReadShipped);
    private static readonly Lazy<FontBook> OnlyShipped = new(() => new FontBook([MicroHei.Value]));
    private static readonly Lazy<FontBook> WithInstalled = new(() => new FontBook([MicroHei.Value, .. Further.Where(File.Exists).Select(path => new TrueTypeFont(File.ReadAllBytes(path)))]));

    public FontBook(IReadOnlyList<TrueTypeFont> fonts) => Fonts = fonts.Count > 0 ? fonts : throw new ArgumentException("A font book needs a font.", nameof(fonts));

    /// <summary>WenQuanYi Micro Hei, which this project carries with it: Latin and the 20,932 hanzi of Unicode's first block.</summary>
    public static FontBook Shipped => OnlyShipped.Value;

    /// <summary>The shipped font, and behind it those of the machine's that know rarer hanzi (Debian packages fonts-lxgw-wenkai, fonts-arphic-uming).</summary>
    public static FontBook Installed => WithInstalled.Value;

    public IReadOnlyList<TrueTypeFont> Fonts { get; }

    /// <summary>The first font that has the character, or null.</summary>
    public TrueTypeFont? FontOf(Rune character) => Fonts.FirstOrDefault(font => font.Has(character));

    /// <exception cref="MissingGlyphsException">Some of the text's characters would show as empty boxes.</exception>
    public void Require(string text)
    {
        var missing = text.EnumerateRunes().Distinct().Where(character => !IsLayout(character) && FontOf(character) is null).ToArray();
        if (missing.Length > 0) throw new MissingGlyphsException([.. missing.Select(character => $"{character} (U+{character.Value:X4})")]);
    }

    /// <summary>Line ends and tabs, which move the pen and show nothing.</summary>
    internal static bool IsLayout(Rune character) => character.Value is '\n' or '\r' or '\t';

    private static TrueTypeFont ReadShipped()
    {
        using var resource = typeof(FontBook).Assembly.GetManifestResourceStream("VirtualWindow.Documents.wqy-microhei.ttc")!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return new TrueTypeFont(bytes);
    }
}
