using System.Buffers;

namespace VirtualWindow.Domain.Catalogue;

/// <summary>Unified social credit code (GB 32100-2015): 18 characters, the last one a check; positions 9–17 are an
/// organisation code (GB 11714) with its own check.</summary>
public static class UnifiedCreditCode
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private const string OrganisationAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static readonly SearchValues<char> Allowed = SearchValues.Create(Alphabet);
    private static readonly int[] OrganisationWeights = [3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>Length, alphabet and the code's own check. The organisation part is asked separately
    /// (<see cref="HasOrganisationCode"/>): codes in use exist whose inner check does not hold.</summary>
    public static bool IsValid(ReadOnlySpan<char> code) =>
        code.Length == 18 && code.IndexOfAnyExcept(Allowed) < 0 && CheckOf(code[..17]) == code[17];

    public static bool HasOrganisationCode(ReadOnlySpan<char> code) => IsValid(code) && OrganisationCheckOf(code[8..16]) == code[16];

    /// <param name="first17">Only characters of the code's alphabet (no I, O, S, V, Z).</param>
    public static char CheckOf(ReadOnlySpan<char> first17)
    {
        var (sum, weight) = (0, 1);
        foreach (var symbol in first17)
        {
            sum += Alphabet.IndexOf(symbol, StringComparison.Ordinal) * weight;
            weight = weight * 3 % 31;
        }

        return Alphabet[(31 - sum % 31) % 31];
    }

    /// <param name="first8">Digits and capital letters.</param>
    public static char OrganisationCheckOf(ReadOnlySpan<char> first8)
    {
        var sum = 0;
        for (var i = 0; i < first8.Length; i++)
            sum += OrganisationAlphabet.IndexOf(first8[i], StringComparison.Ordinal) * OrganisationWeights[i];
        return (11 - sum % 11) switch
        {
            10 => 'X',
            11 => '0',
            var check => (char)('0' + check),
        };
    }
}
