using System.Text;

namespace VirtualWindow.Domain.People;

/// <summary>A person's name as given: 2..50 code points, Han or Latin letters, "·" between the parts of a name.</summary>
public static class PersonName
{
    public const int ShortestCodePoints = 2;
    public const int LongestCodePoints = 50;
    private static readonly Rune Dot = new('·');

    public static bool IsValid(string name)
    {
        var count = 0;
        foreach (var rune in name.EnumerateRunes())
        {
            if (++count > LongestCodePoints || !MayOccur(rune))
                return false;
        }

        return count >= ShortestCodePoints && !IsJoint(Rune.GetRuneAt(name, 0)) && !IsJoint(LastRune(name));
    }

    /// <summary>Family name's first character and one star (张*): enough to call somebody, not enough to know them.</summary>
    public static string Mask(string name) => name.Length == 0 ? "*" : Rune.GetRuneAt(name, 0) + "*";

    private static bool MayOccur(Rune rune) => IsHan(rune) || IsLatin(rune) || IsJoint(rune);

    private static bool IsJoint(Rune rune) => rune == Dot || rune.Value is ' ' or '-' or '\'' or '.';

    private static Rune LastRune(string name) => Rune.DecodeLastFromUtf16(name, out var last, out _) == System.Buffers.OperationStatus.Done ? last : Dot;

    private static bool IsLatin(Rune rune) => rune.Value < 0x250 && Rune.IsLetter(rune);

    // Unified ideographs with their extensions (GB 18030 level 3 includes rare characters of names), compatibility
    // ideographs and 〇.
    private static bool IsHan(Rune rune) => rune.Value is 0x3007
        or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x323AF);
}
