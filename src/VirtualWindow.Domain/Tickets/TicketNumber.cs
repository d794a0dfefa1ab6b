using System.Globalization;

namespace VirtualWindow.Domain.Tickets;

/// <summary>The number on a ticket: a letter and three digits, A001 … A999, B001 … Z999, from the day's sequence.</summary>
public static class TicketNumber
{
    private const int PerLetter = 999;

    /// <param name="serial">1-based place in the day's sequence of one site.</param>
    /// <exception cref="ArgumentOutOfRangeException">More than 25,974 tickets in one day.</exception>
    public static string Format(int serial)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(serial, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(serial, 26 * PerLetter);
        var letter = (char)('A' + (serial - 1) / PerLetter);
        return string.Create(CultureInfo.InvariantCulture, $"{letter}{(serial - 1) % PerLetter + 1:000}");
    }
}
