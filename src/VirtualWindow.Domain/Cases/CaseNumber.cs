using System.Globalization;
using VirtualWindow.Domain.Catalogue;

namespace VirtualWindow.Domain.Cases;

/// <summary>
/// A case's number: 31-character implementation code (GB/T 39554.1) + yyyyMMdd + 4-digit serial of the site's day = 43 characters;
/// people see the short form, site prefix + date + serial.
/// </summary>
public sealed record CaseNumber(string Full, string Display)
{
    public const int FullLength = ImplementationCode.Length + 12;
    public const int LargestSerial = 9999;

    /// <param name="sitePrefix">E.g. "GS".</param>
    /// <param name="serial">1..9999, from the site's daily sequence.</param>
    /// <exception cref="ArgumentOutOfRangeException">The day's 9,999 numbers are used up, or the code has not 31 characters.</exception>
    public static CaseNumber Create(string implementationCode, string sitePrefix, DateOnly day, int serial)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(implementationCode.Length, ImplementationCode.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(serial, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(serial, LargestSerial);
        var date = day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var digits = serial.ToString("0000", CultureInfo.InvariantCulture);
        return new($"{implementationCode}{date}{digits}", $"{sitePrefix}-{date}-{digits}");
    }
}
