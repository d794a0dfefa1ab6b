using System.Buffers.Binary;

namespace VirtualWindow.Domain.Cases;

/// <summary>The password that opens a case's progress: eight characters that nobody misreads (no 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V).</summary>
public static class QueryPassword
{
    public const int Length = 8;
    /// <summary>Bytes of randomness that <see cref="From"/> wants: eight per character, so that the remainder's bias is below 2⁻⁵⁹.</summary>
    public const int RandomBytes = Length * 8;
    public const string Alphabet = "34679ACDEFGHJKMNPQRTWXY";

    public static string From(ReadOnlySpan<byte> random)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(random.Length, RandomBytes);
        Span<char> characters = stackalloc char[Length];
        for (var i = 0; i < Length; i++)
            characters[i] = Alphabet[(int)(BinaryPrimitives.ReadUInt64LittleEndian(random[(i * 8)..]) % (ulong)Alphabet.Length)];
        return new(characters);
    }

    /// <summary>What somebody typed: capitals, without blanks and hyphens.</summary>
    public static string Normalise(string typed) =>
        new([.. typed.Where(symbol => symbol is not (' ' or '-')).Select(char.ToUpperInvariant)]);
}
