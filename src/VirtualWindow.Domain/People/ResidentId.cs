using System.Globalization;

namespace VirtualWindow.Domain.People;

/// <summary>Why a text is no resident identity number.</summary>
public enum ResidentIdError { None, Length, Characters, Region, BirthDate, CheckDigit }

/// <summary>
/// Resident identity number (公民身份号码, GB 11643-1999): six digits of the area, eight of the birth date, three of the
/// serial, one check character by ISO 7064 MOD 11-2.
/// </summary>
public static class ResidentId
{
    private const string CheckCharacters = "10X98765432";
    private static readonly int[] Weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    /// <param name="today">Nobody is born after today.</param>
    public static ResidentIdError Check(string number, DateOnly today)
    {
        if (number.Length != 18) return ResidentIdError.Length;
        if (number.AsSpan(0, 17).IndexOfAnyExceptInRange('0', '9') >= 0 || number[17] is not ('X' or (>= '0' and <= '9'))) return ResidentIdError.Characters;
        if (number[0] is < '1' or > '8') return ResidentIdError.Region; // GB/T 2260: 1 华北 … 6 西北, 7 台湾, 8 港澳
        if (BirthDate(number) is not { } born || born.Year < 1850 || born > today) return ResidentIdError.BirthDate;
        return CheckOf(number) == number[17] ? ResidentIdError.None : ResidentIdError.CheckDigit;
    }

    /// <summary>4115**********0012: the area and the end, as printed on notices.</summary>
    public static string Mask(string number) => number.Length == 18 ? $"{number[..4]}**********{number[14..]}" : "****";

    /// <param name="number">18 characters, the first 17 digits.</param>
    public static char CheckOf(string number)
    {
        var sum = 0;
        for (var i = 0; i < Weights.Length; i++) sum += (number[i] - '0') * Weights[i];
        return CheckCharacters[sum % 11];
    }

    private static DateOnly? BirthDate(string number) =>
        DateOnly.TryParseExact(number.AsSpan(6, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
}
