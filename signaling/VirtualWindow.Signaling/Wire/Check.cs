using VirtualWindow.Contracts;

namespace VirtualWindow.Signaling.Wire;

/// <summary>What every text from outside is measured against before anything else looks at it.</summary>
internal static class Check
{
    /// <summary>Largest SDP in bytes of UTF-16 text as received; a browser's offer has 5 to 10 KiB.</summary>
    public const int LargestSdp = 64 * 1024;
    /// <summary>Longest key (id, code, token) that any client may send.</summary>
    public const int LongestKey = 64;

    /// <returns>Null when the SDP may be handed to the media node.</returns>
    public static Refusal? Sdp(string sdp) =>
        sdp.Length > LargestSdp ? Refuse.TooLarge
        : sdp.StartsWith("v=0", StringComparison.Ordinal) ? null
        : Refuse.BadInput;

    /// <param name="longest">In code points, as people count.</param>
    public static Refusal? Text(string? text, int longest)
    {
        if (text is null) return null;
        if (text.Length > longest * 2) return Refuse.TooLarge;
        var count = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (++count > longest) return Refuse.TooLarge;
            // U+FFFD stands for half of a surrogate pair; other control characters have no business in a note.
            if (rune.Value == 0xFFFD || (rune.Value < 0x20 && rune.Value is not ('\n' or '\r' or '\t'))) return Refuse.BadInput;
        }
        return null;
    }

    public static Refusal? Key(string key) => key.Length switch
    {
        0 => Refuse.BadInput,
        > LongestKey => Refuse.TooLarge,
        _ => null,
    };
}
