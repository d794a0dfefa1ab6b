using System.Globalization;

namespace VirtualWindow.Documents.Pdf;

/// <summary>Dates as <c>D:20261123090000+08'00'</c> (ISO 32000-1 §7.9.4).</summary>
internal static class PdfDate
{
    public static PdfString ToPdf(DateTimeOffset time) =>
        PdfString.Text(time.ToString("'D:'yyyyMMddHHmmsszzz", CultureInfo.InvariantCulture).Replace(":", "'", StringComparison.Ordinal).Replace("D'", "D:", StringComparison.Ordinal) + "'");

    /// <summary>Null when absent or not a date with time.</summary>
    public static DateTimeOffset? FromPdf(PdfObject? value)
    {
        if (value is not PdfString text) return null;
        var digits = text.ToText().Replace("D:", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal).Replace("Z", "+0000", StringComparison.Ordinal);
        var formatted = digits.Length >= 19 ? digits[..17] + ":" + digits[17..19] : digits;
        return DateTimeOffset.TryParseExact(formatted, "yyyyMMddHHmmsszzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
    }
}
