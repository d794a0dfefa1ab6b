using VirtualWindow.Contracts;
using VirtualWindow.Signaling.Wire;

namespace VirtualWindow.Signaling.CoBrowse;

/// <summary>What a request about a form is measured against before anything else looks at it.</summary>
internal static class FormChecks
{
    /// <summary>UTF-16 units; no field is longer.</summary>
    private const int LongestText = 2_000;

    public static Refusal? Unfit(string fieldOrPage) => Check.Key(fieldOrPage);

    public static Refusal? Unfit(string field, string text) => Check.Key(field) ?? (text.Length > LongestText ? Refuse.TooLarge : null);
}
