namespace VirtualWindow.Domain.Desks;

/// <summary>A sentence that clerks write often (常用语); an administrator keeps the list.</summary>
public sealed class CannedAnswer : IVersioned
{
    public const int LongestTitle = 20, LongestText = 500, MostAnswers = 200;

    private CannedAnswer()
    {
    }

    public Guid Id { get; private set; }
    public int Version { get; private set; }
    /// <summary>1..9: with Alt it is inserted where the clerk writes; null = only by the list.</summary>
    public int? Key { get; private set; }
    public string Title { get; private set; } = null!;
    public string Text { get; private set; } = null!;

    /// <exception cref="ArgumentException">Empty, too long, or no such key.</exception>
    public static CannedAnswer Write(Guid id, int? key, string title, string text)
    {
        var answer = new CannedAnswer { Id = id };
        answer.Change(key, title, text);
        return answer;
    }

    /// <exception cref="ArgumentException">Empty, too long, or no such key.</exception>
    public void Change(int? key, string title, string text)
    {
        if (!IsValid(key, title, text)) throw new ArgumentException("No canned answer.", nameof(text));
        (Key, Title, Text) = (key, title.Trim(), text.Trim());
    }

    public static bool IsValid(int? key, string title, string text) =>
        key is null or (>= 1 and <= 9) && title.Trim().Length is > 0 and <= LongestTitle && text.Trim().Length is > 0 and <= LongestText;
}
