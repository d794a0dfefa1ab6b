using System.Security.Cryptography;

namespace VirtualWindow.Host.Staff;

/// <summary>Passwords that the program makes.</summary>
internal static class StaffPasswords
{
    /// <summary>Shortest password that a person may choose; length is what counts (NIST SP 800-63B §3.1.1.2).</summary>
    public const int ShortestCharacters = 12, LongestCharacters = 128;

    /// <summary>Letters and digits that nobody mistakes for each other.</summary>
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>Twenty characters in groups of five: about 99 bits.</summary>
    public static string Make() => string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Alphabet, 5)));
}
